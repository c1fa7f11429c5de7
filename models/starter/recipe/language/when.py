"""When something opens, closes, starts, and how long it takes."""

from facts import Entity, Fact, Statement, no, say, short, yes
from names import DAYS


def moment(n, e):
    """Opening and closing, in one sentence or two."""
    t, u = n.time(), n.time()
    while u == t:
        u = n.time()
    s, S, d, it = e.text, e.start, e.do, e.it
    opens, closes = f"{S} {e.verb('open')} at {t}.", f"{S} {e.verb('close')} at {u}."
    x = n.rng.random()
    ask_open = [
        f"When {d} {s} open?",
        f"When {d} {s} open?",
        f"What time {d} {s} open?",
        f"At what time {d} {s} open?",
        f"Can you tell me when {s} {e.verb('open')}?",
        f"How early {d} {s} open?",
        f"From when {e.be} {s} open?",
    ]
    ask_close = [
        f"When {d} {s} close?",
        f"When {d} {s} close?",
        f"What time {d} {s} close?",
        f"At what time {d} {s} close?",
        f"How late {e.be} {s} open?",
        f"How long {e.be} {s} open?",
        f"Until when {e.be} {s} open?",
        f"When {d} {s} shut?",
    ]
    ask_hours = [
        f"When {e.be} {s} open?",
        f"What are the opening hours of {s}?",
        f"What are the hours of {s}?",
        f"{e.be.capitalize()} {s} open now?",
        f"{e.be.capitalize()} {s} open at {n.time()}?",
        f"When can I visit {s}?",
        f"{e.be.capitalize()} {s} still open?",
    ]
    more_open = [
        f"When {d} {it} open?",
        f"And when {d} {it} open?",
        f"What time {d} {it} open?",
        f"And what time {d} {it} open?",
    ]
    more_close = [
        f"When {d} {it} close?",
        f"And when {d} {it} close?",
        f"What time {d} {it} close?",
        f"And what time {d} {it} close?",
        f"How late {e.be} {it} open?",
        f"How long {e.be} {it} open?",
    ]
    more_hours = [
        f"When {e.be} {it} open?",
        f"And when {e.be} {it} open?",
        "What are the opening hours?",
        f"{e.be.capitalize()} {it} open now?",
        f"And the opening hours?",
    ]
    v, w = n.time(), n.time()
    polar_open = [(f"{d.capitalize()} {s} open at {t}?", yes(opens))] + (
        [(f"{d.capitalize()} {s} open at {v}?", no(opens))] if v != t else []
    )
    polar_close = [(f"{d.capitalize()} {s} close at {u}?", yes(closes))] + (
        [(f"{d.capitalize()} {s} close at {w}?", no(closes))] if w != u else []
    )
    fo = Fact(e, "open", opens, ask_open, polar_open, more_open)
    fc = Fact(e, "close", closes, ask_close, polar_close, more_close)
    if x < 0.2:
        fo.asks += ask_hours[:1]
        return Statement(opens, [fo], short(e, opens))
    if x < 0.4:
        return Statement(closes, [fc], short(e, closes))
    if x < 0.72:
        both = f"{S} {e.verb('open')} at {t} and {e.verb('close')} at {u}."
        return Statement(both, [fo, fc, Fact(e, "hours", both, ask_hours, [], more_hours)], short(e, both))
    tail = n.pick(
        ("", "", "", " every day", " from Monday to Friday", " on weekdays", f" on {n.day()}", " on weekends", " daily")
    )
    both = f"{S} {e.be} open from {t} to {u}{tail}."
    if n.chance(0.1):
        both = f"The opening hours of {s} are from {t} to {u}."
    if n.chance(0.08):
        both = f"The {n.pick(('visiting', 'office', 'quiet', 'lunch', 'consultation', 'feeding'))} hours are from {t} to {u}."
        kind = both.split()[1]
        hours = Entity(f"the {kind} hours", "hours", plural=True)
        fact = Fact(
            hours,
            "hours",
            both,
            [f"When are the {kind} hours?", f"What are the {kind} hours?", f"What time are the {kind} hours?"],
            [],
            ["When are they?"],
        )
        return Statement(both, [fact], short(hours, both))
    one = Fact(e, "hours", both, ask_hours + ask_open[:4] + ask_close[:6], [], more_hours + more_open + more_close)
    return Statement(both, [one], short(e, both))


def closed(n, e):
    day = n.day()
    day2 = n.pick([d for d in DAYS if d != day])
    days = n.pick((f"on {day}", f"on {day}", f"on {day}", f"on {day}s", f"every {day}", f"on {day} and {day2}"))
    s, S, b, it = e.text, e.start, e.be, e.it
    text = f"{S} {b} closed {days}."
    other = n.pick([d for d in DAYS if d not in days])
    asks = [
        f"When {b} {s} closed?",
        f"On which day {b} {s} closed?",
        f"Which day {b} {s} closed?",
        f"What day {b} {s} closed?",
    ]
    polar = [
        (f"{b.capitalize()} {s} open on {day}?", no(text)),
        (f"{b.capitalize()} {s} closed on {day}?", yes(text)),
        (f"Can I visit {s} on {day}?", no(text)),
        (f"{b.capitalize()} {s} open on {other}?", f"Yes, {s} {b} open on {other}."),
    ]
    more = [f"When {b} {it} closed?", f"On which day {b} {it} closed?", f"And when {b} {it} closed?"]
    f = say(e, "closed", text, asks, polar, more)
    f.facts[0].day = (day, other)
    return f


def open_day(n, e):
    day = n.day()
    s, S, b, it = e.text, e.start, e.be, e.it
    if n.chance(0.5):
        t = n.time()
        d = e.do
        text = n.pick(
            (
                f"On {day} {s} {e.verb('open')} at {t}.",
                f"On {day} {s} {e.verb('open')} at {t}.",
                f"{S} {e.verb('open')} at {t} on {day}.",
            )
        )
        return say(
            e,
            "open on day",
            text,
            [f"When {d} {s} open on {day}?", f"What time {d} {s} open on {day}?", f"On {day}, when {d} {s} open?"],
            [(f"{b.capitalize()} {s} open on {day}?", yes(text))],
            [f"And on {day}?", f"When {d} {it} open on {day}?", f"What about {day}?"],
        )
    tail = n.pick((f"on {day}", "every day", "all day", "all year", "day and night"))
    text = f"{S} {b} open {tail}."
    asked = day if tail in (f"on {day}", "every day") else None
    polar = (
        [(f"{b.capitalize()} {s} open on {asked}?", yes(text))]
        if asked
        else [(f"{b.capitalize()} {s} open {tail}?", yes(text))]
    )
    return say(
        e, "days", text, [f"When {b} {s} open?", f"On which days {b} {s} open?"], polar, [f"When {b} {it} open?"]
    )


def starts(n, e):
    t, day = n.time(), n.day()
    s, S, it = e.text, e.start, e.it
    x = n.rng.random()
    text = (
        f"{S} starts at {t}."
        if x < 0.4
        else (
            f"{S} is on {day} at {t}."
            if x < 0.6
            else (
                f"{S} begins at {t}."
                if x < 0.7
                else (
                    f"{S} meets on {day} at {t}."
                    if x < 0.8
                    else (
                        f"{S} starts at {t} on {day}."
                        if x < 0.9
                        else f"{S} starts at {n.pick(n.known) if n.known and n.chance(0.5) else 'the ' + n.place()} at {t}."
                    )
                )
            )
        )
    )
    asks = [
        f"When does {s} start?",
        f"What time does {s} start?",
        f"When is {s}?",
        f"What time is {s}?",
        f"When does {s} begin?",
        f"At what time does {s} start?",
    ]
    if "meets" in text:
        asks = [f"When does {s} meet?", f"What time does {s} meet?", f"When is {s}?"]
    more = [
        f"When does {it} start?",
        f"And when does {it} start?",
        f"What time does {it} start?",
        f"When is {it}?",
        f"What time is {it}?",
    ]
    polar = []
    if " on " + day in text:
        asks += [f"On which day is {s}?", f"Which day is {s}?"]
        polar = [(f"Is {s} on {day}?", yes(text)), (f"Is {s} on {n.pick([d for d in DAYS if d != day])}?", no(text))]
    else:
        u = n.time()
        polar = [(f"Does {s} start at {t}?", yes(text))] + ([(f"Does {s} start at {u}?", no(text))] if u != t else [])
    if x >= 0.9:
        asks += [f"Where does {s} start?"] * 2
        more += [f"Where does {it} start?"]
    return say(e, "starts", text, asks, polar, more)


def lasts(n, e):
    t = n.span()
    s, it = e.text, e.it
    text = f"{e.start} {n.pick(('takes', 'takes', 'lasts'))} {t}."
    return say(
        e,
        "lasts",
        text,
        [f"How long does {s} take?", f"How long is {s}?", f"How long does {s} last?", f"How much time does {s} take?"],
        [],
        [
            f"How long does {it} take?",
            f"And how long does {it} take?",
            f"How long is {it}?",
            f"How long does {it} last?",
        ],
    )
