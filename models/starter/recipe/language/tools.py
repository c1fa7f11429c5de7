"""Requests for the built-in tools and the calls that answer them; arguments copy what was said."""

import json

UNITS = [
    ("kilometers", "miles"),
    ("meters", "feet"),
    ("centimeters", "inches"),
    ("kilograms", "pounds"),
    ("grams", "ounces"),
    ("liters", "gallons"),
    ("celsius", "fahrenheit"),
    ("degrees celsius", "degrees fahrenheit"),
    ("hours", "minutes"),
    ("minutes", "seconds"),
    ("days", "hours"),
    ("yards", "meters"),
    ("liters", "cups"),
    ("milliliters", "ounces"),
    ("weeks", "days"),
    ("kilometers", "meters"),
    ("meters", "centimeters"),
    ("tons", "kilograms"),
    ("years", "days"),
    ("pints", "liters"),
    ("millimeters", "inches"),
]
SMALL = (
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty ninety".split()
)


def call(name, **arguments):
    return json.dumps({"name": name, "arguments": arguments}, separators=(",", ":"))


def time(n):
    q = n.pick(
        (
            "What time is it?",
            "What time is it?",
            "What time is it now?",
            "What's the time?",
            "What is the time?",
            "Tell me the time.",
            "Can you tell me the time?",
            "Do you have the time?",
            "Do you know what time it is?",
            "How late is it?",
            "What is the current time?",
            "Give me the time.",
            "Could you tell me what time it is?",
            "I need to know the time.",
            "The time, please.",
            "What time do we have?",
            "What's the current time?",
            "Say the time.",
            "What hour is it?",
        )
    )
    return q, call("time"), f"It is {n.number(1, 12)}:{n.number(10, 59)} {n.pick(('am', 'pm'))}."


def date(n):
    day = n.pick(("today", "today", "tomorrow", "yesterday"))
    q = {
        "today": (
            "What day is it?",
            "What day is it today?",
            "What's the date?",
            "What is the date?",
            "What is the date today?",
            "What's today's date?",
            "Which day is it today?",
            "Tell me the date.",
            "What day is today?",
            "What is today's date?",
            "What day of the week is it?",
            "Can you tell me the date?",
            "What's the day today?",
            "Give me today's date.",
            "Which day is today?",
            "What month is it?",
            "What year is it?",
            "Tell me what day it is.",
        ),
        "tomorrow": (
            "What day is it tomorrow?",
            "What day is tomorrow?",
            "What is the date tomorrow?",
            "What's the date tomorrow?",
            "Tell me tomorrow's date.",
            "What is tomorrow's date?",
            "Which day is tomorrow?",
            "What date is it tomorrow?",
            "What date will it be tomorrow?",
            "What day will it be tomorrow?",
            "And what day is tomorrow?",
        ),
        "yesterday": (
            "What day was it yesterday?",
            "What day was yesterday?",
            "What was the date yesterday?",
            "What was yesterday's date?",
            "Tell me yesterday's date.",
            "Which day was yesterday?",
            "What date was it yesterday?",
            "What date was yesterday?",
        ),
    }[day]
    return (
        n.pick(q),
        call("date", day=day),
        f"{day.capitalize()} {'was' if day == 'yesterday' else 'is'} {n.day()}, {n.number(1, 28)} May {n.number(2024, 2040)}.",
    )


def duration(n):
    k, m = n.number(2, 59) if n.chance(0.7) else n.number(60, 180), n.number(2, 59)
    h = n.number(2, 12)
    return n.pick(
        (
            f"{k} minutes",
            f"{k} minutes",
            f"{k} minutes",
            f"{n.pick((5, 10, 15, 20, 25, 30, 45, 60))} minutes",
            f"{k} seconds",
            f"{k} seconds",
            f"{h} hours",
            f"{h} hours",
            "1 minute",
            "1 hour",
            "1 second",
            "one minute",
            "one hour",
            "an hour",
            "a minute",
            "half an hour",
            "an hour and a half",
            f"{h} hours and {k} minutes",
            f"{k} minutes and {m} seconds",
            f"1 hour and {k} minutes",
            "a quarter of an hour",
            f"{n.pick(SMALL)} minutes",
            f"{n.pick(SMALL)} seconds",
            f"{n.pick(SMALL[1:9])} hours",
            f"{h} and a half minutes",
            f"{h} and a half hours",
            f"{h} hours and {k} minutes and {m} seconds",
            "two and a half minutes",
            f"twenty {n.pick(SMALL[:9])} minutes",
            f"an hour and {k} minutes",
            f"a minute and {k} seconds",
            "one and a half hours",
            "three quarters of an hour",
            "a minute and a half",
        )
    )


def timer(n):
    x = n.rng.random()
    if x < 0.66:
        d = duration(n)
        q = n.pick(
            (
                f"Set a timer for {d}.",
                f"Set a timer for {d}.",
                f"Set a timer for {d}.",
                f"Timer for {d}.",
                f"Start a timer for {d}.",
                f"Start a timer of {d}.",
                f"Remind me in {d}.",
                f"Can you set a timer for {d}?",
                f"Please set a timer for {d}.",
                f"Set the timer to {d}.",
                f"Wake me in {d}.",
                f"Set an alarm for {d}.",
                f"Set the timer for {d}.",
                f"Set timer for {d}.",
                f"I need a timer for {d}.",
                f"Could you set a timer for {d}?",
                f"Start the timer for {d}.",
                f"Make a timer for {d}.",
                f"Give me a timer for {d}.",
                f"Set a timer to {d}.",
                f"Tell me when {d} are over.",
                f"Wake me up in {d}.",
                f"A timer for {d}, please.",
                f"Can you remind me in {d}?",
                f"Let me know in {d}.",
                f"Put a timer on for {d}.",
                f"Set a timer of {d}.",
                f"Alarm in {d}.",
                f"Count down {d}.",
                f"Run a timer for {d}.",
                f"Start timer {d}.",
                f"Set another timer for {d}.",
            )
        )
        return q, call("timer", action="set", duration=d), f"The timer is set for {d}."
    if x < 0.83:
        q = n.pick(
            (
                "Cancel the timer.",
                "Cancel the timer.",
                "Stop the timer.",
                "Cancel my timer.",
                "Turn off the timer.",
                "Delete the timer.",
                "Please cancel the timer.",
                "Clear the timer.",
                "End the timer.",
                "I don't need the timer anymore.",
                "Cancel timer.",
                "Stop my timer.",
                "Remove the timer.",
                "Switch off the timer.",
                "Stop the alarm.",
                "Can you cancel the timer?",
                "Please stop the timer.",
                "Forget the timer.",
                "Turn the timer off.",
                "Cancel the alarm.",
                "Cancel that timer.",
            )
        )
        return q, call("timer", action="cancel"), "The timer is cancelled."
    q = n.pick(
        (
            "How much time is left?",
            "How long is left on the timer?",
            "How much time is left on the timer?",
            "How long does the timer have left?",
            "When does the timer end?",
            "How long until the timer goes off?",
            "Is the timer still running?",
            "Check the timer.",
            "What is left on the timer?",
            "How many minutes are left?",
            "How long is left?",
            "How much time do I have left?",
            "How much longer?",
            "What's left on the timer?",
            "How long until the timer is done?",
            "How much time remains?",
            "When will the timer ring?",
            "How is the timer doing?",
            "How many minutes are left on the timer?",
            "Time left?",
            "How much time is left on my timer?",
        )
    )
    return q, call("timer", action="left"), f"{duration(n).capitalize()} left."


def operand(n):
    x = n.rng.random()
    if x < 0.3:
        return str(n.number(0, 12))
    if x < 0.75:
        return str(n.number(10, 99))
    if x < 0.92:
        return str(n.number(100, 999))
    if x < 0.96:
        return str(n.number(1000, 9999))
    return f"{n.number(0, 99)}.{n.number(1, 99)}"


def calculate(n):
    a, b, c = operand(n), operand(n), operand(n)
    ask = n.pick(
        (
            "What is {}?",
            "What is {}?",
            "What is {}?",
            "{}.",
            "How much is {}?",
            "How much is {}?",
            "What's {}?",
            "Calculate {}.",
            "Can you calculate {}?",
            "Tell me what {} is.",
            "Compute {}.",
            "What does {} make?",
            "Please calculate {}.",
            "Work out {}.",
            "What do you get for {}?",
            "{}?",
        )
    )
    x = n.rng.random()
    op, signs = n.pick(
        (
            ("+", ("plus", "plus", "+", "and")),
            ("-", ("minus", "minus", "-")),
            ("*", ("times", "times", "multiplied by", "x", "*")),
            ("/", ("divided by", "divided by", "over", "/")),
        )
    )
    said = n.pick(signs)
    expression = f"{a} {op} {b}"
    if x < 0.5:
        if said == "and":
            return (
                f"{n.pick(('How much is', 'What is'))} {a} and {b}?",
                call("calculate", expression=expression),
                "It is 5.",
            )
        q = ask.format(f"{a} {said} {b}")
    elif x < 0.62:
        expression = f"{a}% of {b}"
        q = ask.format(f"{a}{n.pick((' percent of', ' percent of', '% of'))} {b}")
    elif x < 0.7:
        expression = f"sqrt {a}"
        q = ask.format(f"the square root of {a}")
    elif x < 0.77:
        op, q = n.pick(
            (
                ("+", f"Add {a} and {b}."),
                ("+", f"Add {a} to {b}."),
                ("*", f"Multiply {a} by {b}."),
                ("*", f"Multiply {a} and {b}."),
                ("/", f"Divide {a} by {b}."),
                ("+", f"What is the sum of {a} and {b}?"),
                ("*", f"What is the product of {a} and {b}?"),
                ("-", f"What is the difference between {a} and {b}?"),
            )
        )
        expression = f"{a} {op} {b}"
    elif x < 0.81:
        q, expression = (
            n.pick((f"Subtract {a} from {b}.", f"Take {a} from {b}.", f"Take away {a} from {b}.")),
            f"{b} - {a}",
        )
    elif x < 0.87:
        word, number, sign = n.pick(
            (
                ("half of", "2", "/"),
                ("half of", "2", "/"),
                ("a third of", "3", "/"),
                ("a quarter of", "4", "/"),
                ("twice", "2", "*"),
                ("double", "2", "*"),
                ("a tenth of", "10", "/"),
            )
        )
        q, expression = ask.format(f"{word} {a}"), f"{a} {sign} {number}"
    elif x < 0.9:
        q, expression = ask.format(f"{a} squared"), f"{a} * {a}"
    else:
        words = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
        o, p = n.pick("+-*/"), n.pick("+-*/")
        q, expression = ask.format(f"{a} {words[o]} {b} {words[p]} {c}"), f"{a} {o} {b} {p} {c}"
    return q[0].upper() + q[1:], call("calculate", expression=expression), f"It is {n.number(1, 999)}."


def convert(n):
    source, target = n.pick(UNITS)
    if n.chance(0.4):
        source, target = target, source
    k = operand(n) if n.chance(0.9) else n.pick(SMALL)
    q = n.pick(
        (
            f"Convert {k} {source} to {target}.",
            f"Convert {k} {source} to {target}.",
            f"Convert {k} {source} into {target}.",
            f"How many {target} are {k} {source}?",
            f"How many {target} are in {k} {source}?",
            f"What is {k} {source} in {target}?",
            f"What is {k} {source} in {target}?",
            f"How much is {k} {source} in {target}?",
            f"{k} {source} in {target}.",
            f"{k} {source} to {target}.",
            f"Can you convert {k} {source} to {target}?",
            f"How many {target} is {k} {source}?",
            f"Change {k} {source} to {target}.",
            f"What are {k} {source} in {target}?",
            f"Tell me {k} {source} in {target}.",
        )
    )
    return (
        q[0].upper() + q[1:],
        call("convert", amount=k, **{"from": source, "to": target}),
        f"{k} {source} is {n.number(1, 99)}.{n.number(1, 9)} {target}.",
    )


def draw(n):
    x = n.rng.random()
    return (time if x < 0.13 else date if x < 0.26 else timer if x < 0.55 else calculate if x < 0.83 else convert)(n)
