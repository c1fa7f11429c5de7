"""Writes the three files that mynah loads: encoder.safetensors (F16), encoder.json, encoder-tokenizer.json.

Training shows the reader one right unit to three wrong ones; among the twelve that a search brings, right ones are
rarer. So its likelihood is set right first, by a scale and a shift, on the held-out places.
"""

import argparse
import json
import shutil
from pathlib import Path

import data
import torch
import train
from safetensors.torch import save_file

import tokens as T
from network import Encoder, Shape, names

MOST = 12_000_000  # bytes, all three together


@torch.no_grad()
def judged(model, tokenizer, places, most=12, every=4):
    """(logits, whether right) of the twelve nearest units of each fourth held-out question."""
    logits, labels = [], []
    for p in places:
        units = [T.cut(e.ids, train.LONGEST) for e in tokenizer.encode_batch(p.units)]
        chosen = p.asks[::every]
        asks = [T.cut(e.ids, train.LONGEST_ASK) for e in tokenizer.encode_batch([q for q, _ in chosen])]
        near = model.vectors(train.padded(asks)) @ model.vectors(train.padded(units)).T
        for i, (_, own) in enumerate(chosen):
            best = near[i].topk(min(most, len(units))).indices.tolist()
            rows = [train.pair(asks[i], units[x]) for x in best]
            logits.append(model.read(train.padded([r[0] for r in rows]), train.padded([r[1] for r in rows])))
            labels += [float(x == own) for x in best]
    return torch.cat(logits), torch.tensor(labels)


def calibrate(model, tokenizer, places):
    logits, labels = judged(model, tokenizer, places)
    scale, shift = torch.ones(1, requires_grad=True), torch.zeros(1, requires_grad=True)
    search = torch.optim.LBFGS([scale, shift], max_iter=100, line_search_fn="strong_wolfe")

    def loss():
        search.zero_grad()
        out = torch.nn.functional.binary_cross_entropy_with_logits(logits * scale + shift, labels)
        out.backward()
        return out

    search.step(loss)
    with torch.no_grad():
        model.reader.weight.mul_(scale)
        model.reader.bias.mul_(scale).add_(shift)
    print(f"{len(labels)} held-out pairs, scale {scale.item():.3f}, shift {shift.item():.3f}")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--work", type=Path, required=True)
    p.add_argument("--checkpoints", nargs="+", default=["last.pt"], help="in the work folder; of several, the mean")
    p.add_argument("--out", type=Path, required=True, help="a folder")
    a = p.parse_args()
    states = [torch.load(a.work / name, weights_only=True) for name in a.checkpoints]
    state = {name: sum(one[name] for one in states) / len(states) for name in states[0]}
    shape = Shape(vocab_size=T.load(a.work / "tokenizer.json").get_vocab_size())
    model = Encoder(shape)
    model.load_state_dict(state)
    model.eval()
    torch.set_num_threads(1)
    calibrate(model, T.load(a.work / "tokenizer.json"), data.written()[1])
    state = model.state_dict()
    tensors = {theirs: state[ours].half().contiguous() for ours, theirs in names(shape).items()}
    assert all(torch.isfinite(x).all() for x in tensors.values())
    a.out.mkdir(parents=True, exist_ok=True)
    save_file(tensors, a.out / "encoder.safetensors", metadata={"format": "pt"})
    (a.out / "encoder.json").write_text(json.dumps(shape.config(), indent=2) + "\n")
    shutil.copyfile(a.work / "tokenizer.json", a.out / "encoder-tokenizer.json")
    (a.out / "encoder.safetensors").chmod(0o644)  # safetensors writes it for its owner only
    sizes = [(a.out / n).stat().st_size for n in ("encoder.safetensors", "encoder.json", "encoder-tokenizer.json")]
    print(f"{sum(x.numel() for x in tensors.values()):,} parameters, {sizes} bytes")
    assert sum(sizes) <= MOST, sizes


if __name__ == "__main__":
    main()
