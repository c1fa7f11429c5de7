"""GGUF in and out: writes a checkpoint as a Q8_0 Llama, and reads such a file back, weights and tokenizer."""

import argparse
import json
from pathlib import Path

import gguf
import numpy as np
import torch
from gguf.quants import dequantize, quantize
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

import tokenizer as T
from network import Llama, Shape

TEMPLATE = (
    "{% for m in messages %}{% if m.role == 'user' %}{% if m.facts %}<|facts|> {{ m.facts }}{% endif %}<|user|> {{ m.content }}<|reply|>"
    "{% elif m.role == 'assistant' %} {{ m.content }}<|end|>{% elif m.role == 'tool' %}<|result|> {{ m.content }}<|end|>{% endif %}{% endfor %}"
)
NAMES = {"attn_norm": "attn_norm", "ffn_norm": "ffn_norm", "attn_output": "attn_output", "ffn_down": "ffn_down"}


def tensors(weights, shape):
    """(name in the file, array) in the file's order."""
    get = lambda name: weights[name].float().numpy()
    yield "token_embd.weight", get("token_embd")
    yield "output_norm.weight", get("output_norm")
    for i in range(shape.layers):
        q, k, v = np.split(get(f"blk.{i}.attn_qkv"), 3)
        gate, up = np.split(get(f"blk.{i}.ffn_gate_up"), 2)
        for name, array in (("attn_q", q), ("attn_k", k), ("attn_v", v), ("ffn_gate", gate), ("ffn_up", up)):
            yield f"blk.{i}.{name}.weight", array
        for name in NAMES:
            yield f"blk.{i}.{name}.weight", get(f"blk.{i}.{name}")


def write(weights, tokenizer, path, tokens=0, minutes=0.0, shape=None):
    shape = shape or Shape(vocabulary=T.VOCABULARY)
    w = gguf.GGUFWriter(str(path), "llama")
    w.add_name("mynah starter language")
    w.add_description(
        "Answers from the passages in the prompt, calls tools, small talk. Trained on generated dialogues."
    )
    w.add_license("MIT OR Apache-2.0")
    w.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    w.add_context_length(shape.context)
    w.add_embedding_length(shape.width)
    w.add_block_count(shape.layers)
    w.add_feed_forward_length(shape.inner)
    w.add_head_count(shape.heads)
    w.add_head_count_kv(shape.heads)
    w.add_rope_dimension_count(shape.width // shape.heads)
    w.add_rope_freq_base(shape.rope_base)
    w.add_layer_norm_rms_eps(shape.epsilon)
    w.add_vocab_size(shape.vocabulary)
    model = json.loads(tokenizer.to_str())["model"]
    pieces = sorted(model["vocab"], key=model["vocab"].get)
    merges = [m if isinstance(m, str) else " ".join(m) for m in model["merges"]]
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("smollm")
    w.add_token_list(pieces)
    w.add_token_types(
        [gguf.TokenType.CONTROL if i < len(T.SPECIAL) else gguf.TokenType.NORMAL for i in range(len(pieces))]
    )
    w.add_token_merges(merges)
    w.add_eos_token_id(T.END)
    w.add_pad_token_id(T.PAD)
    w.add_add_bos_token(False)
    w.add_chat_template(TEMPLATE)
    w.add_string("mynah.template", "mynah-starter-1")
    w.add_uint64("mynah.training.tokens", int(tokens))
    w.add_float32("mynah.training.minutes", float(minutes))
    for name, array in tensors(weights, shape):
        if array.ndim == 2:
            w.add_tensor(
                name, quantize(array, gguf.GGMLQuantizationType.Q8_0), raw_dtype=gguf.GGMLQuantizationType.Q8_0
            )
        else:
            w.add_tensor(name, array.astype(np.float32))
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def read(path, model):
    """Fills the network with the file's weights, dequantised."""
    found = {
        t.name: torch.from_numpy(dequantize(t.data, t.tensor_type).copy()) for t in gguf.GGUFReader(str(path)).tensors
    }
    state = {"token_embd": found["token_embd.weight"], "output_norm": found["output_norm.weight"]}
    for i in range(model.shape.layers):
        part = lambda name: found[f"blk.{i}.{name}.weight"]
        state[f"blk.{i}.attn_qkv"] = torch.cat([part("attn_q"), part("attn_k"), part("attn_v")])
        state[f"blk.{i}.ffn_gate_up"] = torch.cat([part("ffn_gate"), part("ffn_up")])
        for name in NAMES:
            state[f"blk.{i}.{name}"] = part(name)
    model.load_state_dict(state)


def counts(path):
    """How long the file's model has been trained already."""
    fields = gguf.GGUFReader(str(path)).fields
    value = lambda key: fields[key].contents() if key in fields else 0
    return {"tokens": int(value("mynah.training.tokens")), "minutes": float(value("mynah.training.minutes"))}


def tokenizer_of(path, out=None):
    """The tokenizer inside the file, in the training library's form."""
    fields = gguf.GGUFReader(str(path)).fields
    pieces = fields["tokenizer.ggml.tokens"].contents()
    merges = [tuple(m.split(" ")) for m in fields["tokenizer.ggml.merges"].contents()]
    t = Tokenizer(models.BPE(vocab={p: i for i, p in enumerate(pieces)}, merges=merges))
    t.add_special_tokens(T.SPECIAL)
    t.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    t.decoder = decoders.ByteLevel()
    if out:
        t.save(str(out))
    return t


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--work", type=Path, required=True)
    p.add_argument("--checkpoint", default="smooth.pt")
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args()
    saved = torch.load(a.work / a.checkpoint, weights_only=False)
    fresh = a.out.with_suffix(".new")
    write(saved["model"], T.load(a.work / "tokenizer.json"), fresh, saved["state"]["tokens"], saved["state"]["minutes"])
    fresh.rename(a.out)
    model = Llama(Shape(vocabulary=T.VOCABULARY))
    read(a.out, model)
    worst = max((v.float() - model.state_dict()[k]).abs().max().item() for k, v in saved["model"].items())
    print(f"{a.out}: {a.out.stat().st_size} bytes; largest change of a weight by quantisation {worst:.4f}")


if __name__ == "__main__":
    main()
