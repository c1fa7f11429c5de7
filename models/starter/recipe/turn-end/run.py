"""Owns the whole way, from nothing to crates/turn-end/weights.bin: sentences, recordings, evidence, fitting.

Everything on the way lies in --work. Prints the tables of models/starter/turn-end.md.

    python run.py --work FOLDER
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
STARTER = ROOT / "models" / "starter" / "speech.bin"
EXAMPLES = ROOT / "target" / "debug" / "examples"
WEIGHTS = ROOT / "crates" / "turn-end" / "weights.bin"


def built(*arguments):
    # The crates that compute are optimised in a development build too.
    subprocess.run(["cargo", "build", "--quiet", *arguments], cwd=ROOT, check=True)


def recordings(work, count, processes):
    """Made by several processes, each with a seed of its own, and heard by as many."""
    folders = [work / f"part-{number}" for number in range(processes)]
    making = [
        subprocess.Popen(
            [sys.executable, str(HERE / "recordings.py"), "--work", str(folder)]
            + ["--count", str(count // processes), "--seed", str(number + 1)]
        )
        for number, folder in enumerate(folders)
    ]
    if any(process.wait() != 0 for process in making):
        raise SystemExit("recordings.py failed")
    return folders


def evidence(folders):
    program = EXAMPLES / "turn_end_evidence"
    hearing = [
        subprocess.Popen(
            [str(program), str(STARTER)],
            stdin=(folder / "recordings.tsv").open(encoding="utf-8"),
            stdout=(folder / "evidence.tsv").open("w", encoding="utf-8"),
        )
        for folder in folders
    ]
    if any(process.wait() != 0 for process in hearing):
        raise SystemExit("turn_end_evidence failed")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, default=Path.home() / ".cache/mynah-starter/turn-end")
    options.add_argument("--out", type=Path, default=WEIGHTS)
    options.add_argument("--count", type=int, default=40_000, help="recordings")
    options.add_argument("--sentences", type=int, default=100_000, help="sentences of the table of words")
    options.add_argument("--processes", type=int, default=os.cpu_count())
    chosen = options.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    built("--example", "turn_end_evidence")
    built("-p", "mynah-turn-end", "--example", "fit")
    table = chosen.work / "table.tsv"
    subprocess.run([sys.executable, str(HERE / "sentences.py"), str(table), str(chosen.sentences)], check=True)
    folders = recordings(chosen.work, chosen.count, chosen.processes)
    evidence(folders)
    together = chosen.work / "evidence.tsv"
    together.write_text("".join((folder / "evidence.tsv").read_text(encoding="utf-8") for folder in folders), encoding="utf-8")
    subprocess.run([str(EXAMPLES / "fit"), str(table), str(together), str(chosen.out)], check=True)


if __name__ == "__main__":
    main()
