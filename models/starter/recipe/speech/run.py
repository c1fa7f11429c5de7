"""Owns the whole way, from nothing to models/starter/speech.bin: tables, synthesis, training, export.

By default training goes on from the model at --out (or from --from FILE); --from-scratch starts anew. Everything on
the way lies in --work; an interrupted run goes on where it stood. Measure the result with evaluate.py.
"""

import argparse
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import export
import tables

HERE = Path(__file__).resolve().parent
UTTERANCES_A_MINUTE = 3500  # what one core trains on
SHARD = 5250
WEIGHT = 0.85  # of each weight from the training, the rest from the checkpoint it started from


def python(script, *arguments, wait=True):
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    process = subprocess.Popen([sys.executable, str(HERE / script), *map(str, arguments)], env=environment)
    if wait and process.wait() != 0:
        raise SystemExit(f"{script} failed with status {process.returncode}")
    return process


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, default=Path.home() / ".cache/mynah-starter/speech")
    options.add_argument("--out", type=Path, default=HERE.parents[1] / "speech.bin")
    options.add_argument("--minutes", type=float, default=90)
    options.add_argument("--first-shard", type=int, default=0, help="another number gives other sentences")
    options.add_argument("--processes", type=int, default=os.cpu_count())
    start = options.add_mutually_exclusive_group()
    start.add_argument("--from", dest="start", type=Path)
    start.add_argument("--from-scratch", action="store_true")
    chosen = options.parse_args()
    work = chosen.work
    (work / "shards").mkdir(parents=True, exist_ok=True)
    tables.fetch(work)

    start = chosen.start or chosen.out
    if not chosen.from_scratch and not start.exists():
        raise SystemExit(f"{start} does not exist: give another file with --from, or --from-scratch")
    wanted = max(2, math.ceil(chosen.minutes * UTTERANCES_A_MINUTE / SHARD / 1.5))  # each is heard about 1.5 times
    end = chosen.first_shard + wanted
    makers = [
        python(
            "synthesise.py", "--work", work, "--first", first, "--shards", end, "--every", chosen.processes, wait=False
        )
        for first in range(chosen.first_shard, chosen.first_shard + chosen.processes)
    ]
    if any(maker.wait() for maker in makers):
        raise SystemExit("synthesis failed: are espeak-ng, flite, festival and their voices installed?")
    base = None if chosen.from_scratch else work / "base.bin"
    if base and not (work / "state.pt").exists():
        shutil.copyfile(start, base)  # the result may take the place of `start`
    source = ["--from", base] if base else ["--from-scratch"]
    python("train.py", "--work", work, "--minutes", chosen.minutes, "--resume", *source)
    finished = work / "finished.bin"
    export.export(work, finished, base=base, weight=WEIGHT)
    shutil.copyfile(finished, chosen.out)
    (work / "state.pt").replace(work / "finished.pt")  # the next run starts anew, from the exported model


if __name__ == "__main__":
    main()
