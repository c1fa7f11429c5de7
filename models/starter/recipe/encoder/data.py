"""Where the places come from whose questions the encoder learns: written pairs, the thesauri, the language recipe.

A place is its units and the questions that one of them answers. Places of `pairs/` are split by a checksum of their
names: one in ten is kept for choosing the checkpoint and never trained on. Nothing of tests/answers is read here.
"""

import json
import random
import sys
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import templates
from lexicon import LANGUAGES, all_lexicons
from noise import Noise

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "language"))
from names import Names  # noqa: E402
from world import World  # noqa: E402

HEADINGS = {
    "en": "Opening hours|Prices|Information|Our services|Good to know|Contact|House rules|What we offer|General|Directions",
    "ru": "Часы работы|Цены|Информация|Услуги|Полезно знать|Контакты|Правила|Общее|Как нас найти|Расписание",
    "zh": "开放时间|价格|信息|服务|须知|联系方式|规定|概况|交通|安排",
}
ALIKE = {  # kinds of which one may answer a question of the other: never two of them about one thing
    "hours": ("open", "close"),
    "open": ("hours", "close"),
    "close": ("hours", "open"),
    "allowed": ("need", "age"),
    "need": ("allowed", "book"),
    "phone": ("who", "book"),
    "who": ("phone", "late"),
    "book": ("phone", "late", "need"),
    "late": ("who", "book", "price"),
    "where": ("count", "allowed"),
    "count": ("where", "age", "price"),
    "age": ("count", "allowed"),
    "price": ("late", "count"),
    "duration": (),
}


@dataclass
class Place:
    language: str
    units: list
    asks: list  # (question, index of the unit that answers it)
    near: list = field(default_factory=list)  # (question, index of a unit that does not answer it, though it looks so)


def held_out(place):
    return zlib.crc32(place.encode()) % 10 == 0


def written(folder=HERE / "pairs", favoured=()):
    """(training places, held-out places) of the written pairs; places of favoured files come three times."""
    groups, often = defaultdict(list), set()
    for path in sorted(Path(folder).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
                questions = [[q for q in row.get(key, ()) if q.strip()] for key in ("ask", "near")]
                groups[row["lang"], row["place"]].append((row["unit"], *questions))
                if path.stem in favoured:
                    often.add((row["lang"], row["place"]))
            except (ValueError, KeyError, AttributeError, TypeError):
                continue
    train, held = [], []
    for (language, name), rows in sorted(groups.items()):
        units, asks, near = [], [], []
        for unit, questions, others in rows:
            if unit not in units:
                units.append(unit)
            asks += [(q, units.index(unit)) for q in questions]
            near += [(q, units.index(unit)) for q in others]
        if language in LANGUAGES and asks:
            place = Place(language, units, asks, near)
            if held_out(name):
                held.append(place)
            else:
                train += [place] * (3 if (language, name) in often else 1)
    return train, held


class Source:
    """Draws places: `written` ones, made from `templates`, from the language recipe's worlds, from bare `synonyms`."""

    def __init__(self, rng, places):
        self.rng, self.lexicons = rng, all_lexicons()
        self.noise = {language: Noise(language, x) for language, x in self.lexicons.items()}
        self.names, self.places = Names(rng), defaultdict(list)
        for p in places:
            self.places[p.language].append(p)
        self.languages = [x for x in LANGUAGES if self.lexicons[x].same]

    def draw(self, kind):
        return getattr(self, kind)()

    def ask(self, language, question, swap=0.3):
        rng = self.rng
        if rng.random() < swap:
            question = self.lexicons[language].swap(rng, question)
        return self.noise[language](rng, question)

    def written(self):
        """Some of a place's units, as a search would bring them, and questions that they answer."""
        rng = self.rng
        have = [x for x in LANGUAGES if self.places[x]]
        p = rng.choice(self.places[rng.choice(have)])
        chosen = rng.sample(range(len(p.units)), min(12, len(p.units)))
        where = {u: i for i, u in enumerate(chosen)}
        asks = [(q, where[u]) for q, u in p.asks if u in where]
        rng.shuffle(asks)
        seen, kept = set(), []
        for q, u in asks:
            if u not in seen and len(kept) < 8:
                seen.add(u)
                kept.append((self.ask(p.language, q), u))
        units = [p.units[u] for u in chosen]
        if rng.random() < 0.15:
            units = [self.lexicons[p.language].swap(rng, u, 0.3) if rng.random() < 0.5 else u for u in units]
        near = [(self.ask(p.language, q, 0.15), where[u]) for q, u in p.near if u in where]
        return Place(p.language, units, kept, rng.sample(near, min(5, len(near))))

    def templates(self):
        """Near misses on purpose: one thing's several attributes, one attribute of several things."""
        rng = self.rng
        language = rng.choice(self.languages)
        groups = rng.sample(self.lexicons[language].same, rng.randint(2, 4))
        kinds = list(templates.KINDS[language])
        shared = rng.sample(kinds, 2)
        units, asks = [], []
        for group in groups:
            taken = []
            for kind in shared[: rng.randint(1, 2)] + rng.sample(kinds, 2):
                if kind in taken or any(kind in ALIKE[t] for t in taken) or len(taken) == 3:
                    continue
                taken.append(kind)
                asks.append((self.question(language, kind, group), len(units)))
                units.append(self.unit(language, kind, group))
        if rng.random() < 0.4:
            heading = rng.choice(HEADINGS[language].split("|"))
            units = [f"{heading}: {u}" for u in units]
        return Place(language, units, asks)

    def noun(self, group):
        """The first words of a line are its commonest: documents use them more, visitors use any."""
        return group[min(int(self.rng.expovariate(0.6)), len(group) - 1)]

    def question(self, language, kind, group):
        rng = self.rng
        noun = rng.choice(group)
        frames = [f for f in self.lexicons[language].frames.get(kind, ()) if f.count("*") <= 1]
        if frames and rng.random() < 0.25:
            mark = "" if language == "zh" else " "
            frame = rng.choice(frames)
            order = (noun, frame) if language == "zh" else (frame, noun)
            text = frame.replace("*", noun) if "*" in frame else mark.join(order)
        else:
            text = templates.fill(rng, language, rng.choice(templates.KINDS[language][kind][0].split("|")), noun)
        return self.noise[language](rng, text)

    def unit(self, language, kind, group):
        rng = self.rng
        noun = self.noun(group)
        forms = [f.strip() for f in joined(templates.KINDS[language][kind][1])]
        text = templates.fill(rng, language, rng.choice(forms), noun)
        return text[:1].upper() + text[1:] if rng.random() < 0.7 else text

    def world(self):
        """English statements of the language recipe; its worlds know which questions have one answer only."""
        rng = self.rng
        while True:
            w = World(self.names, 3)
            units, asks = [], []
            for s in w.statements[:10]:
                questions = [q for f in s.facts for q in f.asks if w.only(q, f.answer)]
                questions += [q for f in s.facts for q, a in f.polar if w.only(q, a)]
                if questions:
                    asks.append((self.ask("en", rng.choice(questions)), len(units)))
                heading = w.passages[s.facts[0].passage].heading + ": " if rng.random() < 0.5 else ""
                units.append(heading + s.text)
            if asks:
                return Place("en", units, asks)

    def synonyms(self):
        """Bare phrases: each line of a thesaurus is a thing, two of its phrases are a question and a unit."""
        rng = self.rng
        language = rng.choice(self.languages)
        x = self.lexicons[language]
        units, asks = [], []
        for _ in range(6):
            if (x.covers or x.hints) and rng.random() < 0.25:
                left, right = rng.choice(x.covers + x.hints)
                a, b = rng.choice(left), rng.choice(right)
            else:
                group = rng.choice(x.same)
                a, b = rng.sample(group, 2) if len(group) > 1 else group * 2
            asks.append((self.noise[language](rng, a), len(units)))
            units.append(b[:1].upper() + b[1:])
        return Place(language, units, asks)


def joined(forms):
    """Templates are separated by "|"; a table's row has " | " inside."""
    return [f.replace("\0", " | ") for f in forms.replace(" | ", "\0").split("|")]


def texts(places, rounds=3000, seed=5):
    """What the vocabulary is made from: the written pairs, the thesauri, and drawn places."""
    for p in places:
        for _ in range(2):
            yield from p.units
            yield from (q for q, _ in p.asks)
    source = Source(random.Random(seed), places)
    for x in source.lexicons.values():
        for group in x.same + [a + b for a, b in x.covers + x.hints]:
            for _ in range(3):
                yield from group
        for phrases in x.frames.values():
            yield from phrases
    for kind in ("templates", "world"):
        for _ in range(rounds):
            p = source.draw(kind)
            yield from p.units
            yield from (q for q, _ in p.asks)


if __name__ == "__main__":
    train, held = written()
    units, asks = sum(len(p.units) for p in train), sum(len(p.asks) for p in train)
    print(len(train), "places,", units, "units,", asks, "questions;", len(held), "held out")
    s = Source(random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 1), train)
    for kind in ("templates", "templates", "world", "synonyms") + ("written",) * bool(train):
        p = s.draw(kind)
        print("\n" + kind, p.language)
        for q, u in p.asks:
            print("  ", q, "->", p.units[u])
