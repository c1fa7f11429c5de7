"""Owns the last step: the averaged weights of WORK/state.pt as a model file that whisper.cpp loads unchanged.

q5_0 is what is shipped (5.5 bits a weight cost nothing measurable); f16 is there to compare with. The result may be mixed with the
checkpoint that training started from, which keeps more of what that knew (Wortsman et al. 2022, "Robust fine-tuning of
zero-shot models"): --base FILE --weight 0.85 takes 0.85 of each weight from the training.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

import convert
import ggml
import tables
from tokens import Tokens

LARGEST = 12_000_000  # bytes


TABLE = "decoder.token_embedding.weight"


def mixed(weights, used, base, weight, tokens):
    """weight * weights + (1 - weight) * those of the file `base`; tokens that it did not know keep their own rows."""
    known = set(np.flatnonzero(np.abs(ggml.read(base)[3][TABLE][:, 1:]).max(1) > 0).tolist())
    network, its_used = convert.load(base, tokens)
    if its_used != used:
        raise ValueError(f"{base} has other tokens than the training")
    others = network.state_dict()
    result = {name: weight * value + (1 - weight) * others[name] for name, value in weights.items()}
    rows = torch.tensor([token in known for token in used])
    result[TABLE] = torch.where(rows[:, None], result[TABLE], weights[TABLE])
    return result


def export(work, out, kind="q5_0", base=None, weight=1.0):
    folder = tables.fetch(work)
    tokens = Tokens(folder)
    state = torch.load(work / "state.pt", map_location="cpu")
    weights = state["average"]
    if base is not None and weight < 1:
        weights = mixed(weights, state["used"], base, weight, tokens)
    convert.save(weights, state["used"], out, tokens, folder, kind)
    size = out.stat().st_size
    if kind == "q5_0" and size > LARGEST:
        raise ValueError(f"{out} has {size} bytes; the starter model may have {LARGEST}")
    print(f"{out}: {size} bytes, {state['seen']} utterances heard in {state['spent'] / 60:.0f} minutes")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--kind", choices=ggml.FILE_TYPE, default="q5_0")
    options.add_argument("--base", type=Path, help="the checkpoint that training started from, to be mixed in")
    options.add_argument("--weight", type=float, default=0.85, help="how much of each weight is the training's")
    chosen = options.parse_args()
    export(chosen.work, chosen.out, chosen.kind, chosen.base, chosen.weight)


if __name__ == "__main__":
    main()
