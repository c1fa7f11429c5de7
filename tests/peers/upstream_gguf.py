"""Tiny language models of every family, made by transformers, converted by llama.cpp's convert_hf_to_gguf.py, run by llama.cpp.

    pip install torch transformers==5.24.0 sentencepiece==0.2.3 llama-cpp-python==0.3.36
    pip download --no-deps --no-binary :all: llama-cpp-python==0.3.36    # its vendor/llama.cpp has the converter
    python tests/peers/upstream_gguf.py vendor/llama.cpp tests/fixtures/upstream/gguf
    python tests/peers/upstream_gguf.py vendor/llama.cpp FOLDER --quantised

Writes a file for each family and `expected.json`: llama.cpp's tokens of some texts, its logits after a prompt and its greedy
continuation; beside them, how far transformers' own logits are from llama.cpp's. With `--quantised`, instead a wider model in every quantisation that
llama.cpp's quantiser writes; those it cannot write in whole blocks of 256 fall back, as they do for published models.
`src/language/upstream_tests.rs` compares (`MYNAH_UPSTREAM_GGUF=FOLDER` for other files than the committed ones).

One thing is not upstream's: the converter recognises a pre-tokenizer by the tokens of a text in the published vocabulary. Ours
are other vocabularies, so the name is set by hand.
"""
import argparse
import ctypes
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import llama_cpp
import sentencepiece
import torch
import transformers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE
from tokenizers.trainers import BpeTrainer

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "docs/src/user/models.md", ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
WORDS = 384
TEXTS = ["Where is the cafe?", " leading, and trailing ", "It's 12345 o'clock; WE'LL go.", "café naïve Привет 東京 🎉", "a\n\n\nb\t c   d",
         "<|im_end|> is spelt, not meant", "", "   ", "x_y+z==1, (a->b) /* c */", "1 22 333 4444 55555", "\r\n \r\n", "don't DON'T I'm"]
CONTINUED = 16
CHATML = "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"
# In the form of the published ones, as short as possible.
TEMPLATES = {
    "llama2": "{% for m in messages %}[INST] {{ m.content }} [/INST]{% endfor %}",
    "llama3": "{% for m in messages %}<|start_header_id|>{{ m.role }}<|end_header_id|>\n\n{{ m.content }}<|eot_id|>{% endfor %}",
    "gemma": "{% for m in messages %}<start_of_turn>{{ m.role }}\n{{ m.content }}<end_of_turn>\n{% endfor %}",
    "phi3": "{% for m in messages %}<|user|>\n{{ m.content }}<|end|>\n<|assistant|>\n{% endfor %}",
    "qwen3": CHATML + "{% if enable_thinking is false %}<think>\n\n</think>\n\n{% endif %}",
}

# As in the tokenizer.json of Llama 3, Qwen 2 and SmolLM 2.
LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")


def lines():
    return [line for path in DOCUMENTS for line in path.read_text().splitlines() if line.strip()]


def cut(kind):
    """How published tokenizers of this kind cut text."""
    if kind in ("llama-bpe", "lfm2", "qwen2"):
        pattern = QWEN2 if kind == "qwen2" else LLAMA3
        return pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"),
                                        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    bytes_ = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    if kind == "smollm":
        return pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), bytes_])
    return bytes_


def bpe(kind, first, last, controls):
    """Byte-level BPE."""
    model = Tokenizer(BPE(ignore_merges=kind in ("llama-bpe", "lfm2")))
    model.pre_tokenizer = cut(kind)
    model.decoder = decoders.ByteLevel()
    words = WORDS - len(controls)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    model.train_from_iterator(lines(), BpeTrainer(vocab_size=words, initial_alphabet=alphabet, show_progress=False))
    model.add_special_tokens([AddedToken(word, special=True, normalized=False) for word in controls])
    return transformers.PreTrainedTokenizerFast(tokenizer_object=model, bos_token=first, eos_token=last)


def spm(folder, controls, **more):
    """SentencePiece with byte fallback, as Llama 2, Gemma and Phi 3 have it."""
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines()), model_prefix=str(folder / "tokenizer"), vocab_size=WORDS - 12, model_type="bpe",
        byte_fallback=True, character_coverage=0.98, normalization_rule_name="identity", remove_extra_whitespaces=False,
        num_threads=1, minloglevel=2, user_defined_symbols=controls, hard_vocab_limit=False, **more)
    (folder / "tokenizer.vocab").unlink()


def randomised(model):
    """Weights large enough that every part of the network matters."""
    generator = torch.Generator().manual_seed(11)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if "norm" in name and name.endswith("weight"):
                parameter.add_(0.2 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.1 * noise)
            else:
                parameter.copy_(1.2 * noise / parameter.shape[-1] ** 0.5)
    return model.eval()


def families(width=32):
    """Name, architecture, configuration, and the kind of tokenizer with its marks."""
    llama = dict(vocab_size=WORDS, hidden_size=width, intermediate_size=2 * width, num_hidden_layers=2, num_attention_heads=2,
                 num_key_value_heads=1, max_position_embeddings=512, rms_norm_eps=1e-5)
    wide = dict(llama, head_dim=width)
    gemma_spm = ("spm", ["<start_of_turn>", "<end_of_turn>"], dict(pad_id=0, eos_id=1, bos_id=2, unk_id=3))
    plain_spm = ("spm", [], dict(unk_id=0, bos_id=1, eos_id=2, pad_id=-1))
    chat = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    llama3 = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]
    three = dict(rope_type="llama3", rope_theta=500000.0, factor=32.0, low_freq_factor=1.0, high_freq_factor=4.0,
                 original_max_position_embeddings=64)
    marks = dict(bos_token_id=2, eos_token_id=1, pad_token_id=0)
    t = transformers
    yield "llama2", t.LlamaForCausalLM, t.LlamaConfig(**llama), plain_spm
    yield "llama3", t.LlamaForCausalLM, t.LlamaConfig(**llama, rope_parameters=three, tie_word_embeddings=True), ("llama-bpe", llama3[0], llama3[4], llama3)
    yield "smollm2", t.LlamaForCausalLM, t.LlamaConfig(**llama, rope_parameters=dict(rope_type="default", rope_theta=100000.0), tie_word_embeddings=True), (
        "smollm", "<|im_start|>", "<|im_end|>", chat)
    yield "qwen2", t.Qwen2ForCausalLM, t.Qwen2Config(**llama, tie_word_embeddings=True), ("qwen2", None, "<|im_end|>", chat)
    yield "qwen3", t.Qwen3ForCausalLM, t.Qwen3Config(**wide, tie_word_embeddings=True), ("qwen2", None, "<|im_end|>", chat)
    yield "gemma", t.GemmaForCausalLM, t.GemmaConfig(**wide, **marks), gemma_spm
    yield "gemma2", t.Gemma2ForCausalLM, t.Gemma2Config(**wide, **marks, sliding_window=12, query_pre_attn_scalar=width), gemma_spm
    # The sixth layer is the first without a sliding window.
    deep = dict(wide, num_hidden_layers=6, intermediate_size=width)
    yield "gemma3", t.Gemma3ForCausalLM, t.Gemma3TextConfig(**deep, **marks, sliding_window=12, query_pre_attn_scalar=width, rope_parameters={
        "full_attention": dict(rope_type="linear", factor=8.0, rope_theta=1000000.0),
        "sliding_attention": dict(rope_type="default", rope_theta=10000.0)}), gemma_spm
    phi = dict(llama, num_key_value_heads=2, intermediate_size=4 * width, num_hidden_layers=1)
    del phi["rms_norm_eps"]
    yield "phi2", t.PhiForCausalLM, t.PhiConfig(**phi, hidden_act="gelu_new", rope_parameters=dict(
        rope_type="default", rope_theta=10000.0, partial_rotary_factor=0.5)), ("phi-2", "<|endoftext|>", "<|endoftext|>", chat)
    yield "phi3", t.Phi3ForCausalLM, t.Phi3Config(**llama, tie_word_embeddings=True, bos_token_id=1, eos_token_id=2, pad_token_id=2, sliding_window=400, original_max_position_embeddings=512), (
        "spm", [], dict(unk_id=0, bos_id=1, eos_id=2, pad_id=-1), ["<|endoftext|>", "<|assistant|>", "<|system|>", "<|end|>", "<|user|>"])
    yield "lfm2", t.Lfm2ForCausalLM, t.Lfm2Config(**dict(llama, num_hidden_layers=3), norm_eps=1e-5, conv_L_cache=3, block_auto_adjust_ff_dim=False,
        full_attn_idxs=[2], tie_word_embeddings=True), ("lfm2", "<|startoftext|>", "<|im_end|>", ["<|pad|>", "<|startoftext|>", *chat])


def save(model, config, tokenizer, folder):
    """The folder as it would be published; returns transformers' model."""
    made = randomised(model(config))
    made.save_pretrained(folder)
    if tokenizer[0] == "spm":
        spm(folder, tokenizer[1], **tokenizer[2])
        first, last = tokenizer[2]["bos_id"], tokenizer[2]["eos_id"]
        kind = "GemmaTokenizer" if tokenizer[1] else "LlamaTokenizer"
        said = {"tokenizer_class": kind, "add_bos_token": True, "add_eos_token": False}
        pieces = sentencepiece.SentencePieceProcessor(str(folder / "tokenizer.model"))
        marks = {pieces.piece_to_id(word): word for word in tokenizer[1]}
        marks.update(enumerate(tokenizer[3] if len(tokenizer) > 3 else [], pieces.vocab_size()))
        said["added_tokens_decoder"] = {str(id_): {"content": word, "special": True, "normalized": False, "lstrip": False, "rstrip": False,
                                                   "single_word": False} for id_, word in marks.items()}
        (folder / "tokenizer_config.json").write_text(json.dumps(said))
    else:
        bpe(*tokenizer).save_pretrained(folder)
    return made


CONVERTER = """
import sys
sys.path[:0] = [{source!r}, {source!r} + "/gguf-py"]
import convert_hf_to_gguf
from conversion.base import TextModel
TextModel.get_vocab_base_pre = lambda self, tokenizer: {kind!r}
sys.argv[1:] = {arguments!r}
convert_hf_to_gguf.main()
"""


def convert(source, folder, kind, out, outtype):
    arguments = [str(folder), "--outfile", str(out), "--outtype", outtype]
    subprocess.run([sys.executable, "-c", CONVERTER.format(source=str(source.resolve()), kind=kind, arguments=arguments)],
                   check=True, stderr=subprocess.PIPE, text=True)


def deviation(ours, theirs):
    ours, theirs = torch.tensor(ours), torch.tensor(theirs)
    return ((ours - theirs).norm() / theirs.norm()).item()


def run(path, continued=CONTINUED):
    """What llama.cpp makes of a file."""
    model = llama_cpp.Llama(str(path), n_ctx=256, n_batch=256, n_threads=1, verbose=False, swa_full=True, flash_attn=False,
                            type_k=llama_cpp.GGML_TYPE_F32, type_v=llama_cpp.GGML_TYPE_F32)
    words = model.n_vocab()
    prompt = [(3 + i * 37) % 300 for i in range(30)]

    def scores():
        pointer = llama_cpp.llama_get_logits_ith(model.ctx, -1)
        return [pointer[i] for i in range(words)]

    model.eval(prompt)
    first = scores()
    continuation, current = [], first
    for _ in range(continued):
        continuation.append(max(range(words), key=current.__getitem__))
        model.eval([continuation[-1]])
        current = scores()
    tokens = [model.tokenize(text.encode(), add_bos=False, special=False) for text in TEXTS]
    return {"first": model.tokenize(b"", add_bos=True), "end": model.token_eos(), "tokens": tokens, "prompt": prompt,
            "logits": [round(score, 5) for score in first], "continuation": continuation}


def write(out, expected):
    made_by = {"llama_cpp_python": llama_cpp.__version__, "transformers": transformers.__version__, "sentencepiece": sentencepiece.__version__}
    text = json.dumps({"made_by": made_by, "texts": TEXTS, "models": expected}, ensure_ascii=False)
    (out / "expected.json").write_text(text.replace('}, "', '},\n"') + "\n")


def all_families(source, out, outtype):
    expected = {}
    for name, model, config, tokenizer in families():
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder) / f"tiny-{name}"
            folder.mkdir()
            made = save(model, config, tokenizer, folder)
            (folder / "chat_template.jinja").write_text(TEMPLATES.get(name.rstrip("23") if "gemma" in name else name, CHATML))
            path = out / f"{name}.gguf"
            convert(source, folder, tokenizer[0], path, outtype)
            expected[path.name] = run(path)
            with torch.no_grad():
                theirs = made(torch.tensor([expected[path.name]["prompt"]])).logits[0, -1].tolist()
            words = len(expected[path.name]["logits"])
            expected[path.name]["transformers"] = round(deviation(theirs[:words], expected[path.name]["logits"]), 6)
            reader = transformers.AutoTokenizer.from_pretrained(folder)
            same = [reader(text, add_special_tokens=False, split_special_tokens=True).input_ids == ids for text, ids in zip(TEXTS, expected[path.name]["tokens"])]
            print(name, path.stat().st_size, expected[path.name]["transformers"], "tokens as transformers:", same, flush=True)
    write(out, expected)


QUANTISATIONS = {"Q4_0": 2, "Q4_1": 3, "Q8_0": 7, "Q5_0": 8, "Q5_1": 9, "Q2_K": 10, "Q3_K_S": 11, "Q3_K_M": 12, "Q3_K_L": 13, "Q4_K_S": 14, "Q4_K_M": 15,
                 "Q5_K_S": 16, "Q5_K_M": 17, "Q6_K": 18, "Q2_K_S": 21, "IQ4_NL": 25, "IQ4_XS": 30, "TQ2_0": 37}


def quantised(source, out):
    expected = {}
    for width in (256, 192):
        name, model, config, tokenizer = next(family for family in families(width) if family[0] == "smollm2")
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            save(model, config, tokenizer, folder)
            (folder / "chat_template.jinja").write_text(CHATML)
            exact = out / f"{width}-f32.gguf"
            for kind in ("f32", "f16", "bf16", "q8_0"):
                convert(source, folder, tokenizer[0], out / f"{width}-{kind}.gguf", kind)
            for kind, number in QUANTISATIONS.items():
                wanted = llama_cpp.llama_model_quantize_default_params()
                wanted.ftype, wanted.nthread = number, 1
                made = out / f"{width}-{kind}.gguf"
                if llama_cpp.llama_model_quantize(str(exact).encode(), str(made).encode(), ctypes.byref(wanted)) != 0:
                    print("not written:", made.name)
                    made.unlink(missing_ok=True)
        logits = run(exact)["logits"]
        for path in sorted(out.glob(f"{width}-*.gguf")):
            expected[path.name] = run(path, 0)
            expected[path.name]["stored"] = round(deviation(expected[path.name]["logits"], logits), 6)
            print(path.name, path.stat().st_size, expected[path.name]["stored"], flush=True)
    write(out, expected)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("llama_cpp", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--quantised", action="store_true")
    parser.add_argument("--outtype", default="f16", help="of the families; f32 compares more closely")
    arguments = parser.parse_args()
    shutil.rmtree(arguments.out, ignore_errors=True)
    arguments.out.mkdir(parents=True)
    if arguments.quantised:
        quantised(arguments.llama_cpp, arguments.out)
    else:
        all_families(arguments.llama_cpp, arguments.out, arguments.outtype)


main()
