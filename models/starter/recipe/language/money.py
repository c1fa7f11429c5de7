"""What something costs, and what is free."""

from facts import no, say, yes


def cost(n, e):
    p = n.price()
    tail = n.pick(
        ("", "", "", "", "", " a day", " an hour", " a year", " per person", " each", " per week", " for children")
    )
    s, S, b, it, d = e.text, e.start, e.be, e.it, e.do
    x = n.rng.random()
    text = (
        f"{S} {e.verb('cost')} {p}{tail}."
        if x < 0.75
        else f"{S} {b} {p}{tail}." if x < 0.85 else f"The price of {s} is {p}." if x < 0.92 else f"You pay {p} for {s}."
    )
    asks = [
        f"How much {b} {s}?",
        f"How much {b} {s}?",
        f"How much {d} {s} cost?",
        f"How much {d} {s} cost?",
        f"What {d} {s} cost?",
        f"What is the price of {s}?",
        f"How much do I pay for {s}?",
        f"What is the cost of {s}?",
        f"Can you tell me the price of {s}?",
        f"How expensive {b} {s}?",
    ]
    if e.text.startswith(("a ", "an ")):
        asks += [
            f"How much is the {e.name}?",
            f"What does the {e.name} cost?",
            f"How much are the {e.name}s?",
            f"How much does one {e.name} cost?",
        ]
    q = n.price()
    polar = [
        (f"{b.capitalize()} {s} free?", no(text)),
        (f"{d.capitalize()} {s} cost {p}?", yes(text)),
        (f"Do I have to pay for {s}?", yes(text)),
    ] + ([(f"{d.capitalize()} {s} cost {q}?", no(text))] if q != p else [])
    more = [
        f"How much {b} {it}?",
        f"And how much {b} {it}?",
        f"How much {d} {it} cost?",
        f"What {d} {it} cost?",
        f"And how much {d} {it} cost?",
        "And what is the price?",
    ]
    return say(e, "cost", text, asks, polar, more)


def free(n, e):
    s, S, b, d, it = e.text, e.start, e.be, e.do, e.it
    tail = n.pick(("", "", "", "for children", "for students", "for members", "on " + n.day(), "for everyone"))
    text = f"{S} {b} free{' ' + tail if tail else ''}."
    if not tail and n.chance(0.25):
        text = f"Admission to {s} is free." if e.kind in ("place", "site") else text
    asks = (
        [f"How much {b} {s}?", f"How much {d} {s} cost?", f"What {d} {s} cost?"]
        if not tail
        else [f"For whom {b} {s} free?"] if tail.startswith("for") else [f"When {b} {s} free?"]
    )
    polar = [(f"{b.capitalize()} {s} free?", yes(text))] * 2 + (
        [(f"{b.capitalize()} {s} free {tail}?", yes(text))] if tail else [(f"Do I have to pay for {s}?", no(text))]
    )
    return say(
        e,
        "cost" if not tail else "cost free",
        text,
        asks,
        polar,
        [f"How much {b} {it}?", f"How much {d} {it} cost?", f"And how much {b} {it}?"] if not tail else [],
    )
