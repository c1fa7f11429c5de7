"""Which statements are made about which kind of thing, and how often."""

from contents import about, describe, get, get_on, goes, has, phone, quality, size
from sample_place import borrow, bus, code, discount, dish, need, pay, rule
from money import cost, free
from people import founded, who
from when import closed, lasts, moment, open_day, starts
from where import directions, where

FORMS = {
    "place": [
        (where, 8),
        (moment, 6),
        (closed, 2.2),
        (open_day, 1.3),
        (who, 3),
        (phone, 1.8),
        (get, 2),
        (has, 1.3),
        (quality, 0.6),
        (free, 0.7),
        (cost, 0.5),
        (rule, 0.7),
        (need, 0.5),
        (founded, 0.4),
        (goes, 0.3),
        (code, 0.3),
        (directions, 0.4),
        (dish, 0.3),
        (pay, 0.2),
    ],
    "site": [
        (where, 4),
        (describe, 2),
        (moment, 4),
        (closed, 2.5),
        (open_day, 1.5),
        (who, 3),
        (phone, 2),
        (rule, 2.5),
        (founded, 1),
        (free, 0.6),
        (code, 1),
        (bus, 1.2),
        (need, 0.4),
        (has, 0.6),
        (pay, 0.4),
    ],
    "item": [
        (cost, 8),
        (where, 0.5),
        (get_on, 1),
        (free, 0.7),
        (need, 0.3),
        (discount, 0.8),
        (dish, 0.5),
        (pay, 0.5),
        (borrow, 0.5),
    ],
    "event": [
        (starts, 5),
        (lasts, 3),
        (cost, 3),
        (where, 3),
        (who, 2.5),
        (about, 1.2),
        (free, 0.5),
        (need, 0.3),
        (discount, 0.3),
    ],
    "exhibit": [(size, 4), (where, 3), (founded, 3), (about, 0.4)],
}


def draw_form(n, kind, used):
    forms = [(f, w) for f, w in FORMS[kind] if w and f not in used] or [FORMS[kind][0]]
    total = sum(w for _, w in forms) * n.rng.random()
    for form, weight in forms:
        total -= weight
        if total <= 0:
            return form
    return forms[-1][0]
