"""Tiny sentence encoders, made and saved by sentence-transformers and transformers, with the vectors that these compute.

    pip install torch transformers==5.24.0 sentence-transformers==6.2.0 sentencepiece==0.2.3
    python tests/peers/upstream_encoders.py tests/fixtures/upstream/encoders

Writes a folder for each encoder and `expected.json`: the texts, and for each encoder its vectors, or the reason why mynah
must refuse it. The weights are random, the tokenizers are trained on this repository's own documents.
`crates/encoder/tests/upstream.rs` compares.
"""
import json
import shutil
import sys
import tempfile
from pathlib import Path

import sentence_transformers
import sentencepiece
import tokenizers
import torch
import transformers
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Dense, Normalize, Pooling, Transformer
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordPiece
from tokenizers.trainers import WordPieceTrainer

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "docs/src/user/models.md", ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
# Of what the libraries write, the files that mynah reads, and the one that they need themselves.
KEPT = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "sentence_bert_config.json",
        "config_sentence_transformers.json", "modules.json", "1_Pooling/config.json"]
TEXTS = ["Where is the cafe?", "The café opens at 9 am; it closes at 4 pm.", "", "a", "ﬁne Ｗide 東京 \u200b word",
         "A model in the folder that you named is used first. " * 12]
WORDS = 160
POSITIONS = 64
TOKENS = 40


def lines():
    return [line for path in DOCUMENTS for line in path.read_text().splitlines() if line.strip()]


def word_pieces(folder):
    """The tokenizer of BERT, as transformers saves it."""
    pieces = Tokenizer(WordPiece(unk_token="[UNK]"))
    pieces.normalizer = normalizers.BertNormalizer(lowercase=True)
    pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pieces.train_from_iterator(lines(), WordPieceTrainer(vocab_size=WORDS, limit_alphabet=60, special_tokens=marks, show_progress=False))
    pieces.model.save(str(folder))
    return transformers.BertTokenizerFast.from_pretrained(folder)


def sentence_pieces(folder):
    """The tokenizer of E5 and XLM-R: a model of SentencePiece, converted by transformers."""
    # The usual rules take 240 kB; these are of the same kind.
    rules = folder / "rules.tsv"
    rules.write_text("FB01\t66 69\nFF37\t57\n200B\t20\n")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines()), model_prefix=str(folder / "sentencepiece.bpe"), vocab_size=238,
        model_type="unigram", normalization_rule_tsv=str(rules), character_coverage=1.0, num_threads=1, minloglevel=2)
    return transformers.XLMRobertaTokenizerFast.from_pretrained(folder)


def randomised(model):
    """Weights large enough that every part of the network matters."""
    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if "LayerNorm.weight" in name or "layer_norm.weight" in name:
                parameter.copy_(1 + 0.2 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.1 * noise)
            else:
                parameter.copy_(1.2 * noise / parameter.shape[-1] ** 0.5)
    return model.eval()


def bert(words, **more):
    config = transformers.BertConfig(
        vocab_size=words, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=POSITIONS, **more)
    return randomised(transformers.BertModel(config))


def distilbert(words, **more):
    config = transformers.DistilBertConfig(
        vocab_size=words, dim=16, n_layers=2, n_heads=2, hidden_dim=32, max_position_embeddings=POSITIONS, **more)
    return randomised(transformers.DistilBertModel(config))


def saved(model, tokenizer, folder):
    """Saved by transformers alone."""
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def sentence_transformer(model, tokenizer, folder, modules, **more):
    """Saved by sentence-transformers; returns its model, loaded again from what it saved."""
    with tempfile.TemporaryDirectory() as plain:
        saved(model, tokenizer, plain)
        first = Transformer(plain, max_seq_length=TOKENS)
        SentenceTransformer(modules=[first, *modules], device="cpu", **more).save(str(folder))
    return SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": torch.float32})


def mean_of_tokens(folder, texts):
    """What transformers' documentation calls mean pooling."""
    model = transformers.AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    vectors = []
    for text in texts:
        batch = tokenizer(text, return_tensors="pt", truncation=True, max_length=POSITIONS)
        with torch.no_grad():
            vectors.append(model(**batch).last_hidden_state[0].mean(0))
    return torch.nn.functional.normalize(torch.stack(vectors), dim=1).tolist()


def encoders(pieces, unigrams):
    """Name, how it is made, and with what prefix its questions and passages are encoded."""
    words, more_words = len(pieces), len(unigrams)
    mean = lambda: Pooling(16, "mean")
    prompts = {"prompts": {"query": "ask: ", "document": "read: "}}
    masked = lambda: randomised(transformers.BertForMaskedLM(bert(words).config))
    yield "bert-mean", lambda to: sentence_transformer(bert(words), pieces, to, [mean(), Normalize()])
    yield "bert-first-half", lambda to: sentence_transformer(
        bert(words).half(), pieces, to, [Pooling(16, "cls"), Normalize()])
    yield "bert-prompts", lambda to: sentence_transformer(bert(words, hidden_act="gelu_new").half(), pieces, to, [mean()], **prompts)
    yield "bert-masked", lambda to: saved(masked(), pieces, to)
    yield "distilbert", lambda to: saved(distilbert(words), pieces, to)
    yield "distilbert-mean", lambda to: sentence_transformer(distilbert(words).half(), pieces, to, [mean()])
    yield "distilbert-relu", lambda to: saved(distilbert(words, activation="relu").bfloat16(), pieces, to)
    yield "tiny-e5", lambda to: saved(bert(more_words, pad_token_id=1).half(), unigrams, to)
    yield "tiny-e5-again", lambda to: sentence_transformer(bert(more_words, pad_token_id=1), unigrams, to, [mean(), Normalize()])


def refused(pieces, unigrams):
    words = len(pieces)
    sizes = dict(vocab_size=len(unigrams), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
                 intermediate_size=32, max_position_embeddings=POSITIONS)
    roberta = lambda: transformers.XLMRobertaModel(transformers.XLMRobertaConfig(**sizes))
    mpnet = lambda: transformers.MPNetModel(transformers.MPNetConfig(**sizes))
    pooled = lambda: [Pooling(16, "mean"), Dense(16, 8)]
    yield "xlm-roberta", "neither \"bert\" nor \"distilbert\"", lambda to: saved(roberta(), unigrams, to)
    yield "mpnet", "neither \"bert\" nor \"distilbert\"", lambda to: saved(mpnet(), unigrams, to)
    yield "bert-max", "neither the mean nor the first", lambda to: sentence_transformer(bert(words), pieces, to, [Pooling(16, "max")])
    yield "bert-dense", "a dense layer", lambda to: sentence_transformer(bert(words), pieces, to, pooled())


def keep(folder):
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif str(path.relative_to(folder)) not in KEPT:
            path.unlink()


def main():
    out = Path(sys.argv[1])
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        pieces, unigrams = word_pieces(Path(one)), sentence_pieces(Path(other))
        expected = {"made_by": {library.__name__: library.__version__ for library in
                                (transformers, sentence_transformers, tokenizers, sentencepiece, torch)},
                    "texts": TEXTS, "vectors": {}, "refused": {}}
        for name, make in encoders(pieces, unigrams):
            made = make(out / name)
            if made is None:
                prefixes = ("query: ", "passage: ") if "e5" in name else ("", "")
                encode = [mean_of_tokens(out / name, [prefix + text for text in TEXTS]) for prefix in prefixes]
            elif "e5" in name:
                # Saving writes empty prompts; people who use E5 pass its own.
                encode = [made.encode(TEXTS, prompt=prompt, normalize_embeddings=True).tolist()
                          for prompt in ("query: ", "passage: ")]
            else:
                encode = [embed(TEXTS, normalize_embeddings=True).tolist()
                          for embed in (made.encode_query, made.encode_document)]
            rounded = [[[round(number, 6) for number in vector] for vector in vectors] for vectors in encode]
            expected["vectors"][name] = dict(zip(("questions", "passages"), rounded))
        for name, reason, make in refused(pieces, unigrams):
            make(out / name)
            for big in ("model.safetensors", "tokenizer.json", "tokenizer_config.json"):
                (out / name / big).unlink()
            expected["refused"][name] = reason
    for folder in out.iterdir():
        keep(folder)
    text = json.dumps(expected, ensure_ascii=False)
    (out / "expected.json").write_text(text.replace("]], ", "]],\n") + "\n")


main()
