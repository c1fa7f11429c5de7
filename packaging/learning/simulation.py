#!/usr/bin/env python3
"""Owns the simulation: 20 kiosks learn from their own corrections, and what is gained and what can be inferred is measured.

    simulation.py --mynah-adapter target/release/mynah-adapter
    simulation.py --mynah-adapter target/release/mynah-adapter --report docs/src/operator/learning-report.md

The corrections are English questions of the banks in tests/answers, each with the one line of its place that answers it. The
encoder knows their words; what people have in common and it does not know comes from regional.jsonl: words of a region, mostly of
Scots and of northern England, some invented, which take the place of common ones in all questions (not with --plain). A kiosk has
the documents of a few places. Training and measuring are done by `mynah-adapter` and merging by merge.py, as an operator would do
it; this file only makes the questions, calls them, and computes the figures of the attack and the epsilon. Equal seeds give equal
figures on the same machine.
"""

import argparse
import concurrent.futures
import csv
import io
import json
import math
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import merge

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests/answers"))
sys.dont_write_bytecode = True
import evaluate as bank  # noqa: E402

KIOSKS = 20
ROUNDS = 6
HELD_OUT = 0.4  # of each place's questions
# Of a kiosk in each round, and of a kiosk alone, for which smaller steps are better.
SHARED = ["--steps", "5", "--rate", "2"]
ALONE = ["--steps", "40", "--rate", "0.3"]
# One round of one step: more of them would need more noise, and with several steps a round the merged adapter has no epsilon.
PRIVATE = ["--steps", "1", "--rate", "12", "--clip", "1", "--rank", "16"]
SIGMAS = (0.5, 1, 2)
DELTA = 1e-5
LANGUAGE = "en"
PARTS = ("learnt", "held_out", "common")
JOBS = 2
ENVIRONMENT = {**os.environ, "RAYON_NUM_THREADS": "1"}  # the threads of two programs would wait for each other


@dataclass
class Place:
    """A place of the banks: its folder, and its questions with the line that answers each."""

    name: str
    folder: Path
    learnt: list
    held_out: list
    common: list  # those held out, in their common words


@dataclass
class Kiosk:
    """A kiosk: its places, and its corrections as a file."""

    places: list
    corrections: Path


def run(*command) -> str:
    """The output of a program; what goes wrong ends the simulation."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, env=ENVIRONMENT)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    return done.stdout


# ---------------------------------------------------------------- corrections


def regional() -> Callable[[str], str]:
    """Puts a region's words into a question."""
    rows = (HERE / "regional.jsonl").read_text(encoding="utf-8").splitlines()
    words = {row["word"]: row["regional"] for row in map(json.loads, rows)}
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
    return lambda question: pattern.sub(lambda found: words[found[0].lower()], question)


def places(program: Path, seed: int, spoken: Callable[[str], str]) -> list[Place]:
    """The places, and their facts that exactly one line answers, split by the seed."""
    found = []
    sets = [s for s in bank.find_sets(ROOT / "tests/answers", [LANGUAGE]) if s.documents]
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        tables = list(pool.map(lambda s: run(program, "lines", s.documents), sets))
    for s, table in zip(sets, tables):
        lines = [row["line"] for row in csv.DictReader(io.StringIO(table))]
        corrections = []
        for row in s.rows:
            # A template such as {TIME} depends on the clock.
            if row["kind"] != "fact" or any(re.search(r"\{[A-Z]", p) for p in row["want"] + row["wrong"]):
                continue
            want, wrong = ([re.compile(p, bank.FLAGS) for p in row[key]] for key in ("want", "wrong"))
            right = [x for x in lines if all(p.search(x) for p in want) and not any(p.search(x) for p in wrong)]
            if len(right) == 1:
                corrections.append((row["ask"], right[0]))
        random.Random(f"{seed} {s.name}").shuffle(corrections)
        split = round(len(corrections) * HELD_OUT)
        if 0 < split < len(corrections):
            said = [(spoken(ask), line) for ask, line in corrections]
            found.append(Place(s.name, s.documents, said[split:], said[:split], corrections[:split]))
    return found


def write_csv(path: Path, corrections: list) -> Path:
    """A file of corrections."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("question", "line"))
        table.writerows(corrections)
    return path


def kiosks(all_places: list[Place], work: Path, seed: int) -> list[Kiosk]:
    """Deals the places out by chance."""
    order = random.Random(seed).sample(all_places, len(all_places))
    bounds = [round(i * len(order) / KIOSKS) for i in range(KIOSKS + 1)]
    out = []
    for number, (start, end) in enumerate(zip(bounds, bounds[1:])):
        own = order[start:end]
        out.append(Kiosk(own, write_csv(work / f"kiosk-{number}.csv", [c for place in own for c in place.learnt])))
    return out


# ---------------------------------------------------------------- training and merging


@dataclass
class Learning:
    """Runs the two programs on the kiosks' corrections."""

    program: Path
    models: Path
    work: Path
    kiosks: list

    def train(self, name: str, how: list, start: Path | None, noise: tuple | None = None) -> list[Path]:
        """Each kiosk's adapter; `noise` is sigma and a seed."""

        def one(number: int) -> Path:
            kiosk, out = self.kiosks[number], self.work / f"{name}-{number}.safetensors"
            folders = [word for place in kiosk.places for word in ("--knowledge", place.folder)]
            extra = ["--from", start] if start else []
            if noise:
                extra += ["--noise", noise[0], "--seed", noise[1] * KIOSKS + number]
            run(self.program, "train", "--models", self.models, "--corrections", kiosk.corrections, *folders, *how, *extra, "--out", out)
            return out

        with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
            return list(pool.map(one, range(KIOSKS)))

    def merged(self, name: str, adapters: list[Path], strategy: str = "average") -> Path:
        """One adapter of all, by merge.py."""
        out = self.work / f"{name}.safetensors"
        run(sys.executable, HERE / "merge.py", "--strategy", strategy, out, *adapters)
        return out

    def federated(self) -> tuple[list[Path], list[Path]]:
        """The last round's adapters of the kiosks, and the merged one of each round."""
        rounds, own = [], []
        for number in range(ROUNDS):
            own = self.train(f"round-{number}", SHARED, rounds[-1] if rounds else None)
            rounds.append(self.merged(f"round-{number}", own))
        return own, rounds

    def private(self, sigma: float, seed: int) -> tuple[list[Path], Path]:
        """The kiosks' adapters with clipping and noise, and the merged one."""
        name = f"private-{sigma}"
        own = self.train(name, PRIVATE, None, (sigma, seed) if sigma else None)
        return own, self.merged(name, own)


# ---------------------------------------------------------------- measuring


class Measured:
    """Whether each question found its line, and each loss, for each adapter: of learnt questions and of those held out."""

    def __init__(self, learning: Learning, everywhere: list[Path], own: list[list[Path]]):
        """`everywhere` is measured on all kiosks, and of each list of `own` the kiosk's adapter on its own questions."""
        self.first: dict = {}
        self.losses: dict = {}
        jobs = [(number, place) for number, kiosk in enumerate(learning.kiosks) for place in kiosk.places]

        def one(job) -> tuple:
            number, place = job
            table = write_csv(learning.work / f"{place.name.replace('/', '-')}.csv", [c for part in PARTS for c in getattr(place, part)])
            adapters = dict.fromkeys([*everywhere, *(adapters[number] for adapters in own)])
            named = [word for adapter in adapters for word in ("--adapter", adapter)]
            told = run(learning.program, "evaluate", "--json", "--models", learning.models, "--corrections", table,
                       "--knowledge", place.folder, *named)
            return number, place, [json.loads(line) for line in told.splitlines()]

        with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
            for number, place, rows in pool.map(one, jobs):
                for row in rows:
                    adapter, at = Path(row["adapter"]) if row["adapter"] else None, 0
                    for part in PARTS:
                        end = at + len(getattr(place, part))
                        self.first.setdefault((adapter, number, part), []).extend(row["first"][at:end])
                        self.losses.setdefault((adapter, number, part), []).extend(row["losses"][at:end])
                        at = end

    def right(self, adapter: Path | None, part: str = "held_out") -> list[bool]:
        """Of all kiosks' questions of a part."""
        return [x for number in range(KIOSKS) for x in self.first[adapter, number, part]]

    def accuracy(self, adapter: Path | None, part: str = "held_out") -> float:
        """Percent of them."""
        right = self.right(adapter, part)
        return 100 * sum(right) / len(right)

    def own(self, adapters: list, part: str) -> float:
        """Percent of the kiosks' own questions, each with its own adapter."""
        right = [x for number, adapter in enumerate(adapters) for x in self.first[adapter, number, part]]
        return 100 * sum(right) / len(right)

    def attack(self, adapters: list) -> dict:
        """A membership test of each kiosk's adapter with its own questions, those learnt and those held out: by the loss, and by
        how far the loss is below that of the encoder alone, which everybody has."""
        scores: dict = {"loss": ([], []), "calibrated": ([], [])}
        for number, adapter in enumerate(adapters):
            for side, part in enumerate(("learnt", "held_out")):
                with_it, without = self.losses[adapter, number, part], self.losses[None, number, part]
                scores["loss"][side].extend(-loss for loss in with_it)
                scores["calibrated"][side].extend(before - after for before, after in zip(without, with_it))
        return {name: membership(*sides) for name, sides in scores.items()}


def membership(inside: list[float], outside: list[float]) -> tuple[float, float]:
    """AUC, and the largest difference between the shares of true and of false accusations over all thresholds."""
    ranked = sorted([(score, 1) for score in inside] + [(score, 0) for score in outside], key=lambda pair: -pair[0])
    true = false = best = area = 0.0
    at = 0
    while at < len(ranked):
        end = at
        before = true
        step = [0, 0]
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            step[ranked[end][1]] += 1
            end += 1
        true += step[1] / len(inside)
        false += step[0] / len(outside)
        area += step[0] / len(outside) * (before + true) / 2
        best = max(best, true - false)
        at = end
    return area, best


def epsilon(sigma: float, delta: float = DELTA) -> float:
    """Of one step, if one correction is exchanged for another.

    The step publishes a sum that this moves by at most 2 clips, with noise of sigma clips: Gaussian differential privacy with
    mu = 2 / sigma (n steps would have mu * sqrt(n)); delta(epsilon) is exact (Dong, Roth and Su, 2019, corollary 2.13).
    """
    mu = 2 / sigma

    def normal(x: float) -> float:
        return math.erfc(-x / math.sqrt(2)) / 2  # statistics.NormalDist().cdf is too coarse for the tail

    def delta_of(e: float) -> float:
        return normal(mu / 2 - e / mu) - math.exp(e) * normal(-mu / 2 - e / mu)

    low, high = 0.0, 500.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if delta_of(middle) > delta else (low, middle)
    return high


def shared_sigma(learning: Learning, adapters: list[Path], sigma: float) -> float:
    """The noise in the merged adapter, relative to what one correction can move it: the kiosks' noises add up.

    A kiosk's share in a step of the merged one is weight / count of its sum. The weights are the rounded counts in the files.
    """
    counts = [sum(len(place.learnt) for place in kiosk.places) for kiosk in learning.kiosks]
    weights = [merge.read(adapter).corrections for adapter in adapters]
    shares = [weight / count for weight, count in zip(weights, counts)]
    return sigma * math.sqrt(sum(share * share for share in shares)) / max(shares)


# ---------------------------------------------------------------- the report


def simulate(program: Path, models: Path, work: Path, seed: int, spoken: Callable[[str], str]) -> str:
    """All of it; gives the report as Markdown."""
    all_places = places(program, seed, spoken)
    learning = Learning(program, models, work, kiosks(all_places, work, seed))
    last, rounds = learning.federated()
    short = [learning.work / f"round-0-{number}.safetensors" for number in range(KIOSKS)]
    alone = learning.train("alone", ALONE, None)
    others = {strategy: learning.merged(strategy, last, strategy) for strategy in ("median", "trimmed")}
    private = {sigma: learning.private(sigma, seed) for sigma in (0, *SIGMAS)}
    everywhere = [*short, *alone, *rounds, *others.values(), *(merged for _, merged in private.values())]
    measured = Measured(learning, everywhere, [last, *(own for own, _ in private.values())])
    out = [*gained(learning, measured, short, alone, rounds, others, private), ""]
    return "\n".join(out + inferred(learning, measured, alone, last, rounds[-1], private))


def table_row(*cells) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def words(how: list[str]) -> str:
    """Steps and rate."""
    return f"{how[1]} steps of {how[3]}"


def gained(learning, measured, short, alone, rounds, others, private) -> list[str]:
    """What the held-out questions show."""
    counts = [sum(len(place.learnt) for place in kiosk.places) for kiosk in learning.kiosks]
    before, after = measured.right(None), measured.right(rounds[-1])
    better = sum(b and not a for a, b in zip(before, after))
    worse = sum(a and not b for a, b in zip(before, after))
    best = max(measured.accuracy(adapter) for adapter in [*short, *alone])
    changed = sum(said != common for kiosk in learning.kiosks for place in kiosk.places for said, common in zip(place.held_out, place.common))

    def both(adapter: Path | None) -> list[str]:
        return [f"{measured.accuracy(adapter, part):.1f} %" for part in ("held_out", "common")]

    out = [
        f"{KIOSKS} kiosks, {sum(len(kiosk.places) for kiosk in learning.kiosks)} places, {sum(counts)} corrections ({min(counts)} to "
        f"{max(counts)} a kiosk), {len(before)} held-out questions ({changed} with a regional word), {ROUNDS} rounds.",
        "",
        table_row("adapter", "held-out questions whose line comes first among its place's lines", "the same in common words"),
        table_row("---", "---", "---"),
        table_row("none", *both(None)),
    ]
    for how, adapters in ((SHARED, short), (ALONE, alone)):
        for name, choose in (("worst", min), ("median", statistics.median), ("best", max)):
            shares = [choose(measured.accuracy(adapter, part) for adapter in adapters) for part in ("held_out", "common")]
            out.append(table_row(f"one kiosk's, {words(how)}, {name} of {KIOSKS}", *(f"{share:.1f} %" for share in shares)))
    for number, adapter in enumerate(rounds, 1):
        out.append(table_row(f"merged, after round {number}", *both(adapter)))
    for name, adapter in others.items():
        out.append(table_row(f"merged in the last round by {name}", *both(adapter)))
    for sigma, (_, adapter) in private.items():
        out.append(table_row(f"merged, clipped, noise {sigma}" if sigma else "merged, clipped, no noise", *both(adapter)))
    is_above = measured.accuracy(rounds[-1]) > best
    return [
        *out,
        "",
        f"The merged adapter is {'above' if is_above else 'NOT above'} each single one's ({measured.accuracy(rounds[-1]):.1f} %, "
        f"the best single one {best:.1f} %). Against the encoder alone it finds {better} lines more and {worse} fewer.",
        "",
        f"With each kiosk's own adapter ({words(ALONE)}) and its own places' questions alone: {measured.own(alone, 'held_out'):.1f} % of "
        f"those held out; of the corrections that were learnt {measured.own(alone, 'learnt'):.1f} %, by the merged one "
        f"{measured.own([rounds[-1]] * KIOSKS, 'learnt'):.1f} %, without an adapter {measured.own([None] * KIOSKS, 'learnt'):.1f} %.",
    ]


def inferred(learning, measured, alone, last, merged, private) -> list[str]:
    """What the membership test shows."""
    every = [
        ("none: what chance and the split alone give", [None] * KIOSKS, "-"),
        (f"one kiosk's, {words(ALONE)}", alone, "none"),
        ("one kiosk's, in the last round", last, "none"),
        ("merged", [merged] * KIOSKS, "none"),
    ]
    for sigma, (own, adapter) in private.items():
        of_own = of_merged = "none"
        if sigma:
            of_own = f"{epsilon(sigma):.1f}"
            of_merged = f"{epsilon(shared_sigma(learning, own, sigma)):.1f}"
        name = f"clipped, noise {sigma}" if sigma else "clipped, no noise"
        every += [(f"one kiosk's, {name}", own, of_own), (f"merged, {name}", [adapter] * KIOSKS, of_merged)]
    out = [
        table_row("adapter", f"ε (δ = {DELTA:g})", "AUC by the loss", "advantage", "AUC by the fall of the loss", "advantage"),
        table_row(*["---"] * 6),
    ]
    for name, adapters, bound in every:
        attack = measured.attack(adapters)
        figures = [f"{x:.3f}" for method in ("loss", "calibrated") for x in attack[method]]
        out.append(table_row(name, bound, *figures))
    return out


INTRODUCTION = """# What the simulated kiosks learnt

Written by `make federated` (`packaging/learning/simulation.py --report`). [Learning across kiosks](learning.md) explains it.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mynah-adapter", type=Path, default=ROOT / "target/release/mynah-adapter", metavar="PROGRAM")
    parser.add_argument("--models", type=Path, default=ROOT / "models/starter", metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=3,
                        help="of the split, the kiosks' places and the noise (default: 3; the settings were chosen with 1 and 2)")
    parser.add_argument("--plain", action="store_true", help="leave the questions in their common words")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the corrections and adapters in this folder")
    parser.add_argument("--report", type=Path, metavar="FILE", help="also write it into this Markdown file")
    arguments = parser.parse_args()
    spoken = (lambda question: question) if arguments.plain else regional()
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.keep or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        report = simulate(arguments.mynah_adapter.resolve(), arguments.models.resolve(), work, arguments.seed, spoken)
    print(report)
    if arguments.report:
        arguments.report.write_text(f"{INTRODUCTION}\n{report}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
