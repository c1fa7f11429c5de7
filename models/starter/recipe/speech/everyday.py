"""Owns the everyday sentences of a kiosk and a desk: greetings, times, timers, sums, units, bare numbers."""

from pathlib import Path

from pieces import clock, nth, number, pick, politely
from visits import devices, people, places, prices
from words import COLORS, DAYS, MONTHS, PEOPLE, UNITS

GREETINGS = (Path(__file__).parent / "greetings.txt").read_text().splitlines()


def time(r):
    return pick(
        r,
        [
            "what time is it?",
            "what time is it now?",
            "what is the time?",
            "what's the time?",
            "could you tell me the time?",
            "can you tell me what time it is?",
            "do you know what time it is?",
            "what day is it?",
            "what day is it today?",
            "what's the date?",
            "what is today's date?",
            "what is the date today?",
            "what month is it?",
            "what year is it?",
            "tell me the time",
            "tell me the date",
            f"what time is it in {pick(r, 'London|Paris|New York|Tokyo|Berlin|Rome|Madrid|Sydney')}?",
            f"what day is {pick(r, MONTHS)} {nth(r)}?",
            f"is it {pick(r, DAYS)} today?",
            f"how many days until {pick(r, DAYS)}?",
            f"how many days until {pick(r, MONTHS)} {nth(r)}?",
            f"how many {pick(r, 'days|weeks|hours|minutes|months')} are in {pick(r, 'a week|a month|a year|a day|an hour|' + pick(r, MONTHS))}?",
            f"what is the date next {pick(r, DAYS)}?",
            f"today is {pick(r, DAYS)}, {pick(r, MONTHS)} {nth(r)}",
        ],
    )


def duration(r):
    k = r.random()
    if k < 0.35:
        n = r.randint(1, 60)
        return f"{n} minute" + ("s" if n != 1 else "")
    if k < 0.6:
        n = r.randint(1, 90)
        return f"{n} second" + ("s" if n != 1 else "")
    if k < 0.75:
        n = r.randint(1, 24)
        return f"{n} hour" + ("s" if n != 1 else "")
    if k < 0.85:
        return f"{r.randint(1, 12)} hours and {r.randint(2, 59)} minutes"
    if k < 0.92:
        return f"{r.randint(2, 20)} minutes and {r.randint(2, 59)} seconds"
    return pick(r, "half an hour|an hour|a minute|a quarter of an hour|an hour and a half")


def timer(r):
    d = duration(r)
    return pick(
        r,
        [
            politely(r, f"set a timer for {d}"),
            politely(r, f"set the timer to {d}"),
            politely(r, f"start a timer for {d}"),
            f"timer for {d}",
            politely(r, "cancel the timer"),
            politely(r, "stop the timer"),
            politely(r, "pause the timer"),
            "how much time is left?",
            "how much time is left on the timer?",
            politely(r, f"remind me in {d}"),
            politely(r, f"wake me up at {clock(r)}"),
            politely(r, f"set an alarm for {clock(r)}"),
            politely(r, f"set an alarm for {clock(r)} on {pick(r, DAYS)}"),
            politely(r, "cancel the alarm"),
            politely(r, "cancel all alarms"),
            politely(r, f"add {d} to the timer"),
            politely(r, f"remind me to {pick(r, 'call|visit|meet|ask')} the {pick(r, PEOPLE)} in {d}"),
            politely(
                r,
                f"remind me to {pick(r, 'take my medicine|buy milk|buy bread|call home|feed the cat|drink water|return the book|pay the bill')} at {clock(r)}",
            ),
            politely(
                r, f"set a {d} timer".replace("minutes", "minute").replace("seconds", "second").replace("hours", "hour")
            ),
        ],
    )


def sums(r):
    a, b = number(r), number(r)
    op = pick(r, ["plus", "minus", "times", "divided by", "plus", "minus", "times"])
    e = f"{a} percent of {b}" if r.random() < 0.15 else f"{a} {op} {b}"
    if r.random() < 0.06:
        e += f" {pick(r, 'plus|minus|times')} {number(r)}"
    return pick(
        r,
        [
            f"what is {e}?",
            f"what's {e}?",
            f"how much is {e}?",
            f"calculate {e}",
            e,
            f"{e} equals",
            politely(r, f"add {a} and {b}"),
            politely(r, f"subtract {a} from {b}"),
            politely(r, f"multiply {a} by {b}"),
            politely(r, f"divide {a} by {b}"),
            f"what is the square root of {a}?",
            f"what is half of {a}?",
            f"is {a} bigger than {b}?",
            f"is {a} less than {b}?",
            f"what is {e}?",
        ],
    )


def units(r):
    u, v = r.choice(UNITS)
    n = number(r)
    return pick(
        r,
        [
            f"how many {v} are in {n} {u}?" if "deg" not in u else f"what is {n} {u} in {v}?",
            politely(r, f"convert {n} {u} to {v}"),
            f"what is {n} {u} in {v}?",
            f"how much is {n} {u} in {v}?",
            f"{n} {u} in {v}",
            f"{n} {u}",
            f"is {n} {u} more than {number(r)} {v}?",
            f"{n} {u} is how many {v}?",
        ],
    )


def greetings(r):
    g = pick(r, GREETINGS)
    if r.random() < 0.12:
        g = pick(r, "hello|hi|hey|excuse me|good morning|good evening|okay|thanks|sorry") + ", " + g
    return g


def addressed(r):
    f = r.choice([time, timer, sums, units, places, prices, people, devices])
    return (
        pick(r, "hello|hi|hey|excuse me|good morning|good evening|okay|please|sorry|computer|assistant|hey computer")
        + ", "
        + f(r)
    )


def numbers(r):
    k = r.random()
    if k < 0.35:
        return number(r)
    if k < 0.5:
        return str(r.randint(0, 10))
    if k < 0.8:
        return " ".join(str(r.randint(0, 9)) for _ in range(r.randint(2, 6)))
    if k < 0.9:
        return ", ".join(number(r) for _ in range(r.randint(2, 4)))
    return pick(
        r,
        [
            f"room {number(r)}",
            f"number {number(r)}",
            f"bus number {number(r)}",
            f"page {number(r)}",
            f"my number is {' '.join(str(r.randint(0, 9)) for _ in range(r.randint(3, 6)))}",
            f"{pick(r, MONTHS)} {nth(r)}",
            f"the {nth(r)} of {pick(r, MONTHS)}",
            f"on {pick(r, DAYS)}",
            f"{pick(r, DAYS)}",
            f"{pick(r, MONTHS)}",
            f"floor {number(r, 0, 9)}",
            f"the {pick(r, COLORS)} one",
            f"{number(r)} percent",
            f"{clock(r)}",
            f"at {clock(r)}",
            duration(r),
        ],
    )
