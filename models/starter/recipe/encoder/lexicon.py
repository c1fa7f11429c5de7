"""The thesauri of crates/knowledge/lexicon, read as lists of phrases that mean the same or cover each other."""

import random
from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[4] / "crates/knowledge/lexicon"
LANGUAGES = ("en", "ru", "zh")


class Lexicon:
    """One language: same (lists), covers (left, rights), hints (left, rights), frames (kind -> phrases)."""

    def __init__(self, language):
        self.language, self.same, self.covers, self.hints = language, [], [], []
        self.sounds, self.frames = [], defaultdict(list)
        for line in lines(language, "synonyms.txt"):
            self._line(line)
        for line in lines(language, "frames.txt"):
            kind, _, phrases = line.partition(":")
            self.frames[kind.strip()] += split(phrases, "|")
        self.alike = defaultdict(set)
        for group in self.same:
            for phrase in group:
                self.alike[phrase].update(p for p in group if p != phrase)

    def _line(self, line):
        if line.startswith("ask:"):
            kind, _, phrases = line[4:].partition("~")
            self.frames[kind.strip()] += split(phrases, ",")
        elif line.startswith("sounds:"):
            self.sounds.append(split(line[7:], ","))
        elif line.startswith("stop:"):
            return
        elif " ~ " in line or " > " in line:
            mark = " ~ " if " ~ " in line else " > "
            left, _, right = line.partition(mark)
            (self.hints if mark == " ~ " else self.covers).append((split(left, "="), split(right, ",")))
        elif "=" in line:
            self.same.append(split(line, "="))

    def swap(self, rng, text, chance=0.5):
        """The text with one to three phrases replaced by others that mean the same; longest match first."""
        words, out, i, left = pieces(self.language, text), [], 0, 3
        while i < len(words):
            for n in range(min(5, len(words) - i), 0, -1):
                phrase = join(self.language, words[i : i + n]).lower().strip(".,!?;:«»\"()")
                if left and len(phrase) > 2 - (self.language == "zh") and phrase in self.alike and rng.random() < chance:
                    out.append(rng.choice(sorted(self.alike[phrase])))
                    left, i = left - 1, i + n
                    break
            else:
                out.append(words[i])
                i += 1
        return join(self.language, out)


def pieces(language, text):
    return list(text) if language == "zh" else text.split()


def join(language, words):
    return ("" if language == "zh" else " ").join(words)


def lines(language, name):
    path = FOLDER / language / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def split(text, mark):
    return [p.strip() for p in text.split(mark) if p.strip()]


def all_lexicons():
    return {language: Lexicon(language) for language in LANGUAGES}


if __name__ == "__main__":
    for language, x in all_lexicons().items():
        print(language, len(x.same), "same", len(x.covers), "covers", len(x.hints), "hints", len(x.frames), "frames")
        for group in random.Random(1).sample(x.same, min(3, len(x.same))):
            print("  ", group)
