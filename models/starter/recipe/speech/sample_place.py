"""Owns the sentences about a house and its services: what visitors ask, and what the assistant answers.

The sample knowledge (Harbor House) gives the names and words; other names, streets, prices and
hours are mixed in, so that the model hears the words and does not learn one house by heart.
"""

import functools
import re
from pathlib import Path

from words import DAYS, EVENTS, FIRST_NAMES, HOUSES, LAST_NAMES, MONTHS, ROLES, STREETS, WARES, WHERE

KNOWLEDGE = Path(__file__).resolve().parents[4] / "assets" / "knowledge" / "harbor-house"
OWN_NAMES = [
    "Maria Lopez",
    "Emma Field",
    "Anna Bell",
    "Tom Rivers",
    "Mary Green",
    "Peter Stone",
    "David West",
    "Sarah Young",
    "John Park",
    "Lisa Hill",
]
REFUSAL = "I don't have that information."


@functools.cache
def knowledge_list():
    """Every sentence of the sample knowledge."""
    sentences = []
    for file in sorted(KNOWLEDGE.glob("*.md")):
        text = " ".join(line for line in file.read_text().splitlines() if not line.startswith("#"))
        sentences += [s.strip() for s in re.split(r"(?<=\.)\s+", text) if s.strip()]
    return sentences


def name(r):
    return r.choice(OWN_NAMES) if r.random() < 0.4 else f"{r.choice(FIRST_NAMES)} {r.choice(LAST_NAMES)}"


def hour(r):
    n = r.randint(1, 12)
    if r.random() < 0.12:
        return r.choice(["noon", "midnight", f"{n} o'clock", f"half past {n}", f"quarter past {n}", f"quarter to {n}"])
    minutes = r.choice([":30", ":15", ":45"]) if r.random() < 0.18 else ""
    return f"{n}{minutes} {r.choice(['am', 'pm'])}"


def price(r):
    n = r.randint(1, 100) if r.random() < 0.6 else r.randint(1, 30)
    k = r.random()
    if k < 0.7:
        return f"{n} dollar{'s' if n > 1 else ''}"
    if k < 0.8:
        return f"{r.choice([5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 80, 90])} cents"
    if k < 0.9:
        return f"{n} dollars and {r.choice([5, 10, 20, 25, 50, 75, 80, 95, 99])} cents"
    return f"{n} {r.choice(['euros', 'pounds'])}"


def span(r):
    n = r.randint(2, 90)
    return r.choice(
        [
            f"{n} minutes",
            f"{r.randint(2, 12)} hours",
            "1 hour",
            f"{r.randint(2, 9)} weeks",
            f"{r.randint(2, 30)} days",
            "half an hour",
            "1 week",
            "1 day",
        ]
    )


def day(r):
    return r.choice(
        [
            "today",
            "tomorrow",
            "now",
            "tonight",
            "this week",
            "on public holidays",
            "on weekends",
            "on weekdays",
            "in the evening",
            "every day",
        ]
        + ["on " + d for d in DAYS] * 3
        + ["on " + m for m in MONTHS[:0]]
    )


def plural(thing):
    return thing.endswith(("restrooms", "lockers", "stairs", "toilets", "photos", "dogs"))


def bare(thing):
    return re.sub(r"^(an?|the) ", "", thing)


def question(r):
    place, other, ware, event = r.choice(HOUSES), r.choice(HOUSES), r.choice(WARES), r.choice(EVENTS)
    role, person, when, where = r.choice(ROLES), name(r), day(r), r.choice(WHERE)
    verb = r.choice(["open", "close"])
    kind = r.random()
    if kind < 0.2:
        return r.choice(
            [
                f"where is {place}?",
                f"where can I find {place}?",
                f"how do I get to {place}?",
                f"where is {event}?",
                f"which floor is {place} on?",
                f"what floor is {place} on?",
                f"on which floor is {place}?",
                f"is {place} {where}?",
                f"can you tell me where {place} is?",
                f"is there a {bare(place).split(' of ')[0]} here?"
                if place.startswith("the ") and bare(place)[0] not in "aeiouE"
                else f"where is {place}?",
                f"what is {where}?",
                f"what is next to {place}?",
                f"how far is {place} from {other}?",
                f"where can I buy {ware}?",
                f"where can I get {ware}?",
                f"do you know where {place} is?",
                f"excuse me, where is {place}?",
                f"which room is {event} in?",
                f"where does {event} meet?",
                f"where does {event} start?",
                f"what street is {place} on?",
                "where are the restrooms?",
                "where are the lockers?",
                "where is the elevator?",
                "where can I park?",
                "what is the address of Harbor House?",
                "where is Harbor House?",
            ]
        )
    if kind < 0.42:
        return r.choice(
            [
                f"when does {place} {verb}?",
                f"what time does {place} {verb}?",
                f"when does {place} {verb} {when}?",
                f"what time does {place} {verb} {when}?",
                f"is {place} open {when}?",
                f"is {place} closed {when}?",
                f"is {place} open at {hour(r)}?",
                f"when is {place} open?",
                f"until when is {place} open?",
                f"how long is {place} open {when}?",
                f"when is {event}?",
                f"what time does {event} start?",
                f"when does {event} start?",
                f"when does {event} end?",
                f"how long does {event} take?",
                f"how long is {event}?",
                f"what are the opening hours of {place}?",
                "what are the opening hours?",
                f"does {place} {verb} at {hour(r)}?",
                f"on which day is {event}?",
                f"which day is {place} closed?",
                f"is {place} still open?",
                f"is {event} {when}?",
                f"when can I get {ware}?",
                f"when can I visit {place}?",
                "what are the visiting hours?",
                f"when does {event} meet?",
                f"is {place} open on {r.choice(DAYS)} and {r.choice(DAYS)}?",
            ]
        )
    if kind < 0.58:
        return r.choice(
            [
                f"how much is {ware}?",
                f"how much does {ware} cost?",
                f"what does {ware} cost?",
                f"what is the price of {ware}?",
                f"how much is {event}?",
                f"how much does {event} cost?",
                f"how much do {r.randint(2, 12)} {bare(ware)}s cost?"
                if ware.endswith(("ticket", "card", "poster", "map", "coffee", "book", "sandwich"[:0] or "locker"))
                else f"how much is {ware}?",
                f"is {ware} free?",
                f"is {event} free?",
                f"is {ware} free for {r.choice(['children', 'students', 'members', 'seniors', 'families'])}?",
                f"is there a discount for {r.choice(['students', 'children', 'families', 'groups', 'members', 'seniors'])}?",
                f"does {ware} cost {price(r)}?",
                f"is it {price(r)}?",
                "how much does it cost to park?",
                "how much is parking?",
                f"can I pay by {r.choice(['card', 'cash', 'phone'])}?",
                "what is the fine for a late book?",
                "how much is the fine?",
                f"what is cheaper, {ware} or {r.choice(WARES)}?",
                f"do you sell {bare(ware)}s?"
                if ware.startswith("a") and ware[-1] not in "shyxe" and " of " not in ware
                else f"do you have {ware}?",
            ]
        )
    if kind < 0.74:
        return r.choice(
            [
                f"who is the {role}?",
                f"who is the {role}?",
                f"what is the name of the {role}?",
                f"who is {person}?",
                f"who is {person}?",
                f"is {person} the {role}?",
                f"where can I find {person}?",
                f"what does {person} do?",
                f"is {person} here {when}?",
                f"can I speak to {person}?",
                f"where does {person} work?",
                f"who works at {place}?",
                "who reads the story?",
                f"who leads {event}?",
                f"when is {person} here?",
                f"who is in charge of {place}?",
                f"can you tell me who the {role} is?",
                f"I am looking for {person}",
                f"my name is {person}",
                f"I have an appointment with {person}",
                f"is the {role} called {person}?",
                f"call {person}, please",
                f"my name is {name(r).split()[0]}",
                f"{person}",
                f"I want to speak to {person}",
            ]
        )
    if kind < 0.88:
        return "and " * (r.random() < 0.35) + r.choice(
            [
                f"when does it {verb}?",
                "how much is it?",
                "where is it?",
                f"what about {d}?" if (d := r.choice(DAYS)) else "",
                f"what about {place}?",
                f"what about {ware}?",
                "who is it?",
                "how long is it?",
                "how long does it take?",
                f"is it open {when}?",
                "is it free?",
                "which floor?",
                "on which floor is it?",
                "what time?",
                "where does it start?",
                "how do I get there?",
                "is it far?",
                f"who is the {role}?",
                "what does it cost?",
                "for children?",
                "for students?",
                f"on {r.choice(DAYS)}?",
                f"how much is {ware}?",
                f"when does {place} {verb}?",
                f"where is {place}?",
                f"is it closed {when}?",
                "until what time?",
                "from when?",
                "can I pay by card?",
                "what is her name?",
                "what is his name?",
                "where is she?",
                "where is he?",
                "do I need a ticket?",
                "do I need an appointment?",
                "does it cost anything?",
                "when does it end?",
                "when does it start?",
                "is that all?",
                "how much are they?",
                "where are they?",
                "are they free?",
            ]
        )
    return r.choice(
        [
            "what is the wifi password?",
            "is the wifi free?",
            "is there wifi here?",
            "what is the number of the clinic?",
            f"what is the number of {place}?",
            "how many books can I borrow?",
            "how long can I borrow a book?",
            "are dogs allowed?",
            "are dogs allowed in Harbor House?",
            "can I take photos?",
            "are photos allowed?",
            "can I eat here?",
            "is food allowed?",
            "how big is the largest dinosaur?",
            "how long is the largest dinosaur?",
            "how old is the oldest vase?",
            "what soup do you have?",
            "what is the soup today?",
            "do I need an appointment?",
            "how do I make an appointment?",
            f"can I borrow {r.randint(2, 20)} books?",
            "what is Harbor House?",
            "tell me about Harbor House",
            f"tell me about {place}",
            f"what can I see in {place}?",
            f"what can I do in {place}?",
            f"what is in {place}?",
            f"is {place} on {r.choice(STREETS)} Street?",
            f"{place} is on {r.choice(STREETS)} Street",
            f"is {place} quiet?",
            "is there a playground?",
            "is there a water fountain?",
            "which floor does the elevator go to?",
            "is there a pharmacy?",
            f"what is the largest {r.choice(['dinosaur', 'room', 'painting', 'book', 'map'])}?",
            f"where is room {r.randint(1, 99)}?",
            f"what is in room {r.randint(1, 99)}?",
            f"how old is {place}?",
            f"how big is {place}?",
            f"can I bring my {r.choice(['dog', 'child', 'bag', 'bicycle', 'camera', 'lunch'])}?",
            f"is {place} accessible for wheelchairs?",
            f"is {place} free?",
            f"who built {place}?",
            f"do you have {ware}?",
        ]
    )


def statement(r):
    place, ware, event = r.choice(HOUSES), r.choice(WARES), r.choice(EVENTS)
    role, person, where = r.choice(ROLES), name(r), r.choice(WHERE)
    weekday = r.choice(DAYS)
    yes = r.choice(["", "", "Yes, ", "No, "])
    return yes + r.choice(
        [
            f"{place} is {where}",
            f"{place} is {where}",
            f"{place} opens at {hour(r)}",
            f"{place} closes at {hour(r)}",
            f"{place} opens at {hour(r)} and closes at {hour(r)}",
            f"{place} is closed on {weekday}",
            f"{place} is open on {weekday}",
            f"on {weekday} {place} opens at {hour(r)}",
            f"on {weekday} {place} closes at {hour(r)}",
            f"{ware} costs {price(r)}",
            f"{ware} costs {price(r)}",
            f"{ware} is free for {r.choice(['children', 'students', 'members'])}",
            f"{event} starts at {hour(r)}",
            f"{event} takes {span(r)}",
            f"{event} costs {price(r)}",
            f"{event} is on {weekday} at {hour(r)}",
            f"{event} meets on {weekday} at {hour(r)}",
            f"{event} meets {where}",
            f"{event} is {where}",
            f"{person} is the {role}",
            f"{person} is the {role}",
            f"{person} works at {place}",
            f"{person} is the {role} of {place}",
            f"{place} is on {r.choice(STREETS)} Street, {where}",
            f"{place} is on {r.choice(STREETS)} Street",
            f"you can get {ware} {r.choice(WHERE[-30:-10])}",
            f"you can get {ware} on {weekday}",
            f"{place} is in room {r.randint(1, 60)}",
            f"the number of {place} is {' '.join(str(r.randint(0, 9)) for _ in range(4))}",
            f"{place} is {r.randint(2, 60) * r.choice([1, 10, 100])} years old",
            f"{place} is {r.randint(2, 90)} meters {r.choice(['long', 'high', 'wide'])}",
            f"{place} is open from {hour(r)} to {hour(r)}",
            f"you can borrow {r.randint(2, 20)} books for {span(r)}",
            f"the discount for {r.choice(['students', 'children', 'groups'])} is {r.randint(5, 50)} percent",
            "you can pay by card or cash",
            f"{place} is quiet",
            f"{place} is free",
            f"the wifi password is {r.choice(['blue', 'red', 'green', 'white'])} {r.choice(['river', 'mountain', 'bridge', 'garden', 'lake'])}",
        ]
    )
