"""Where something is: floors, neighbours, rooms, directions."""

from facts import Fact, Statement, a, no, say, yes
from names import ORDINALS


def location(n):
    near = lambda: n.pick(n.known) if n.known and n.chance(0.3) else "the " + n.place() if n.chance(0.85) else n.house()
    forms = (
        lambda: n.floor(),
        lambda: n.floor(),
        lambda: "next to " + near(),
        lambda: "behind " + near(),
        lambda: "opposite " + near(),
        lambda: f"in the {n.pick('east west north south old new left right main'.split())} wing",
        lambda: f"in room {n.number(1, 400)}",
        lambda: f"in building {n.number(1, 40)}",
        lambda: f"at the end of the {n.pick(('corridor', 'hallway', 'path', n.word() + ' corridor'))}",
        lambda: "beside " + near(),
        lambda: "near " + near(),
        lambda: "above " + near(),
        lambda: "under " + near(),
        lambda: "in front of " + near(),
        lambda: f"in {near()}",
        lambda: f"between {near()} and {near()}",
        lambda: f"on {n.street()}",
        lambda: "in the basement",
        lambda: f"on level {n.number(1, 9)}",
        lambda: f"to the {n.pick(('left', 'right'))} of {near()}",
        lambda: f"across from {near()}",
        lambda: f"at gate {n.number(1, 60)}",
    )
    first = n.pick(forms)()
    if n.chance(0.3):
        second = n.pick(forms)()
        if second.split()[:2] != first.split()[:2]:
            return first, second
    return first, ""


def where(n, e):
    first, second = location(n)
    while e.text in first or e.text in second:
        first, second = location(n)
    loc = first + (n.pick((", ", ", ", " ")) + second if second else "")
    x = n.rng.random()
    if e.kind == "event" and n.chance(0.2):
        room = n.pick(n.known) if n.known and n.chance(0.4) else "the " + n.place()
        text = f"{e.start} meets in {room}."
        return say(
            e,
            "where",
            text,
            [f"Where does {e.text} meet?", f"Where is {e.text}?", f"Where can I find {e.text}?"],
            [(f"Does {e.text} meet in {room}?", yes(text)), (f"Does {e.text} meet in the {n.place()}?", no(text))],
            [f"Where does {e.it} meet?", f"Where is {e.it}?", f"And where is {e.it}?"],
        )
    text = (
        f"{e.start} {e.be} {loc}."
        if x < 0.72
        else (
            f"{e.start} {e.be} located {loc}."
            if x < 0.79
            else (
                f"{e.start} can be found {loc}."
                if x < 0.86
                else f"You can find {e.text} {loc}." if x < 0.94 else f"You will find {e.text} {loc}."
            )
        )
    )
    s, b = e.text, e.be
    asks = [
        f"Where {b} {s}?",
        f"Where {b} {s}?",
        f"Where can I find {s}?",
        f"How do I get to {s}?",
        f"Where {b} {s} located?",
        f"Can you tell me where {s} {b}?",
        f"I'm looking for {s}.",
        f"I am looking for {s}.",
        f"How do I find {s}?",
        f"Do you know where {s} {b}?",
        f"Which way is {s}?" if b == "is" else f"Which way are {s}?",
        f"Show me the way to {s}.",
        f"I need to find {s}.",
    ]
    if "floor" in loc:
        asks += [f"Which floor {b} {s} on?", f"On which floor {b} {s}?", f"What floor {b} {s} on?"] * 2
    if "room" in first and "in room" in first:
        asks += [f"Which room {b} {s} in?", f"In which room {b} {s}?"] * 2
    if "building" in first:
        asks += [f"Which building {b} {s} in?"] * 2
    polar = [(f"{b.capitalize()} {s} {first}?", yes(text))]
    for _ in range(3):
        other = n.floor() if "floor" in first and n.chance(0.8) else location(n)[0]
        if "room" in first and "in room" in first:
            other = f"in room {n.number(1, 400)}"
        if other != first and other not in loc:
            polar.append((f"{b.capitalize()} {s} {other}?", no(text)))
    if e.kind == "place" and not e.plural and e.name.islower() and "'" not in e.name:
        polar += [
            (f"Is there {a(e.name)}?", yes(text)),
            (f"Is there {a(e.name)} here?", yes(text)),
            (f"Do you have {a(e.name)}?", yes(text)),
        ]
    also = [(f"What is {first}?", text)]
    if "floor" in first:
        also += [(f"What can I find {first}?", text)]
    it = e.it
    more = [
        f"Where {b} {it}?",
        f"And where {b} {it}?",
        f"Where can I find {e.them}?",
        f"How do I get there?",
        f"And where is that?",
    ]
    if "floor" in loc:
        more += [f"Which floor {b} {it} on?", f"On which floor {b} {it}?"]
    return say(e, "where", text, asks, polar, more, also)


def directions(n, e):
    steps = n.pick(
        (
            "go up the stairs and turn left",
            "turn right at the " + n.place(),
            f"take the elevator to the {n.pick(ORDINALS)} floor",
            "follow the " + n.word() + " signs",
            f"walk past the {n.place()} and turn {n.pick(('left', 'right'))}",
            "go through the " + n.place(),
        )
    )
    text = f"To get to {e.text}, {steps}."
    return Statement(
        text,
        [
            Fact(
                e,
                "where",
                text,
                [
                    f"How do I get to {e.text}?",
                    f"How can I get to {e.text}?",
                    f"Where {e.be} {e.text}?",
                    f"Which way to {e.text}?",
                ],
                [],
                ["How do I get there?", f"Where {e.be} {e.it}?"],
            )
        ],
        "",
    )
