"""Owns the small parts of sentences: numbers, articles, polite forms, clock times."""

from words import PLURAL


def number(r, a=0, b=100):
    return str(r.randint(a, b))


def ord_suffix(n):
    if 10 <= n % 100 <= 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")


def nth(r, a=1, b=31):
    n = r.randint(a, b)
    return f"{n}{ord_suffix(n)}"


def is_or_are(p):
    return "are" if p in PLURAL else "is"


def with_article(x):
    return ("an " if x[0] in "aeiou" and not x.startswith(("uni", "euro")) else "a ") + x


def pick(r, s):
    if isinstance(s, str):
        s = s.split("|")
    return r.choice(s)


def politely(r, s):
    k = r.random()
    if k < 0.12:
        return s + " please"
    if k < 0.18:
        return "please " + s
    if k < 0.23:
        return "can you " + s + "?"
    if k < 0.26:
        return "could you please " + s + "?"
    return s


def clock(r):
    h = r.randint(1, 12)
    k = r.random()
    if k < 0.4:
        return f"{h} o'clock"
    if k < 0.6:
        return f"half past {h}"
    if k < 0.75:
        return f"quarter {pick(r, 'past|to')} {h}"
    return f"{h} {pick(r, 'in the morning|in the afternoon|in the evening|at night')}"
