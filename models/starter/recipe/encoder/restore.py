"""Makes a checkpoint of the published files, so that training can go on from them: encoder.safetensors -> last.pt.

The reader's scale and shift stay as they were set for the published file; the next export sets them anew.
"""

import argparse
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file

import tokens as T
from network import Encoder, Shape, names


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--models", type=Path, required=True, help="the folder of the published files")
    p.add_argument("--work", type=Path, default=Path.home() / ".cache/mynah-starter/encoder")
    a = p.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(a.models / "encoder-tokenizer.json", a.work / "tokenizer.json")
    shape = Shape(vocab_size=T.load(a.work / "tokenizer.json").get_vocab_size())
    published = load_file(a.models / "encoder.safetensors")
    state = Encoder(shape).state_dict()  # the sharpness of the contrast is not published; it starts anew
    for ours, theirs in names(shape).items():
        state[ours] = published[theirs].float()
    torch.save(state, a.work / "last.pt")


if __name__ == "__main__":
    main()
