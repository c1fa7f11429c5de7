"""Owns the way between the network and whisper.cpp's file: the compact token table there, the full one here."""

import collections
import random
import re

import numpy as np
import torch

import ggml
import grammar
import visitor_questions
from network import HEAD, PIN, SIZES, UNUSED, Network
from tokens import BLANK, COUNT, SPECIAL


COMMON = 8  # questions: a token in fewer of them is left out, and its word spelled by shorter tokens
SHORT = re.compile(rb" ?[a-z]{1,2}| [A-Z]")


def wanted_tokens(tokens):
    """Every token that the grammar can need, the frequent ones of visitors' questions, and short ones to spell the others by."""
    r, found = random.Random(5), set(SPECIAL)
    for _ in range(120000):
        found.update(tokens.encode(" " + grammar.sentence(r, grammar.TEST_MIX)))
    counted = collections.Counter(token for text in visitor_questions.questions() for token in set(tokens.encode(" " + text)))
    found.update(token for token, count in counted.items() if count >= COMMON)
    found.update(token for token, piece in tokens.piece.items() if SHORT.fullmatch(piece))
    for word in grammar.vocabulary():
        for form in (word, word.capitalize(), word.upper()[:6]):
            found.update(tokens.encode(" " + form))
    for number in range(2101):
        found.update(tokens.encode(f" {number}"))
    for number in range(100):
        found.update(tokens.encode(f"{number:02}"))
    for letter in grammar.LETTERS:
        found.update(tokens.encode(f" {letter}") + tokens.encode(letter))
    found.update(tokens.encode(BLANK) + tokens.encode(".,?!:'"))
    return found


def fresh(tokens):
    """(network, the token numbers of its table), untrained."""
    used = sorted(wanted_tokens(tokens))
    return Network(len(used)), used


def load(path, tokens, extra=True):
    """The network of a model file, its table widened by the tokens that the grammar has gained since."""
    sizes, _, _, tensors = ggml.read(path)
    table = tensors.pop("decoder.token_embedding.weight")
    trained = np.flatnonzero(np.abs(table[:, 1:]).max(1) > 0)
    used = sorted(set(trained.tolist()) | (wanted_tokens(tokens) if extra else set()))
    network = Network(len(used), {name: max(sizes[name], SIZES[name]) for name in SIZES})
    rows = (
        np.random.default_rng(0)
        .normal(0, table[trained, 1:].std() * 0.7, (len(used), table.shape[1]))
        .astype(np.float32)
    )
    rows[:, 0] = table[trained, 0].min()
    known = set(trained.tolist())
    for row, token in enumerate(used):
        if token in known:
            rows[row] = table[token]
    weights = {name: torch.from_numpy(values.copy()) for name, values in tensors.items()}
    weights = {
        name: values[:, 0] if name.endswith(("conv1.bias", "conv2.bias")) else values
        for name, values in weights.items()
    }
    weights["decoder.token_embedding.weight"] = torch.from_numpy(rows)
    new = _more_layers(network, sizes["audio_layers"])
    missing, unexpected = network.load_state_dict(weights, strict=False)
    if unexpected or any(not name.startswith(("ctc.", *new)) for name in missing):
        raise ValueError(f"{path} does not fit the network: {missing} {unexpected}")
    print(f"{path}: {len(trained)} tokens trained before, {len(used) - len(trained)} new")
    return network, used


def _more_layers(network, known):
    """Lets the encoder's layers beyond the file's pass everything on as it is; they learn from there."""
    for block in network.encoder.blocks[known:]:
        for last in (block.attn.out, block.mlp[2]):
            torch.nn.init.zeros_(last.weight)
            torch.nn.init.zeros_(last.bias)
    return tuple(f"encoder.blocks.{layer}." for layer in range(known, len(network.encoder.blocks)))


def save(weights, used, path, tokens, tables, kind="q5_0"):
    """Writes a state dictionary as a model file."""
    tensors = {
        name: values.float().cpu().numpy()
        for name, values in weights.items()
        if name.startswith(("encoder.", "decoder."))
    }
    width = tensors["encoder.ln_post.weight"].shape[0]
    table = np.zeros((COUNT, width), np.float32)
    table[:, 0] = UNUSED
    table[used] = tensors["decoder.token_embedding.weight"]
    tensors["decoder.token_embedding.weight"] = table
    tensors["decoder.ln.weight"] = tensors["decoder.ln.weight"].copy()
    tensors["decoder.ln.bias"] = tensors["decoder.ln.bias"].copy()
    tensors["decoder.ln.weight"][0], tensors["decoder.ln.bias"][0] = 0, PIN
    for name in ("encoder.conv1.bias", "encoder.conv2.bias"):
        tensors[name] = tensors[name].reshape(-1, 1)
    context = {side: tensors[f"{side}coder.positional_embedding"].shape[0] for side in ("en", "de")}
    layers = {
        side: 1 + max(int(name.split(".")[2]) for name in tensors if name.startswith(f"{side}coder.blocks."))
        for side in ("en", "de")
    }
    sizes = {
        "vocabulary": COUNT,
        "audio_context": context["en"],
        "audio_width": width,
        "audio_heads": width // HEAD,
        "audio_layers": layers["en"],
        "text_context": context["de"],
        "text_width": width,
        "text_heads": width // HEAD,
        "text_layers": layers["de"],
        "mels": 80,
    }
    filters = np.load(f"{tables}/mel_filters.npz")["mel_80"]
    ggml.write(path, sizes, filters, [tokens.piece[i] for i in range(len(tokens.piece))], tensors, kind)
