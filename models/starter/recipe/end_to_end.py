"""Owns the measurement from end to end, through the program: questions spoken by held-out voices over the sample
knowledge, and the program's own spoken answers heard again by its speech model; prints the table of both.

The questions and what a right answer holds are in end-to-end.tsv. `--short` takes every fifth of them.
"""

import argparse
import json
import random
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "speech"))

from evaluate import as_heard, errors, words, write_wav
from grammar import normal
from voices import Speakers

ANSWERED, REPEATED = 90, 10  # targets: right answers at least, word error rate of our own replies at most


def spoken(folder):
    """Writes the recordings and the suite; always the same ones."""
    folder.mkdir(parents=True, exist_ok=True)
    r, speakers, cases = random.Random("end to end"), Speakers(), []
    for number, line in enumerate((HERE / "end-to-end.tsv").read_text().splitlines(), 1):
        question, parts = line.split("\t")
        samples, voice = speakers.held_out(question, r)
        name = f"{number:03}"
        write_wav(folder / f"{name}.wav", as_heard(samples))
        turn = {"wav": f"{name}.wav", "expect": {"contains": parts.split("|")}}
        case = {"id": name, "kind": "end-to-end", "knowledge": True, "turns": [turn]}
        cases.append((case, question, voice))
    return cases


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mynah", default="mynah", help="the program")
    options.add_argument("--work", type=Path, default=Path.home() / ".cache/mynah-starter/end-to-end")
    options.add_argument("--short", action="store_true", help="a fifth of the questions")
    options.add_argument("--models", type=Path, default=HERE.parents[0], help="the folder of the models")
    options.add_argument("--failures", action="store_true", help="print every wrong answer and misheard reply")
    chosen = options.parse_args()
    root = HERE.parents[2]
    program = [chosen.mynah, "--config", root / "assets/demo/demo.toml", "--models", chosen.models]

    def mynah(*arguments):
        out = subprocess.run([*program, *arguments], check=True, stdout=subprocess.PIPE, text=True, cwd=root).stdout
        return [json.loads(line) for line in out.splitlines() if line.startswith("{")]

    cases = spoken(chosen.work)[:: 5 if chosen.short else 1]
    suite = chosen.work / "suite.jsonl"
    suite.write_text("".join(json.dumps(case) + "\n" for case, _, _ in cases))
    report = mynah("models", "evaluate", suite, "--json")[:-1]

    said, replies = [], []
    for case, (_, question, voice) in zip(report, cases, strict=True):
        turn = case["turns"][0]
        file = chosen.work / f"{case['id']}-reply.wav"
        mynah("say", turn["reply"], "--out", file)
        said.append(file)
        replies.append(turn["reply"])
        if chosen.failures and not case["right"]:
            print(f"{case['id']} {voice}\n  asked {question}\n  heard {turn['user']}\n  reply {turn['reply']}")
    heard = [line["text"] for line in mynah("transcribe", "--json", *said)]
    missed = total = 0
    for reply, text in zip(replies, heard, strict=True):
        wrong = errors(words(reply), words(text))
        missed, total = missed + wrong, total + len(words(reply))
        if chosen.failures and wrong:
            print(f"  said  {reply}\n  heard {text}")

    exact = sum(
        normal(case["turns"][0]["user"]) == normal(question)
        for case, (_, question, _) in zip(report, cases, strict=True)
    )
    right, count = sum(case["right"] for case in report), len(report)
    print("| from end to end | cases | result | target |\n| --- | --- | --- | --- |")
    print(f"| spoken questions by held-out voices, right answers | {count} | {100 * right / count:.1f} % | {ANSWERED} % |")
    print(f"| – transcribed without an error | {count} | {100 * exact / count:.1f} % | |")
    print(f"| our own spoken replies, word error rate | {count} | {100 * missed / total:.1f} % | ≤ {REPEATED} % |")


if __name__ == "__main__":
    main()
