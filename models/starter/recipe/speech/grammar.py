"""Owns the text of the training and of the test: which sentences there are, and on which side each belongs.

sentence(r) draws one (written form). Kinds: visitors' questions about many kinds of places, everyday and house sentences,
replies, spelled letters and digits, and salad (words in no order, or pieces of sentences glued together) that keeps the
decoder listening instead of guessing.
"""

import collections
import functools
import hashlib
import random
import re

import everyday
import sample_place
import replies
import visits
import visitor_questions
from words import FILLER, FIRST_NAMES, LAST_NAMES, STREETS

# Pairs that sound alike: random order gives nothing to tell them apart by, so salads leave them out.
HOMOPHONES = set(
    "to too two for four their there sea see eye i our hour hear here buy by bye write right know no high hi bye an "
    "wait weight a ate eight won one would wood read red sale sail male mail meet meat son sun week weak".split()
)
EVERYDAY = [
    (everyday.time, 5),
    (everyday.timer, 10),
    (everyday.sums, 12),
    (everyday.units, 7),
    (visits.places, 12),
    (visits.prices, 7),
    (visits.people, 12),
    (visits.devices, 4),
    (everyday.greetings, 8),
    (everyday.addressed, 6),
    (everyday.numbers, 7),
]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DEMO = [
    "Where is the dinosaur exhibition?",
    "When does the library open?",
    "How much is a coffee?",
    "Who is the curator of the Egyptian collection?",
    "What time is it?",
    "Set a timer for 5 minutes.",
    "What is 25 plus 17?",
    "Is the clinic open on Saturday?",
    "Where is the swimming pool?",
    "How much does a family ticket cost?",
]


def finish(text):
    text = text.strip()
    text = text[0].upper() + text[1:]
    return text if text[-1] in "?.!" else text + "."


def _everyday(r):
    return r.choices([kind for kind, _ in EVERYDAY], [weight for _, weight in EVERYDAY])[0](r)


def _house(r):
    k = r.random()
    if k < 0.62:
        text = sample_place.question(r)
        if r.random() < 0.06:
            text = r.choice(["hello", "excuse me", "hey", "please", "sorry", "Mynah", "hey Mynah"]) + ", " + text
        return text
    return sample_place.statement(r) if k < 0.86 else r.choice(sample_place.knowledge_list())


def _spelled(r):
    k = r.random()
    if k < 0.35:
        return ", ".join(r.choice(LETTERS) for _ in range(r.randint(1, 6)))
    if k < 0.5:
        return ", ".join(r.choice(FIRST_NAMES + LAST_NAMES).upper()[:6])
    if k < 0.8:
        return " ".join(str(r.randint(0, 9)) for _ in range(r.randint(1, 6)))
    return r.choice(
        [
            f"my name is spelled {', '.join(r.choice(FIRST_NAMES + LAST_NAMES).upper()[:5])}",
            f"it begins with {r.choice(LETTERS)}",
            f"row {r.choice(LETTERS)}, seat {r.randint(1, 60)}",
            f"the code is {' '.join(str(r.randint(0, 9)) for _ in range(4))}",
            f"gate {r.choice(LETTERS)}",
            f"section {r.choice(LETTERS)}",
            f"room {r.randint(1, 400)}",
            f"platform {r.randint(1, 30)}",
        ]
    )


@functools.cache
def vocabulary():
    """Every word of the grammar in its written form, digits left out."""
    r, seen = random.Random(0), collections.Counter()
    for _ in range(60000):
        for word in re.findall(r"[A-Za-z0-9'\-]+", r.choice([_everyday, _house, replies.reply])(r)):
            seen[word] += 1
    for word in FILLER + FIRST_NAMES + LAST_NAMES + STREETS:
        seen[word] += 1
    return sorted(
        word
        for word in seen
        if not re.search(r"\d", word)
        and not (word[0].isupper() and word.lower() in seen and word not in ("May", "March"))
    )


@functools.cache
def _salad_words():
    known = sorted(set(vocabulary()) | set(visitor_questions.words()))
    return [word for word in known if word.lower() not in HOMOPHONES and (len(word) > 1 or word == "a")]


def _question_to_train(r):
    """A visitor's question that is not kept for the test."""
    while True:
        text = visitor_questions.question(r)
        if side(text) == "train":
            return text


def salad(r):
    if r.random() < 0.45:
        count = r.choices(range(1, 9), [2, 2, 3, 4, 4, 3, 2, 1])[0]
        return " ".join(str(r.randint(0, 100)) if r.random() < 0.07 else r.choice(_salad_words()) for _ in range(count))
    pieces = []
    for _ in range(r.randint(2, 4)):
        words = re.sub(r"[,.?!]", "", r.choice([_everyday, _house, replies.reply, _question_to_train])(r)).split()
        start = r.randrange(len(words))
        pieces += words[start : start + r.randint(1, 4)]
    return " ".join(pieces[:12])


MIX = [
    (visitor_questions.question, 44),
    (_everyday, 15),
    (_house, 14),
    (replies.reply, 7),
    (replies.wish, 5),
    (_spelled, 5),
    (salad, 10),
]
TEST_MIX = [(_everyday, 30), (_house, 40), (replies.reply, 12), (replies.wish, 11), (_spelled, 7)]


def sentence(r, mix=MIX):
    return finish(r.choices([kind for kind, _ in mix], [weight for _, weight in mix])[0](r))


def normal(text):
    """The words that scoring compares: lower case, no punctuation."""
    return "".join(c for c in text.lower().replace("-", " ").replace(":", " ") if c.isalnum() or c in "' ").split()


@functools.cache
def core():
    """Fixed phrases ("What time is it?"), too common to be held out: always training, never test."""
    r, seen = random.Random(1), collections.Counter()
    for _ in range(60000):
        seen[" ".join(normal(sentence(r, TEST_MIX)))] += 1
    fixed = DEMO + sample_place.knowledge_list() + replies.TALK + [finish(g) for g in everyday.GREETINGS]
    return {text for text, count in seen.items() if count >= 4} | {" ".join(normal(text)) for text in fixed}


def side(text):
    """train, dev or test, by the hash of the normal form: the same sentence is always on the same side."""
    words = " ".join(normal(text))
    if words in core():
        return "train"
    share = int(hashlib.sha256(words.encode()).hexdigest(), 16) % 100
    return "test" if share < 4 else "dev" if share < 6 else "train"


def draw(r, wanted, mix=MIX):
    """A sentence of the wanted side."""
    while True:
        text = sentence(r, mix)
        if side(text) == wanted:
            return text


if __name__ == "__main__":
    r = random.Random(3)
    for _ in range(60):
        print(sentence(r))
    drawn = [draw(r, "train") for _ in range(20000)]
    print(len(vocabulary()), "words,", len(set(drawn)), "of 20000 distinct,", len(core()), "fixed")
