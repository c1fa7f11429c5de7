"""Everything end to end: tokenizer, training, quantised file.

python models/starter/recipe/language/run.py --work DIR --out models/starter/language.gguf [--minutes N]
    [--from FILE.gguf | --from-scratch]

Scratch data goes to --work, never into the repository. One thread; the last quarter of the minutes anneals.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--work", type=Path, default=Path.home() / ".cache/mynah-starter/language")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--minutes", type=float, default=90)
    start = p.add_mutually_exclusive_group()
    start.add_argument("--from", dest="start", type=Path, help="continue from this shipped file")
    start.add_argument("--from-scratch", action="store_true", help="forget the work folder's checkpoint and tokenizer")
    a = p.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    checkpoint = a.work / "checkpoint.pt"
    if a.from_scratch:
        for name in ("checkpoint.pt", "smooth.pt", "tokenizer.json"):
            (a.work / name).unlink(missing_ok=True)
    begin = a.start.resolve() if a.start else checkpoint if checkpoint.exists() else None
    environment = dict(os.environ, OMP_NUM_THREADS="1")

    def step(script, *arguments):
        subprocess.run([sys.executable, HERE / script, *map(str, arguments)], check=True, env=environment)

    more = ["--from", begin] if begin else []
    step("train.py", "--work", a.work, "--minutes", a.minutes, "--falling", a.minutes / 4, *more)
    step("export.py", "--work", a.work, "--checkpoint", "checkpoint.pt", "--out", a.out)


if __name__ == "__main__":
    main()
