"""Measures the shipped file through the program itself and prints the card's table.

Runs `mynah models evaluate SUITE.jsonl --json` on the suite of unseen names. What follows `--` is handed to the
program (for example `-- --models DIR`).
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import suite

TARGETS = {"fact": 95, "joined": 95, "yes-no": 95, "refusal": 95, "tool": 98, "follow-up": 90, "talk": None, "conversation": None}


def run(program, path, options):
    """The program's report: one object a case, then the totals."""
    command = [program, *options, "models", "evaluate", str(path), "--json"]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in out.splitlines() if line.strip()]


def table(totals):
    lines = ["| kind | cases | right | share | target |", "| --- | --- | --- | --- | --- |"]
    for kind in TARGETS:
        if kind in totals:
            right, cases = totals[kind]["right"], totals[kind]["cases"]
            target = f"{TARGETS[kind]} %" if TARGETS[kind] else ""
            lines.append(f"| {kind} | {cases} | {right} | {100 * right / cases:.1f} % | {target} |")
    right, cases = (sum(t[k] for t in totals.values()) for k in ("right", "cases"))
    lines.append(f"| all | {cases} | {right} | {100 * right / cases:.1f} % | |")
    return "\n".join(lines)


def main():
    arguments = sys.argv[1:]
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--mynah", default="mynah", help="the program")
    p.add_argument("--short", action="store_true", help="about 60 cases")
    p.add_argument("--seed", type=int, default=20260)
    p.add_argument("--failures", type=int, default=0, help="print so many wrong cases of each kind")
    a = p.parse_args(arguments[:cut])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "suite.jsonl"
        suite.write(path, a.seed, suite.SHORT if a.short else suite.COUNTS)
        report = run(a.mynah, path, arguments[cut + 1 :])
        cases = {c["id"]: c for c in map(json.loads, path.read_text().splitlines())}
    print(table(report[-1]["totals"]))
    left = dict.fromkeys(TARGETS, a.failures)
    for case in report[:-1]:
        if not case["right"] and left[case["kind"]] > 0:
            left[case["kind"]] -= 1
            asked = cases[case["id"]]
            print(f"\n{case['id']}\n" + "\n".join(p["text"] for p in asked.get("passages", [])))
            for turn, given in zip(asked["turns"], case["turns"]):
                print("".join(f"  + {p['text']}\n" for p in turn.get("passages", [])), end="")
                print(
                    f"  {turn['user']}\n    wanted {turn.get('expect')}\n    given  {given['tool'] or given['reply']}"
                )


if __name__ == "__main__":
    main()
