"""Facts: what an operator may write about a place, how visitors ask for it, and the one right answer.

Each function draws one statement about an entity. The answer restates the operator's own sentence (a pronoun
becomes the subject again), so that one deterministic answer belongs to each question.
"""

from dataclasses import dataclass, field

from names import EXHIBITS, MASS, PLURAL, SAMPLE


@dataclass
class Entity:
    text: str  # as inside a sentence: "the cafe", "Harbor House", "a coffee"
    kind: str  # place, site, item, event, exhibit, person
    plural: bool = False
    woman: bool = False

    def __post_init__(self):
        self.name = self.text.split(" ", 1)[1] if self.text.split()[0] in ("the", "a", "an") else self.text
        self.start = self.text[0].upper() + self.text[1:]
        self.be = "are" if self.plural else "is"
        self.do = "do" if self.plural else "does"
        if self.kind == "person":
            self.it, self.them = ("she", "her") if self.woman else ("he", "him")
        else:
            self.it, self.them = ("they", "them") if self.plural else ("it", "it")

    def verb(self, word):  # the third person of a verb
        return word if self.plural else word + ("es" if word.endswith(("ch", "sh", "s", "x", "go")) else "s")


@dataclass
class Fact:
    entity: Entity
    group: str
    answer: str
    asks: list
    polar: list = field(default_factory=list)  # (question, answer)
    more: list = field(default_factory=list)  # the same question with a pronoun, for a follow-up
    also: list = field(default_factory=list)  # joined or reversed questions about it: (question, answer)


@dataclass
class Statement:
    text: str
    facts: list
    short: str = ""  # the text with a pronoun for its subject


def inside(sentence):
    """The sentence as it stands after "Yes, ": a name keeps its capital."""
    first = sentence.split()[0]
    return sentence[0].lower() + sentence[1:] if first in OPENERS else sentence


OPENERS = set(
    "The A An You Parking Breakfast Lunch Admission Entry Wifi Printing Camping Swimming Storage Delivery Laundry Tea Popcorn Photos Food "
    "Dogs On It They There To In At Drinks Pets Smoking Bicycles Strollers Bags Cameras Running Children Phones Umbrellas Balls Visitors "
    "Admission Skateboards Swimming Flash Shoes Backpacks Music Umbrellas Cats Guests Members Students".split()
)


def yes(sentence):
    return "Yes, " + inside(sentence)


def no(sentence):
    return "No, " + inside(sentence)


def a(noun):
    return ("an " if noun[0].lower() in "aeiou" else "a ") + noun


def short(e, text):
    """Replaces the subject at the head of the sentence by a pronoun."""
    return e.it.capitalize() + text[len(e.start) :] if text.startswith(e.start) else ""


def say(e, group, text, asks, polar=(), more=(), also=()):
    return Statement(text, [Fact(e, group, text, list(asks), list(polar), list(more), list(also))], short(e, text))


# --- what facts are about ---


def place(n):
    if n.chance(0.12):
        plural = n.pick(PLURAL)
        return Entity("the " + (n.word() + " " + plural if n.chance(0.3) else plural), "place", plural=True)
    name = n.place()
    return Entity("the " + name, "place", plural=name.endswith(("stairs",)))


def site(n):
    return Entity(n.house(), "site")


def item(n):
    x = n.rng.random()
    if x < 0.12:
        return Entity(n.pick(MASS), "item")
    return Entity(a(n.item()) if x < 0.85 else "the " + n.item(), "item")


def event(n):
    if n.chance(0.06):
        return Entity(n.pick(("story time", "quiz night", "open day")), "event")
    return Entity("the " + n.event(), "event")


def exhibit(n):
    x = n.rng.random()
    what = n.pick(EXHIBITS)
    if n.chance(0.12):
        return Entity("the " + n.pick(SAMPLE["exhibit"]), "exhibit")
    first = (
        n.invented().capitalize()
        if x < 0.45
        else n.pick(
            (
                "oldest",
                "largest",
                "smallest",
                "first",
                "heaviest",
                "longest",
                "most famous",
                "tallest",
                "newest",
                "rarest",
            )
        )
    )
    return Entity(f"the {first} {what}", "exhibit")


def alike(n, kind, count):
    """Several things with the same head word: the adult ticket, the child ticket, the family ticket."""
    heads = {
        "item": "ticket ticket card tour soup coffee room pass lesson cake tea".split(),
        "place": "entrance room hall office desk garden gallery elevator shop".split(),
        "event": "tour class club show concert lesson".split(),
    }
    marks = (
        "adult child family student senior group day week small large red blue green north south east west "
        "old new upper lower long short first second morning evening summer winter"
    ).split()
    head, texts = n.pick(heads[kind]), []
    while len(texts) < count:
        text = f"{n.pick(marks) if n.chance(0.75) else n.word()} {head}"
        texts += [text] if text not in texts else []
    return [Entity(a(t) if kind == "item" else "the " + t, kind) for t in texts]
