"""Owns the text: whole sentences, their beginnings, and where people pause in them.

A beginning is cut where a pause is natural (before a preposition, a conjunction, a number or a name) or anywhere; some look
complete and go on all the same ("Set a timer for five minutes … and thirty seconds."). Sentences of the banks in tests/answers and
of the example banks are never used.
"""

import json
import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "speech"))

import grammar  # noqa: E402

PAIRS = HERE.parent / "encoder" / "pairs"
BEFORE = set(
    "and or but with without for to in on at by from of than about during after before until if because unless except "
    "including plus minus times divided as while per when where which who that "
    "и или но с со без для до в во на у к по из от о если когда потому чтобы кроме который которая".split()
)
FILLERS = ["um", "uh", "er", "well", "so", "let me see", "hmm"]
LATER = ["on Sunday", "on Saturdays", "tomorrow", "today", "this weekend", "in the morning", "after six", "on Friday evening",
         "at noon", "next week", "during the holidays", "on public holidays", "in winter", "before ten"]
WHO = ["for two adults and a child", "for children", "for seniors", "for a group of twelve", "for me and my son", "with a dog",
       "with a pushchair", "without an appointment", "with a wheelchair", "for students", "if I have a membership"]
ENDS = ["please", "if that's okay", "thanks", "if you know"]
PLACES = ["in Tokyo", "in New York", "in London right now", "in Madrid", "over there", "near the entrance", "on the second floor"]
CITY = re.compile(r" in (London|Paris|New York|Tokyo|Berlin|Rome|Madrid|Sydney)\?")


# The share of the pauses that come after a beginning that looks complete: people pause before the word that they look for.
LOOKS_COMPLETE = 0.2


def asked(language):
    """Every question of the pairs, by the place that it belongs to."""
    places = {}
    for file in sorted(PAIRS.glob(f"{language}-*.jsonl")):
        for line in file.open(encoding="utf-8"):
            row = json.loads(line)
            places.setdefault(file.name + row["place"], []).extend(row["ask"] + row.get("near", []))
    return places


def is_held_out(place):
    """A fifth of the places is kept from the table of words, so that the network sees what the table does not know."""
    return sum(place.encode()) % 5 == 0


def finish(text):
    text = text.strip()
    if text[-1] in ".?!。？！":
        return text
    first = text.split()[0].lower()
    is_question = first in QUESTIONS or text[0] in "哪谁几怎"
    return text + ("?" if is_question else ".")


QUESTIONS = set(
    "what what's whats where where's who who's whose why when when's which how how's is isn't are aren't was were am do does don't "
    "did can can't could may might must will would should shall has have any что где кто когда почему как какой какая какие сколько".split()
)


def continuation(text, r):
    """What goes on after a sentence that looks complete, or nothing where nothing fits."""
    first = text.split()[0].lower()
    if re.search(r"\d+ (minutes?|hours?)\W*$", text):
        return r.choice(["and {} seconds", "and a half", "and {} minutes"]).format(r.randint(5, 55))
    if first in ("remind", "set", "start") or "timer" in text:
        return r.choice(["for {} minutes", "called pasta", "in {} minutes", "please", "and one for {} minutes"]).format(r.randint(2, 50))
    if "what time is it" in text.lower():
        return r.choice(PLACES)
    if re.search(r"\d\W*$", text):
        return r.choice(["plus {}", "minus {}", "times {}", "divided by {}", "and then add {}"]).format(r.randint(2, 90))
    if first in ("how", "what", "what's", "do", "does", "is", "are", "can", "when", "where"):
        return r.choice(r.choice([LATER, LATER, WHO, WHO, ENDS, ["and " + other for other in LATER]]))
    return r.choice(ENDS + LATER)


def cut(text, r):
    """A beginning of the sentence, in its own words."""
    words = text.split()
    if len(words) < 2:
        return None
    weights = []
    for place in range(1, len(words)):
        word = words[place]
        natural = word.lower().strip(",") in BEFORE or word[0].isdigit() or word[0].isupper()
        weights.append(4 if natural else 2 if words[place - 1].lower() in BEFORE else 1)
    place = r.choices(range(1, len(words)), weights)[0]
    return " ".join(words[:place]), " ".join(words[place:])


def cut_chinese(text, r):
    letters = text.rstrip("。？！?!")
    if len(letters) < 3:
        return None
    place = r.randint(1, len(letters) - 1)
    return letters[:place], letters[place:]


def bare(text):
    return text.strip().rstrip(".?!。？！,，")


class Sentences:
    """Draws sentences; `split` is "table" or "network"."""

    def __init__(self, split, seed):
        self.r = random.Random(seed)
        self.questions = {
            language: [ask for place, asks in asked(language).items() if is_held_out(place) == (split == "network") for ask in asks]
            for language in ("en", "ru", "zh")
        }
        self.known = {bare(self.whole()).lower() for _ in range(60_000)} | {
            bare(text).lower() for questions in self.questions.values() for text in questions
        }

    def whole(self):
        r = self.r
        if r.random() < 0.45:
            return grammar.finish(grammar._everyday(r))
        return finish(r.choice(self.questions["en"]))

    def is_unlikely(self, beginning):
        """Whoever could have stopped there seldom goes on after a pause."""
        return bare(beginning).lower() in self.known and self.r.random() > LOOKS_COMPLETE

    def pause(self):
        """(beginning, rest, kind): a pause in mid-sentence, English."""
        r = self.r
        text = self.whole()
        k = r.random()
        if k < LOOKS_COMPLETE:
            city = CITY.search(text)
            if city:
                return text[: city.start()], text[city.start() + 1 :], "looks complete"
            rest = continuation(text, r)
            return bare(text), rest, "looks complete"
        cutting = cut(text, r)
        if cutting is None:
            return self.pause()
        beginning, rest = cutting
        if self.is_unlikely(beginning):
            return self.pause()
        if r.random() < 0.12:
            beginning += " " + r.choice(FILLERS)
            return beginning, rest, "filler"
        return beginning, rest, "cut"


def table_rows(count, seed):
    """(is whole, text) for the table of words, in the three languages."""
    sentences = Sentences("table", seed)
    r = sentences.r
    for _ in range(count):
        yield 1, bare(sentences.whole())
        yield 0, sentences.pause()[0]
    for language, cutting in (("ru", cut), ("zh", cut_chinese)):
        for text in sentences.questions[language]:
            yield 1, bare(text)
            part = cutting(text, r)
            if part and not sentences.is_unlikely(part[0]):
                yield 0, bare(part[0])


def main():
    """Writes the rows of the table of words."""
    out, count = Path(sys.argv[1]), int(sys.argv[2])
    with out.open("w", encoding="utf-8") as file:
        for is_whole, text in table_rows(count, 1):
            text = text.replace("\t", " ").replace("\n", " ")
            file.write(f"{is_whole}\t{text}\n")


if __name__ == "__main__":
    main()
