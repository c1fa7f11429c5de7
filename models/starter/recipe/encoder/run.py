"""Everything end to end: vocabulary, training, the three published files.

python models/starter/recipe/encoder/run.py --work DIR --out models/starter [--minutes N] [--from-scratch]

Scratch data goes to --work, never into the repository. One thread. Without --from-scratch, training goes on from the
work folder's last checkpoint, with its vocabulary and without the warm-up.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import data
import tokens

HERE = Path(__file__).resolve().parent
VOCABULARY = 14_000


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--work", type=Path, default=Path.home() / ".cache/mynah-starter/encoder")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--minutes", type=float, default=40)
    p.add_argument("--from-scratch", action="store_true")
    a = p.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    last = a.work / "last.pt"
    scratch = a.from_scratch or not last.exists()
    if scratch:
        tokens.train(data.texts(data.written()[0]), VOCABULARY, a.work / "tokenizer.json")

    def step(script, *arguments):
        environment = dict(os.environ, OMP_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")
        subprocess.run([sys.executable, HERE / script, *map(str, arguments)], check=True, env=environment)

    more = [] if scratch else ["--from", last, "--warm", 0, "--rate", 7e-4]
    step("train.py", "--work", a.work, "--minutes", a.minutes, *more)
    step("export.py", "--work", a.work, "--out", a.out)


if __name__ == "__main__":
    main()
