"""Owns the last step: the averaged weights of WORK/state.pt as a model file that whisper.cpp loads unchanged.

q5_0 is what is shipped (5.5 bits a weight cost nothing measurable); f16 is there to compare with.
"""

import argparse
from pathlib import Path

import torch

import convert
import ggml
import tables
from tokens import Tokens

LARGEST = 12_000_000  # bytes


def export(work, out, kind="q5_0"):
    folder = tables.fetch(work)
    state = torch.load(work / "state.pt", map_location="cpu")
    convert.save(state["average"], state["used"], out, Tokens(folder), folder, kind)
    size = out.stat().st_size
    if kind == "q5_0" and size > LARGEST:
        raise ValueError(f"{out} has {size} bytes; the starter model may have {LARGEST}")
    print(f"{out}: {size} bytes, {state['seen']} utterances heard in {state['spent'] / 60:.0f} minutes")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--kind", choices=ggml.FILE_TYPE, default="q5_0")
    chosen = options.parse_args()
    export(chosen.work, chosen.out, chosen.kind)


if __name__ == "__main__":
    main()
