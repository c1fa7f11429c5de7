"""Who works, leads and teaches where; who founded or made what."""

from facts import Entity, Fact, Statement, no, say, yes
from names import ROLES

DEEDS = (
    "reads the story|plays the piano|feeds the fish|sells the tickets|cleans the pool|drives the bus|waters the plants|"
    "leads the tour|tells the story|makes the cakes|bakes the bread|opens the doors|repairs the clocks|shows the film|"
    "sings the songs|gives the talk|teaches the class|rings the bell|keeps the keys|paints the walls"
).split("|")


def who(n, e):
    name, woman = n.person()
    role = n.pick(ROLES) if n.chance(0.85) else n.word() + " " + n.pick(ROLES)
    p = Entity(name, "person", woman=woman)
    x = n.rng.random()
    s = e.text
    ask_person = [f"Who is {name}?", f"What does {name} do?"]
    if x < 0.34:
        text = f"{name} is the {role} of {s}."
        asks = [
            f"Who is the {role} of {s}?",
            f"Who is the {role} of {s}?",
            f"What is the name of the {role} of {s}?",
            f"Who is the {role}?",
            f"What is the {role} of {s} called?",
        ]
        more = [
            f"Who is the {role}?",
            f"And who is the {role}?",
            f"Who is the {role} there?",
            f"What is the name of the {role}?",
        ]
        ask_person += [f"Where does {name} work?"]
    elif x < 0.6:
        text = f"{name} is the {role}."
        asks = [
            f"Who is the {role}?",
            f"Who is the {role}?",
            f"What is the name of the {role}?",
            f"Who is your {role}?",
            f"What is the {role} called?",
        ]
        more = [f"Who is the {role}?", f"And who is the {role}?", f"And the {role}?"]
    elif x < 0.85:
        text = n.pick((f"{name} works at {s}.", f"{name} works at {s}.", f"{name} works in {s}."))
        asks = [f"Who works at {s}?", f"Who works in {s}?", f"Who is at {s}?"]
        more = ["Who works there?", "And who works there?", "Who is there?"]
        ask_person += [f"Where does {name} work?"] * 2 + [f"Where can I find {name}?"] * 2
    else:
        verb = n.pick(("runs", "runs", "manages", "leads"))
        text = f"{name} {verb} {s}."
        asks = [f"Who {verb} {s}?", f"Who runs {s}?", f"Who is in charge of {s}?", f"Who is responsible for {s}?"]
        more = [f"Who {verb} {e.it}?", "And who is in charge?", f"Who is in charge of {e.them}?"]
    if e.kind == "event" and n.chance(0.5):
        verb = n.pick(("leads", "hosts", "teaches", "reads the story at", "plays the piano at", "opens"))
        text = f"{name} {verb} {s}."
        asks = [f"Who {verb} {s}?"] * 2 + ([f"Who is in charge of {s}?"] if verb == "leads" else [])
        more = [f"Who {verb} {e.it}?", f"And who {verb} {e.it}?"] if " at" not in verb else []
        ask_person = [f"Who is {name}?", f"What does {name} do?"]
    if n.chance(0.08):
        does = n.pick(DEEDS)
        text, asks, more = f"{name} {does}.", [f"Who {does}?"] * 3, [f"Who {does}?", f"And who {does}?"]
        ask_person = [f"Who is {name}?", f"What does {name} do?"]
    other = n.person()[0]
    polar = []
    if " is the " in text:
        rest = text[len(name) + 4 : -1]
        polar = [(f"Is {name} {rest}?", yes(text)), (f"Is {other} {rest}?", no(text))]
    elif " works " in text:
        polar = [
            (f"Does {name} work {text.split(' works ')[1][:-1]}?", yes(text)),
            (f"Does {name} work at the {n.place()}?", no(text)),
        ]
    statement = Statement(
        text,
        [
            Fact(e, "who", text, asks, polar, more),
            Fact(
                p,
                "person",
                text,
                ask_person,
                [],
                (
                    [f"What does {p.it} do?"]
                    if " is the " in text
                    else [f"Where does {p.it} work?"] if " works " in text else []
                ),
            ),
        ],
        "",
    )
    statement.facts[0].role = role if " is the " in text else ""
    statement.facts[0].person = p
    statement.facts[0].works = "works" in text or " of " in text and " is the " in text
    return statement


def founded(n, e):
    year = n.number(1450, 2024)
    name = n.person()[0]
    s, S = e.text, e.start
    was = "were" if e.plural else "was"
    verb = n.pick(
        ("built", "founded", "opened", "found", "made", "painted")
        if e.kind in ("exhibit",)
        else ("built", "founded", "opened", "renovated")
    )
    x = n.rng.random()
    tail = (
        f" in {year}"
        if x < 0.45
        else f" by {name}" if x < 0.7 else f" in {year} by {name}" if x < 0.85 else f" by {name} in {year}"
    )
    text = f"{S} {was} {verb}{tail}."
    asks, more, polar = [], [], []
    if str(year) in tail:
        asks += [f"When {was} {s} {verb}?", f"In which year {was} {s} {verb}?", f"What year {was} {s} {verb}?"]
        more += [f"When {was} {e.it} {verb}?", f"And when {was} {e.it} {verb}?"]
        polar = [
            (f"{was.capitalize()} {s} {verb} in {year}?", yes(text)),
            (f"{was.capitalize()} {s} {verb} in {year + n.number(1, 90)}?", no(text)),
        ]
    if name in tail:
        asks += [f"Who {verb} {s}?", f"By whom {was} {s} {verb}?"]
        more += [f"Who {verb} {e.them}?", f"And who {verb} {e.them}?"]
    return say(e, "made", text, asks, polar, more)
