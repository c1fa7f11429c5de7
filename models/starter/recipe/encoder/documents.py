"""The banks of tests/answers as lines: a place's documents cut where mynah would cut them, and which line is right.

For measuring only. A line carries its headings, a row of a table its columns' names, an item the items above it.
"""

import csv
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path

BANKS = Path(__file__).resolve().parents[4] / "tests/answers"
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZА-ЯЁ0-9])|(?<=[。！？])")


@dataclass
class Question:
    language: str
    place: str
    ask: str
    right: set  # indices of the place's lines that hold the answer


def cells(line):
    return [c.strip() for c in line.strip().strip("|").split("|")]


def row(header, values):
    return "; ".join(f"{h}: {v}" if h else v for h, v in zip(header, values) if v)


def clean(text):
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[*_`]{1,3}", "", text).strip()


def markdown(text):
    """Also plain text: what has no marks is a line."""
    heads, parents, header, front = [], [], None, False
    for number, raw in enumerate(text.splitlines()):
        line = raw.strip()
        if line == "---" and (number == 0 or front):
            front = not front
            continue
        if not line or front:
            header = header if line else None
            continue
        if m := re.match(r"(#+)\s+(.*)", line):
            heads = [h for h in heads if h[0] < len(m[1])] + [(len(m[1]), clean(m[2]))]
            parents, header = [], None
        elif line.startswith("|"):
            if header is None:
                header = cells(line)
            elif not re.fullmatch(r"[|\s:\-]+", line):
                yield heads, row(map(clean, header), map(clean, cells(line)))
        elif m := re.match(r"(\s*)(?:[-*+•]|\d+[.)])\s+(.*)", raw):
            depth = len(m[1]) // 2
            parents = parents[:depth] + [clean(m[2])]
            yield heads, ": ".join(parents)
        else:
            parents = []
            for sentence in SENTENCE.split(clean(line)):
                yield heads, sentence


def lines(folder):
    out = []
    for path in sorted(folder.iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".csv":
            rows = list(csv.reader(io.StringIO(text)))
            title = path.stem.replace("-", " ").replace("_", " ")
            out += [f"{title}: {row(rows[0], r)}" for r in rows[1:] if any(r)]
        elif path.suffix in (".md", ".txt"):
            out += [": ".join([h for _, h in heads[-2:]] + [line]) for heads, line in markdown(text) if re.search(r"\w", line)]
    return out


def banks(kinds=("fact",)):
    """(lines of each place, questions whose answer one line holds); a "yes" or "no" matches lines by accident."""
    places, questions = {}, []
    for folder in sorted(BANKS.glob("*/*")):
        language, name = folder.parts[-2], "/".join(folder.parts[-2:])
        places[name] = lines(folder)
        for text in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
            r = json.loads(text)
            if r["kind"] not in kinds:
                continue
            want = [re.compile(w, re.IGNORECASE) for w in r["want"]]
            right = {i for i, x in enumerate(places[name]) if all(w.search(x.split(": ", 1)[-1]) for w in want)}
            if right and len(right) <= max(3, len(places[name]) // 8):
                questions.append(Question(language, name, r["ask"], right))
    return places, questions


if __name__ == "__main__":
    p, q = banks()
    for name, x in p.items():
        mine = [y for y in q if y.place == name]
        print(name, len(x), "lines", len(mine), "questions", sum(len(y.right) for y in mine) / max(1, len(mine)))
    for y in q[::40]:
        print(y.ask, "->", [p[y.place][i] for i in y.right])
