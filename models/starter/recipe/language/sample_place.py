"""Statements with a subject of their own: rules, codes, payment, discounts, dishes."""

from facts import Entity, Fact, Statement, a, no, yes
from names import FOODS, ITEMS, ROLES

RULES = {
    "dogs": ["Can I bring my dog", "May I bring a dog", "Can I take my dog", "Are dogs allowed"],
    "pets": ["Can I bring my pet", "Are pets allowed"],
    "photos": ["Can I take photos", "May I take pictures", "Can I take a photo", "Are photos allowed"],
    "food": ["Can I eat", "May I bring food", "Is food allowed", "Can I bring food"],
    "drinks": ["Can I bring drinks", "Are drinks allowed", "Can I drink"],
    "smoking": ["Can I smoke", "Is smoking allowed", "May I smoke"],
    "bicycles": ["Can I bring my bicycle", "Are bicycles allowed"],
    "strollers": ["Can I bring a stroller", "Are strollers allowed"],
    "bags": ["Can I bring my bag", "Are bags allowed"],
    "running": ["Can I run", "Is running allowed"],
    "phones": ["Can I use my phone", "Are phones allowed"],
    "music": ["Can I play music", "Is music allowed"],
    "swimming": ["Can I swim", "Is swimming allowed"],
    "skateboards": ["Are skateboards allowed", "Can I bring my skateboard"],
    "cameras": ["Are cameras allowed", "Can I bring my camera"],
}


def rule(n, e):
    thing = n.pick(list(RULES))
    allowed = n.chance(0.5)
    where_ = n.pick(
        (
            f"in {e.text}",
            f"in {e.text}",
            f"in {e.text}",
            f"at {e.text}",
            "",
            "without flash" if thing == "photos" else "",
            "only outside",
        )
    )
    if where_ == "only outside" and not allowed:
        where_ = ""
    b = "is" if thing in ("food", "smoking", "running", "music", "swimming") else "are"
    text = f"{thing.capitalize()} {b} {'' if allowed else 'not '}allowed{' ' + where_ if where_ else ''}."
    t = Entity(thing, "rule", plural=b == "are")
    answer = (yes if allowed else no)(text)
    polar = [(f"{q}?", answer) for q in RULES[thing]] + (
        [(f"{q} {where_}?", answer) for q in RULES[thing]] * 2 if e.text in where_ else []
    )
    s = Statement(text, [Fact(t, "rule", text, [], polar, [])], "")
    return s


def need(n, e):
    thing = a(
        n.pick(
            (
                "ticket",
                "key",
                "library card",
                "passport",
                "reservation",
                "helmet",
                "membership card",
                "appointment",
                "towel",
                "coin",
                "badge",
                "wristband",
                n.word() + " card",
            )
        )
    )
    act = (
        n.pick(
            (
                f"visit {e.text}",
                f"enter {e.text}",
                f"use {e.text}",
                f"see the {n.pick(ROLES)}",
                f"see the {n.pick(ROLES)}",
            )
        )
        if e.kind != "item"
        else f"get {e.text}"
    )
    text = f"You need {thing} to {act}."
    return Statement(
        text,
        [
            Fact(
                e,
                "need",
                text,
                [f"What do I need to {act}?"],
                [(f"Do I need {thing} to {act}?", yes(text)), (f"Do I need {thing}?", yes(text))],
                [f"What do I need for {e.them}?"],
            )
        ],
        "",
    )


def code(n, e):
    what = n.pick(
        ("wifi password", "wifi password", "door code", "password", "code", "name of the wifi", "locker code")
    )
    value = n.digits() if "code" in what else n.word() + " " + n.word() if n.chance(0.6) else n.word()
    of = f" of {e.text}" if n.chance(0.3) and what not in ("wifi password", "name of the wifi") else ""
    text = f"The {what}{of} is {value}."
    t = Entity("the " + what + of, "code")
    wifi = (
        [("How do I get on the wifi?"), "What is the password for the wifi?", "How can I use the wifi?"]
        if what == "wifi password"
        else []
    )
    return Statement(
        text,
        [
            Fact(
                t,
                "code",
                text,
                [
                    f"What is the {what}{of}?",
                    f"What is the {what}{of}?",
                    f"Can you tell me the {what}{of}?",
                    f"Tell me the {what}{of}.",
                ]
                + wifi,
                [],
                ["And the password?", "What is the password?"] if "password" in what else [],
            )
        ],
        "",
    )


def pay(n, e):
    ways = n.pick(
        (
            "by card or cash",
            "by card",
            "in cash",
            "by card only",
            "with your phone",
            "by card, cash or phone",
            "only in cash",
        )
    )
    text = f"You can pay {ways}."
    t = Entity("the payment", "pay")
    polar = []
    if "card" in ways:
        polar = [("Can I pay by card?", yes(text)), ("Do you take cards?", yes(text))]
    if "cash" in ways and "only" not in ways:
        polar += [("Can I pay cash?", yes(text)), ("Can I pay in cash?", yes(text))]
    return Statement(
        text,
        [Fact(t, "pay", text, ["How can I pay?", "How do I pay?", "How can I pay here?"], polar, ["How can I pay?"])],
        "",
    )


def bus(n, e):
    k = n.number(1, 99)
    stop = n.pick((e.text, "the " + n.place(), n.house(), n.street()))
    what = n.pick(("Bus", "Bus", "Tram", "Line"))
    text = f"{what} {k} {n.pick(('goes to', 'stops at'))} {stop}."
    t = Entity(f"{what.lower()} {k}", "bus")
    return Statement(
        text,
        [
            Fact(
                t,
                "bus",
                text,
                [
                    f"Which {what.lower()} goes to {stop}?",
                    f"Which {what.lower()} do I take to {stop}?",
                    f"Where does {what.lower()} {k} go?",
                    f"Which {what.lower()} stops at {stop}?",
                ],
                [],
                [],
            )
        ],
        "",
    )


def discount(n, e):
    group = n.pick(
        (
            "students",
            "children",
            "members",
            "seniors",
            "families",
            "groups",
            "teachers",
            "visitors",
            "soldiers",
            n.invented() + "s",
            "a late book",
            "a lost card",
            "a lost key",
            "a broken " + n.pick(ITEMS),
        )
    )
    what, value = n.pick(
        (
            ("discount", f"{n.number(2, 75)} percent"),
            ("age limit", f"{n.number(3, 21)} years"),
            ("time limit", n.span()),
            ("deposit", n.price()),
            ("fee", n.price()),
            ("fine", n.price()),
        )
    )
    text = f"The {what} for {group} is {value}."
    t = Entity(f"the {what} for {group}", "discount")
    return Statement(
        text,
        [
            Fact(
                t,
                "value",
                text,
                [
                    f"What is the {what} for {group}?",
                    f"How {'high' if 'age' not in what else 'much'} is the {what} for {group}?",
                    f"How much is the {what} for {group}?",
                ],
                (
                    [(f"Is there {a(what)} for {group}?", yes(text)), (f"Do {group} get a discount?", yes(text))]
                    if what == "discount"
                    else [(f"Is there {a(what)} for {group}?", yes(text))]
                ),
                [f"What is the {what}?", "How much is it?"],
            )
        ],
        "",
    )


def dish(n, e):
    what = n.pick(
        (
            "soup",
            "dish of the day",
            "soup of the day",
            "cake",
            "dessert",
            "special",
            "menu",
            "main dish",
            "fish",
            "color of the day",
            "film",
            "theme",
            "password",
            "ice cream of the day",
        )
    )
    value = n.pick(FOODS) if n.chance(0.6) else n.word() + " " + n.word()
    text = f"The {what} is {value}."
    t = Entity("the " + what, "dish")
    return Statement(
        text,
        [
            Fact(
                t,
                "dish",
                text,
                [
                    f"What is the {what}?",
                    f"What is the {what} today?",
                    f"Can you tell me the {what}?",
                    f"What {what} do you have?",
                ],
                (
                    [(f"Is the {what} {value}?", yes(text)), (f"Is the {what} {n.pick(FOODS)}?", no(text))]
                    if not value.endswith(what) or True
                    else []
                ),
                [],
            )
        ],
        "",
    )


def borrow(n, e):
    what = n.pick("books films games bicycles magazines tools records maps toys boats laptops tablets".split())
    k, span = n.number(2, 30), n.pick(
        (f"{n.number(2, 9)} weeks", f"{n.number(2, 30)} days", f"{n.number(2, 12)} hours", "1 month")
    )
    verb = n.pick(("borrow", "borrow", "rent", "take"))
    text = f"You can {verb} {k} {what} for {span}."
    t = Entity(what, "loan", plural=True)
    return Statement(
        text,
        [
            Fact(
                t,
                "loan",
                text,
                [
                    f"How many {what} can I {verb}?",
                    f"How long can I {verb} {what}?",
                    f"How long can I {verb} a {what[:-1]}?",
                    f"For how long can I {verb} {what}?",
                ],
                [(f"Can I {verb} {what}?", yes(text))],
                ["For how long?", "And for how long?"],
            )
        ],
        "",
    )
