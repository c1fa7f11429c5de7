#!/usr/bin/env python3
"""Owns the merge: adapters that several kiosks trained become one, by a strategy of Flower.

    merge.py merged.safetensors kiosk-1.safetensors kiosk-2.safetensors ...
    merge.py --strategy median merged.safetensors kiosk-*.safetensors

All adapters must belong to the same encoder and look in the same directions (`adapter.down`): the mean of `adapter.up` is
then the mean of what they do. FedAvg weighs each by the number of its corrections; the median and the trimmed mean, which
a few broken or malicious adapters cannot drag away, count each once. Nothing is sent anywhere: the strategies are called as
functions.
"""

import argparse
import math
import os
import re
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

os.environ["FLWR_TELEMETRY_ENABLED"] = "0"

import numpy as np
from flwr.common import Code, FitRes, Status, ndarrays_to_parameters, parameters_to_ndarrays
from flwr.server.strategy import FedAvg, FedMedian, FedTrimmedAvg
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

DOWN, UP, OF = "adapter.down", "adapter.up", "adapter.of"
MOST_BYTES = 1 << 20  # as in crates/encoder/src/adapter.rs
MOST_RANK = 64
MOST_NORM = 100.0  # of adapter.up; training ends near 1
MOST_CORRECTIONS = 10_000  # rows of a file of corrections
STRATEGIES = {"average": FedAvg, "median": FedMedian, "trimmed": FedTrimmedAvg}


class MergeError(Exception):
    """One sentence: which file, what is wrong, and what to do."""


@dataclass
class Adapter:
    """An adapter's file."""

    path: Path
    encoder: str
    corrections: int
    down: np.ndarray
    up: np.ndarray


def read(path: Path) -> Adapter:
    """Reads and checks an adapter; the file is somebody else's."""

    def wrong(what: str) -> MergeError:
        return MergeError(f"{str(path)!r}: {what}; leave it out, or get it again from its kiosk")

    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            raise wrong(f"it is no regular file of at most {MOST_BYTES} bytes")
        with safe_open(path, framework="numpy") as file:
            says = file.metadata() or {}
            if set(file.keys()) != {DOWN, UP}:
                raise wrong(f"it holds other tensors than {DOWN} and {UP}")
            down, up = file.get_tensor(DOWN), file.get_tensor(UP)
    except (OSError, SafetensorError, TypeError, ValueError) as error:
        raise wrong(f"it cannot be read as an adapter ({type(error).__name__})") from None
    of = re.fullmatch(r"([0-9a-f]{16}) ([0-9]{1,5})", says.get(OF, ""))
    if not of:
        raise wrong("it does not name its encoder and its number of corrections")
    encoder, corrections = of[1], int(of[2])
    if not 0 < corrections <= MOST_CORRECTIONS:
        raise wrong(f"its number of corrections is not from 1 to {MOST_CORRECTIONS}")
    if down.dtype != np.float32 or up.dtype != np.float32 or down.ndim != 2 or up.shape != down.shape[::-1]:
        raise wrong("its matrices do not fit each other")
    if not 1 <= down.shape[0] <= MOST_RANK:
        raise wrong(f"its rank is not from 1 to {MOST_RANK}")
    # In double precision the sum of squares cannot overflow; of what is no number, the norm is none either.
    norms = [float(np.linalg.norm(matrix.astype(np.float64))) for matrix in (down, up)]
    if not all(math.isfinite(norm) and norm <= MOST_NORM for norm in norms):
        raise wrong(f"a matrix of it is too large (a norm above {MOST_NORM:g}) or holds what is no number")
    return Adapter(path, encoder, corrections, down, up)


def merge(adapters: list[Adapter], strategy: str = "average") -> Adapter:
    """One adapter from several, by the strategy."""
    if len(adapters) < 2:
        raise MergeError("Give at least two adapters to merge")
    first = adapters[0]
    for other in adapters[1:]:
        if other.encoder != first.encoder:
            raise MergeError(f"{str(other.path)!r} and {str(first.path)!r} belong to different encoders; merge those of one encoder")
        if other.down.shape != first.down.shape or not np.array_equal(other.down, first.down):
            raise MergeError(f"{str(other.path)!r} and {str(first.path)!r} have different directions; train them with the same --rank")
    results = [
        (None, FitRes(Status(Code.OK, ""), ndarrays_to_parameters([one.up]), one.corrections, {}))
        for one in adapters
    ]
    # Not the first round, in which Flower warns that no metrics are aggregated: there are none.
    merged, _ = STRATEGIES[strategy]().aggregate_fit(2, results, [])
    (up,) = parameters_to_ndarrays(merged)
    total = min(sum(one.corrections for one in adapters), MOST_CORRECTIONS)
    return Adapter(Path(), first.encoder, total, first.down, up.astype(np.float32))


def write(path: Path, adapter: Adapter) -> None:
    """Writes an adapter beside its place and then gives it its name."""
    part = path.with_name(f".{path.name}.part")
    says = {OF: f"{adapter.encoder} {adapter.corrections}"}
    try:
        save_file({DOWN: np.ascontiguousarray(adapter.down), UP: np.ascontiguousarray(adapter.up)}, part, says)
        os.replace(part, path)
    except (OSError, SafetensorError) as error:
        raise MergeError(f"{str(path)!r} cannot be written ({error}); check its folder") from None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strategy", choices=STRATEGIES, default="average", help="default: average (FedAvg)")
    parser.add_argument("out", type=Path, metavar="OUT", help="the adapter to write")
    parser.add_argument("adapters", type=Path, nargs="+", metavar="IN", help="the kiosks' adapters")
    arguments = parser.parse_args()
    try:
        adapters = [read(path) for path in arguments.adapters]
        merged = merge(adapters, arguments.strategy)
        write(arguments.out, merged)
    except MergeError as error:
        print(f"{error}.", file=sys.stderr)
        return 1
    norm = float(np.linalg.norm(merged.up))
    print(f"{str(arguments.out)!r}: {len(adapters)} adapters, about {merged.corrections} corrections, strength {norm:.3f}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
