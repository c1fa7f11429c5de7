"""Owns what visitors of many kinds of places ask, in their own words: the questions of encoder/pairs, as a transcript writes them.

They were written in bulk for the encoder, in the ways in which people ask ("got anywhere I can charge my phone"), not drawn from
templates. A transcript has a capital, a final mark, and numbers as digits; hesitations are spoken and not written.
"""

import functools
import json
import re
from pathlib import Path

PAIRS = Path(__file__).resolve().parents[1] / "encoder" / "pairs"
LONGEST = 16  # words
PLAIN = re.compile(r"[A-Za-z0-9' ,.?!-]+")
ONES = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split(),
        range(2, 20),
        strict=True,
    )
)
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
NAMES = """Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays
Sundays January February April June July August September October November December Christmas Easter English French German
Spanish I""".split()
CAPITAL = {name.lower(): name for name in NAMES}
ASKING = """how what when where who whose which why whats wheres hows can could do does did is are am was were will would should may might must
shall have has had any got anyone anybody anything anywhere what's where's when's who's how's isn't aren't don't doesn't can't
couldn't won't""".split()
INVERTED = re.compile(
    r"\b(can|could|do|does|did|is|are|am|will|would|should|shall|have|has|may|what|where|when|who|how|which|what's|where's|who's) "
    r"(i|we|you|he|she|they|it|there|the|my|your|our)\b"
)
PAUSES = ["um", "uh", "er", "um,", "uh,", "erm"]


def _numbers(text):
    """ "twenty five" and "six" as digits; "one" stays a word."""
    tens = "|".join(TENS)
    ones = "|".join(word for word, number in ONES.items() if number < 10)

    def both(match):
        return str(TENS[match[1].lower()] + (1 if match[2].lower() == "one" else ONES[match[2].lower()]))

    text = re.sub(rf"(?i)\b({tens})[ -](one|{ones})\b", both, text)
    return re.sub(
        rf"(?i)\b({tens}|{'|'.join(ONES)})\b", lambda match: str((TENS | ONES)[match[1].lower()]), text
    )


def written(asked):
    """The question as a transcript writes it; None for one with characters that have no single pronunciation."""
    text = re.sub(r"[£$€]1(?![.,\d])", "1 pound", asked.strip().replace("\u2019", "'"))
    text = re.sub(r"[£$€](\d+)(?![.,\d])", r"\1 pounds", text)
    text = re.sub(r"(\d+)%", r"\1 percent", text)
    text = re.sub(r"(?i)(\d) ?([ap])\.?m\b\.?", lambda match: f"{match[1]} {match[2].lower()}m", text)
    text = _numbers(text)
    words = text.split()
    if re.search(r"pounds[,.]\d|(?i:\d,? (hundred|thousand)|(hundred|thousand) (and )?\d)|\d \d", text):
        return None  # several ways of saying it, or digits that belong together
    if not PLAIN.fullmatch(text) or not 1 <= len(words) <= LONGEST:
        return None
    if re.search(r"[a-z]\d|\d[a-z]|\.\S", text.replace("1st", "").replace("2nd", "").replace("3rd", ""), re.I):
        if not re.fullmatch(r"(?i)[^.]*\b\d+(st|nd|rd|th)\b[^.]*[.?!]?", text) or re.search(r"(?i)[a-z]\d", text):
            return None
    text = re.sub(r"[A-Za-z']+", lambda match: _capital(match[0]), text)
    text = text[0].upper() + text[1:]
    if text[-1] in ".?!":
        return text
    lower = text.lower()
    return text.rstrip(",-") + ("?" if _asks(lower) else ".")


def _asks(lower):
    first = re.match(r"[a-z']+", lower)
    return bool(first and first[0] in ASKING or INVERTED.search(lower))


def _capital(word):
    if word.lower().startswith("i'"):
        return "I" + word[1:].lower()
    return CAPITAL.get(word.lower(), word)


@functools.cache
def questions():
    """All of them, sorted, each once."""
    found = set()
    for file in sorted(PAIRS.glob("en-*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            found.update(written(asked) for asked in told.get("ask", []) + told.get("near", []))
    return sorted(found - {None})


@functools.cache
def words():
    """Every word that at least two questions have."""
    seen = {}
    for text in questions():
        for word in set(re.findall(r"[A-Za-z'-]+", text)):
            seen[word] = seen.get(word, 0) + 1
    return sorted(word for word, count in seen.items() if count >= 2 and len(word) > 1)


def question(r):
    return r.choice(questions())


def hesitant(text, r):
    """What is said for `text` by somebody who hesitates once."""
    parts = text.split()
    at = r.randrange(len(parts))
    return " ".join([*parts[:at], r.choice(PAUSES), *parts[at:]])


if __name__ == "__main__":
    import random

    r = random.Random(1)
    for _ in range(60):
        print(question(r))
    print(len(questions()), "questions,", len(words()), "words")
