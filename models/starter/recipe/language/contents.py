"""Numbers to call, what there is, what it is like, how large it is."""

from facts import Entity, Fact, Statement, a, no, say, yes
from names import DAYS, EXHIBITS, GOODS, ORDINALS, THINGS


def phone(n, e):
    d = n.digits()
    s = e.text
    x = n.rng.random()
    kind = "phone number" if n.chance(0.35) else "number"
    text = (
        f"The {kind} of {s} is {d}."
        if x < 0.65
        else (
            f"You can call {s} at {d}."
            if x < 0.78
            else f"{e.start} can be reached at {d}." if x < 0.88 else f"Call {d} for {s}."
        )
    )
    asks = [
        f"What is the number of {s}?",
        f"What is the phone number of {s}?",
        f"How can I call {s}?",
        f"What number do I call for {s}?",
        f"Can you give me the number of {s}?",
        f"What is the number for {s}?",
        f"How do I call {s}?",
        f"Do you have the phone number of {s}?",
    ]
    return say(
        e,
        "phone",
        text,
        asks,
        [],
        [
            "What is the phone number?",
            "And the phone number?",
            "What is the number?",
            f"How can I call {e.them}?",
            "What is the phone number there?",
            "And what is the number?",
        ],
    )


def get(n, e):
    x = n.rng.random()
    thing = n.pick(GOODS) if x < 0.3 else n.invented() + "s" if x < 0.4 else a(n.item())
    s = e.text
    verb = n.pick(("get", "get", "get", "buy", "rent"))
    if n.chance(0.22):
        goods = [n.pick(GOODS) if n.chance(0.7) else n.invented() + "s" for _ in range(n.number(1, 3))]
        listed = goods[0] if len(goods) == 1 else ", ".join(goods[:-1]) + " and " + goods[-1]
        text = f"{e.start} {e.verb('sell')} {listed}."
        return say(
            e,
            "get",
            text,
            [f"What can I buy at {s}?", f"What {e.do} {s} sell?", f"What can I get at {s}?", f"What can I buy in {s}?"],
            [(f"{e.do.capitalize()} {s} sell {g}?", yes(text)) for g in goods]
            + [(f"Can I buy {g} at {s}?", yes(text)) for g in goods],
            ["What can I buy there?", f"What {e.do} {e.it} sell?", "What can I get there?"],
            [(f"Where can I buy {g}?", text) for g in goods],
        )
    if n.chance(0.12):
        verb, thing = n.pick(
            (
                ("make", "an appointment"),
                ("make", "a reservation"),
                ("leave", "a coat"),
                ("find", "lost things"),
                ("borrow", "a wheelchair"),
                ("order", "a taxi"),
                ("see", "the fish"),
                ("charge", "a phone"),
                ("make", a(n.word() + " appointment")),
            )
        )
    elif thing.startswith("a") and n.chance(0.15):
        thing = "the " + thing.split(" ", 1)[1]
    text = f"You can {verb} {thing} at {s}."
    t = Entity(thing, "item", plural=not thing.startswith(("a ", "an ", "the ")) and thing.endswith("s"))
    one = Fact(e, "get", text, [f"What can I {verb} at {s}?"], [], [f"What can I {verb} there?"])
    two = Fact(
        t,
        "get at",
        text,
        [f"Where can I {verb} {thing}?", f"Where can I {verb} {thing}?", f"Where do I {verb} {thing}?"] * 2
        + [f"I need {thing}."]
        + ([f"I want {thing}.", f"I would like {thing}."] if verb in ("get", "buy", "rent") else []),
        [(f"Can I {verb} {thing} at {s}?", yes(text)), (f"Can I get {thing} here?", yes(text))],
        ["Where can I get it?", f"And where can I {verb} it?"] if thing.startswith(("a ", "an ", "the ")) else [],
    )
    two.at = e
    return Statement(text, [one, two], "")


def get_on(n, e):
    day, s = n.day(), e.text
    text = f"You can {n.pick(('get', 'book', 'have'))} {s} on {day}."
    verb = text.split()[2]
    return say(
        e,
        "get on",
        text,
        [f"When can I {verb} {s}?", f"On which day can I {verb} {s}?"],
        [
            (f"Can I {verb} {s} on {day}?", yes(text)),
            (f"Can I {verb} {s} on {n.pick([d for d in DAYS if d != day])}?", no(text)),
        ],
        [f"When can I {verb} it?", f"On which day can I {verb} it?", f"And when can I {verb} it?"],
    )


def has(n, e):
    s, S, it = e.text, e.start, e.it
    have = "have" if e.plural else "has"
    if n.chance(0.45):
        unit = n.pick(
            (
                "seats rooms tables beds lockers computers floors windows doors chairs places books steps members "
                "screens cows trees boats bicycles"
            ).split()
        )
        k = n.number(2, 30) if n.chance(0.6) else n.number(31, 5000)
        text = f"{S} {have} {k} {unit}."
        j = k + n.number(1, 9)
        return say(
            e,
            "count " + unit,
            text,
            [f"How many {unit} {e.do} {s} have?", f"How many {unit} are there in {s}?", f"How many {unit} are in {s}?"],
            [
                (f"{e.do.capitalize()} {s} have {k} {unit}?", yes(text)),
                (f"{e.do.capitalize()} {s} have {j} {unit}?", no(text)),
            ],
            [f"How many {unit} {e.do} {it} have?", f"How many {unit} are there?"],
        )
    thing = n.pick(THINGS) if n.chance(0.75) else n.word() + " " + n.pick(THINGS)
    tail = n.pick(
        ("", "", "", " for children", " for everyone", " for staff", " with " + n.number(2, 40).__str__() + " seats")
    )
    text = n.pick((f"{S} {have} {a(thing)}{tail}.", f"{S} {have} {a(thing)}.", f"There is {a(thing)} in {s}."))
    return say(
        e,
        "has",
        text,
        [f"What {e.do} {s} have?", f"What is there in {s}?"],
        [(f"{e.do.capitalize()} {s} have {a(thing)}?", yes(text)), (f"Is there {a(thing)} in {s}?", yes(text))],
        [(f"{e.do.capitalize()} {it} have {a(thing)}?", yes(text)), (f"Is there {a(thing)} there?", yes(text))],
        [(f"Where is there {a(thing)}?", text), (f"Is there {a(thing)}?", yes(text))],
    )


def quality(n, e):
    q = n.pick(
        (
            "quiet|quiet|heated|wheelchair accessible|open to everyone|for members only|for staff only|new|"
            "very old|air conditioned|for children|dog friendly|outdoors|very popular|closed for repairs|"
            "fully booked|non-smoking"
        ).split("|")
    )
    s, b = e.text, e.be
    text = f"{e.start} {b} {q}."
    return say(
        e,
        "is " + q,
        text,
        [],
        [(f"{b.capitalize()} {s} {q}?", yes(text))],
        [(f"{b.capitalize()} {e.it} {q}?", yes(text))],
    )


def goes(n, e):
    to = n.pick((f"the {n.pick(ORDINALS)} floor", "the " + n.place(), n.house()))
    text = f"{e.start} {e.verb('go')} to {to}."
    return say(
        e,
        "goes",
        text,
        [f"Where {e.do} {e.text} go?", f"Where {e.do} {e.text} go to?"],
        [(f"{e.do.capitalize()} {e.text} go to {to}?", yes(text))],
        [f"Where {e.do} {e.it} go?"],
    )


def size(n, e):
    be = e.be
    adjective, unit = n.pick(
        (
            ("old", "years"),
            ("long", "meters"),
            ("tall", "meters"),
            ("wide", "meters"),
            ("high", "feet"),
            ("deep", "meters"),
            ("long", "feet"),
            ("heavy", "kilograms"),
        )
    )
    k = n.number(2, 99) if n.chance(0.6) else n.number(100, 9000)
    text = (
        f"{e.start} {be} {k} {unit} {adjective}."
        if adjective != "heavy"
        else f"{e.start} {e.verb('weigh')} {k} {unit}."
    )
    j = k + n.number(1, 40)
    asks = [f"How {adjective} {be} {e.text}?"] * 2 + (
        [f"What is the age of {e.text}?"]
        if adjective == "old"
        else [f"How much {e.do} {e.text} weigh?"] if adjective == "heavy" else []
    )
    return say(
        e,
        "size " + adjective,
        text,
        asks,
        (
            [
                (f"{be.capitalize()} {e.text} {k} {unit} {adjective}?", yes(text)),
                (f"{be.capitalize()} {e.text} {j} {unit} {adjective}?", no(text)),
            ]
            if adjective != "heavy"
            else []
        ),
        [f"How {adjective} {be} {e.it}?", f"And how {adjective} {be} {e.it}?"],
    )


def about(n, e):
    topic = n.pick((n.invented() + "s", n.word(), "the history of " + n.house(), n.pick(EXHIBITS) + "s", n.pick(GOODS)))
    text = f"{e.start} is about {topic}."
    return say(
        e,
        "about",
        text,
        [f"What is {e.text} about?", f"What is the topic of {e.text}?"],
        [(f"Is {e.text} about {topic}?", yes(text))],
        ["What is it about?", "And what is it about?"],
    )


def describe(n, e):
    kinds = [
        a(
            n.pick(
                (
                    "museum library clinic shop school hotel restaurant theater gallery hospital farm park cinema harbor "
                    "market college church castle"
                ).split()
            )
        )
        for _ in range(n.number(1, 4))
    ]
    kinds = list(dict.fromkeys(kinds))
    text = (
        f"{e.start} {e.be} "
        + (kinds[0] if len(kinds) == 1 else ", ".join(kinds[:-1]) + " and " + kinds[-1])
        + n.pick(("", "", " under one roof", f" in {n.invented().capitalize()}", " by the sea", " for everyone"))
        + "."
    )
    return say(
        e,
        "what",
        text,
        [f"What {e.be} {e.text}?", f"What kind of place is {e.text}?", f"Tell me about {e.text}."],
        [(f"Is {e.text} {kinds[0]}?", yes(text))],
        [],
    )
