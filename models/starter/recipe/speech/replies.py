"""Owns the sentences that the assistant says about time, timers and sums, and its small talk."""

from pathlib import Path

from sample_place import REFUSAL
from words import DAYS, MONTHS

TALK = [
    REFUSAL,
    "I am Mynah.",
    "My name is Mynah.",
    "I'm Mynah, your assistant.",
    "You are welcome.",
    "You're welcome.",
    "Hello. How can I help you?",
    "Hello!",
    "Good morning.",
    "Good evening.",
    "Goodbye.",
    "Goodbye! Have a nice day.",
    "The timer is cancelled.",
    "There is no timer.",
    "No timer is set.",
    "The timer is done.",
    "Time is up.",
    "I did not understand that.",
    "Please say that again.",
    "Sorry, I did not hear you.",
    "I can tell you the time.",
    "I can set a timer, and answer questions about this house.",
    "I am well, thank you.",
    "I am listening.",
    "You cannot divide by zero.",
    "I cannot do that.",
    "I will speak louder.",
    "I will speak more quietly.",
    "Okay.",
    "I can tell you about the museum, the library, the clinic and the shop.",
    "I can do sums and convert units.",
    "Hey Mynah.",
    "Mynah.",
    "Hello, Mynah.",
    "Thank you, Mynah.",
    "Stop, Mynah.",
    "Okay, Mynah.",
    "Mynah, stop.",
    "What can you do, Mynah?",
    "Who are you?",
    "Are you Mynah?",
] + (Path(__file__).parent / "phrases.txt").read_text().splitlines()


def counted(n, unit):
    return f"{n} {unit}" if n != 1 else f"1 {unit.rstrip('s')}"


def duration(r):
    k = r.random()
    if k < 0.5:
        return counted(r.randint(1, 90), r.choice(["minutes", "minutes", "seconds", "hours"]))
    if k < 0.75:
        return f"{counted(r.randint(1, 59), 'minutes')} and {counted(r.randint(1, 59), 'seconds')}"
    return f"{counted(r.randint(1, 12), 'hours')} and {counted(r.randint(1, 59), 'minutes')}"


def clock(r):
    h, m = r.randint(1, 12), r.randint(0, 59)
    return r.choice(
        [
            f"{h} o'clock",
            f"half past {h}",
            f"quarter past {h}",
            f"quarter to {h}",
            f"{m or 5} minutes past {h}",
            f"{m % 30 or 10} to {h}",
            f"{h}:{m:02} {r.choice(['am', 'pm'])}",
            f"{h}:{m:02} {r.choice(['am', 'pm'])}",
            f"{h}:{m or 30:02}",
            f"{h} {r.choice(['am', 'pm'])}",
            f"{h + 12 * (h < 12)}:{max(m, 10)}",
        ]
    )


def date(r):
    d = r.randint(1, 31)
    suffix = "th" if 10 <= d <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(d % 10, "th")
    tail = f", {r.randint(2024, 2035)}" if r.random() < 0.4 else ""
    return r.choice(
        [
            f"{r.choice(DAYS)}, {r.choice(MONTHS)} {d}{suffix}{tail}",
            f"{r.choice(MONTHS)} {d}{suffix}{tail}",
            f"{r.choice(DAYS)}, {r.choice(MONTHS)} {d}{tail}",
            f"{r.choice(DAYS)}",
            f"{r.choice(DAYS)}, {d} {r.choice(MONTHS)} {r.randint(2024, 2035)}",
            f"{r.choice(DAYS)}, {d} {r.choice(MONTHS)}",
        ]
    )


def rounded(value):
    """As the assistant says a result: whole, or with one or two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text


def operand(r):
    k = r.random()
    n = r.randint(0, 20) if k < 0.35 else r.randint(0, 100) if k < 0.85 else r.randint(100, 1000)
    return n if r.random() < 0.97 else n + r.randint(1, 9) / 10


def sum_told(r):
    """A sum and its result: always right, as the assistant's are."""
    a, b = operand(r), operand(r)
    if r.random() < 0.3:
        b = r.choice([2, 3, 4, 5, 10])
    sums = [
        (f"{a} plus {b}", a + b),
        (f"{a} plus {b}", a + b),
        (f"{max(a, b)} minus {min(a, b)}", abs(a - b)),
        (f"{a} times {b}", a * b),
        (f"{a} divided by {b or 2}", a / (b or 2)),
        (f"{a} percent of {b}", a * b / 100),
        (f"the square root of {a}", a**0.5),
        (f"half of {a}", a / 2),
        (f"{a} squared", a * a),
        (f"twice {a}", 2 * a),
    ]
    text, value = r.choice(sums)
    if value > 9999:
        text, value = f"{a} plus {b}", a + b
    value = rounded(value)
    return r.choice(
        [
            f"{text} is {value}",
            f"{text} is {value}",
            f"It is {value}",
            f"That is {value}",
            f"{text} equals {value}",
            f"{text} makes {value}",
        ]
    )


FACTORS = {
    ("kilometers", "miles"): 0.6214,
    ("meters", "feet"): 3.281,
    ("centimeters", "inches"): 0.3937,
    ("kilograms", "pounds"): 2.205,
    ("grams", "ounces"): 0.03527,
    ("liters", "gallons"): 0.2642,
    ("hours", "minutes"): 60,
    ("minutes", "seconds"): 60,
    ("days", "hours"): 24,
    ("weeks", "days"): 7,
    ("yards", "meters"): 0.9144,
    ("tons", "kilograms"): 1000,
    ("kilometers", "meters"): 1000,
    ("meters", "centimeters"): 100,
    ("pints", "liters"): 0.4732,
    ("cups", "milliliters"): 240,
    ("years", "days"): 365,
    ("millimeters", "inches"): 0.03937,
    ("feet", "inches"): 12,
}


def conversion_told(r):
    n = operand(r)
    if r.random() < 0.2:
        units, value = (
            (("degrees Celsius", "degrees Fahrenheit"), n * 1.8 + 32)
            if r.random() < 0.5
            else (("degrees Fahrenheit", "degrees Celsius"), (n - 32) / 1.8)
        )
    else:
        units = r.choice(list(FACTORS))
        value = n * FACTORS[units]
        if r.random() < 0.5:
            units, value = units[::-1], n / FACTORS[units]
    if not 0 <= value < 10000:
        return sum_told(r)
    value = rounded(value) if r.random() < 0.5 else rounded(round(value, 1))
    return r.choice(
        [
            f"{n} {units[0]} is {value} {units[1]}",
            f"{n} {units[0]} is {value} {units[1]}",
            f"{n} {units[0]} are {value} {units[1]}",
            f"{n} {units[0]} is about {value} {units[1]}",
            f"that is {value} {units[1]}",
        ]
    )


def reply(r):
    """What the assistant says."""
    k = r.random()
    if k < 0.12:
        return r.choice(TALK)
    if k < 0.34:
        c = clock(r)
        return r.choice([f"It is {c}.", f"It is {c}.", f"It's {c}.", f"The time is {c}.", f"It is {c} now."])
    if k < 0.46:
        d = date(r)
        return r.choice(
            [
                f"It is {d}.",
                f"Today is {d}.",
                f"Today is {d}.",
                f"Tomorrow is {d}.",
                f"Yesterday was {d}.",
                f"The date is {d}.",
            ]
        )
    if k < 0.64:
        d = duration(r)
        return r.choice(
            [
                f"The timer is set for {d}.",
                f"The timer is set for {d}.",
                f"I set a timer for {d}.",
                f"There are {d} left on the timer.",
                f"{d} left.",
                f"The timer has {d} left.",
                f"The {d} are over.",
                f"Your timer for {d} is done.",
                f"The timer ends in {d}.",
                f"The timer for {d} is set.",
                f"Your timer of {d} is over.",
            ]
        )
    return sum_told(r) if k < 0.84 else conversion_told(r)


def wish(r):
    """What is asked of the assistant's tools, in many wordings."""
    k = r.random()
    if k < 0.35:
        d = duration(r)
        if r.random() < 0.15:
            d = r.choice(
                [
                    "an hour",
                    "a minute",
                    "half an hour",
                    "an hour and a half",
                    "a quarter of an hour",
                    "3 quarters of an hour",
                    "a minute and a half",
                    f"{r.randint(2, 12)} and a half minutes",
                    f"{r.randint(2, 12)} and a half hours",
                ]
            )
        return r.choice(
            [
                f"Set a timer for {d}.",
                f"Set a timer for {d}.",
                f"Timer for {d}.",
                f"Start a timer for {d}.",
                f"Start a timer of {d}.",
                f"Remind me in {d}.",
                f"Can you set a timer for {d}?",
                f"Please set a timer for {d}.",
                f"Wake me in {d}.",
                f"Set an alarm for {d}.",
                f"I need a timer for {d}.",
                f"Could you set a timer for {d}?",
                f"Make a timer for {d}.",
                f"Tell me when {d} are over.",
                f"A timer for {d}, please.",
                f"Let me know in {d}.",
                f"Count down {d}.",
                f"Set another timer for {d}.",
                f"Set timer {d}.",
                f"Put a timer on for {d}.",
            ]
        )
    if k < 0.45:
        return r.choice(
            [
                "How much time is left?",
                "How long is left on the timer?",
                "When does the timer end?",
                "Is the timer still running?",
                "How long until the timer goes off?",
                "Check the timer.",
                "What is left on the timer?",
                "How many minutes are left?",
                "How much longer?",
                "How much time remains?",
                "Time left?",
                "Cancel the timer.",
                "Stop the timer.",
                "Delete the timer.",
                "Turn off the timer.",
                "Clear the timer.",
                "Remove the timer.",
                "Switch off the timer.",
                "Forget the timer.",
                "Cancel my timer.",
                "Stop the alarm.",
                "How late is it?",
                "Do you have the time?",
                "What is the current time?",
                "Give me the time.",
                "The time, please.",
                "Which day is it today?",
                "What day is tomorrow?",
                "What day was yesterday?",
                "What is tomorrow's date?",
                "What was yesterday's date?",
                "Tell me today's date.",
                "What day of the week is it?",
                "What date is it tomorrow?",
                "Which day is today?",
                "What hour is it?",
            ]
        )
    a, b, c = operand(r), operand(r), operand(r)
    ask = r.choice(
        [
            "What is {}?",
            "What is {}?",
            "What is {}?",
            "{}.",
            "How much is {}?",
            "What's {}?",
            "Calculate {}.",
            "Can you calculate {}?",
            "Tell me what {} is.",
            "What does {} make?",
            "Please calculate {}.",
            "What do you get for {}?",
            "And {}?",
            "Work out {}.",
        ]
    )
    if k < 0.8:
        return ask.format(
            r.choice(
                [
                    f"{a} {op} {b}"
                    for op in ("plus", "plus", "minus", "minus", "times", "times", "divided by", "multiplied by")
                ]
                + [
                    f"{a} percent of {b}",
                    f"the square root of {a}",
                    f"the sum of {a} and {b}",
                    f"half of {a}",
                    f"a third of {a}",
                    f"a quarter of {a}",
                    f"twice {a}",
                    f"{a} squared",
                    f"{a} plus {b} minus {c}",
                    f"{a} times {b} plus {c}",
                    f"{a} plus {b} plus {c}",
                ]
            )
        )
    (source, target) = r.choice(
        [*FACTORS, ("degrees Celsius", "degrees Fahrenheit"), ("degrees Celsius", "Fahrenheit")]
    )
    if r.random() < 0.4:
        source, target = target, source
    return r.choice(
        [
            f"Convert {a} {source} to {target}.",
            f"Convert {a} {source} into {target}.",
            f"How many {target} are {a} {source}?",
            f"How many {target} are in {a} {source}?",
            f"What is {a} {source} in {target}?",
            f"How much is {a} {source} in {target}?",
            f"{a} {source} in {target}.",
            f"{a} {source} to {target}.",
            f"Can you convert {a} {source} to {target}?",
            f"How many {target} is {a} {source}?",
            f"What are {a} {source} in {target}?",
        ]
    )
