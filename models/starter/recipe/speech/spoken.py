"""Owns how a written sentence sounds: numbers, ordinals, clock times and letters put into words."""

import re

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = dict(
    zip(
        range(1, 21),
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        strict=True,
    )
) | {30: "thirtieth"}
LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "ay bee see dee ee eff jee aitch eye jay kay ell em en oh pee cue ar ess tee you vee "
        "double you ex why zee".split(" ", 22)[:22]
        + ["double you", "ex", "why", "zee"],
        strict=True,
    )
)


def cardinal(n):
    """25 -> "twenty five"; up to a million."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (" " + ONES[n % 10] if n % 10 else "")
    if n < 1000:
        return ONES[n // 100] + " hundred" + (" " + cardinal(n % 100) if n % 100 else "")
    if n < 1_000_000:
        return cardinal(n // 1000) + " thousand" + (" " + cardinal(n % 1000) if n % 1000 else "")
    return " ".join(ONES[int(digit)] for digit in str(n))


def ordinal(n):
    return ORDINALS.get(n) or TENS[n // 10] + " " + ORDINALS[n % 10]


def year(n):
    """2026 -> "twenty twenty six"."""
    return cardinal(n // 100) + " " + cardinal(n % 100) if n >= 2010 else cardinal(n)


def _clock(match):
    hour, minute = int(match[1]), match[2]
    if minute == "00":
        return cardinal(hour)
    return cardinal(hour) + (" oh " if minute[0] == "0" else " ") + cardinal(int(minute))


def speak(text):
    """The words for a speech synthesiser."""
    text = re.sub(r"\b(\d+):(\d\d)\b", _clock, text)
    text = re.sub(r"\b(\d+)(st|nd|rd|th)\b", lambda m: ordinal(int(m[1])), text)
    text = re.sub(r"(?<=[,a-z] )(20[1-9]\d)(?=[.,?]|$)", lambda m: year(int(m[1])), text)
    text = re.sub(
        r"\b(\d+)\.(\d+)\b", lambda m: cardinal(int(m[1])) + " point " + " ".join(ONES[int(d)] for d in m[2]), text
    )
    text = re.sub(r"\d+", lambda m: cardinal(int(m[0])), text)
    text = re.sub(r"\b(am|pm)\b(?!,? I\b)", _meridiem, text)
    text = re.sub(r"(?i)\bx-ray", "ex ray", text)
    text = re.sub(r"(?i)\bwi-?fi\b", "why fye", text)
    return re.sub(r"(?i)\bdvd\b", "dee vee dee", text)


def _meridiem(match):
    """ "am" is a time of day only behind a number; "I am" stays."""
    before = match.string[: match.start()].rstrip().split()
    numberlike = before and (before[-1] in ONES or before[-1] in TENS)
    return f"{match[1][0]}.m." if numberlike else match[1]


def letters_only(spoken):
    """What the auxiliary CTC head reads: the spoken words in a-z, apostrophe and space."""
    spoken = re.sub(r"\b([ap])\.m\.", r"\1 m", spoken)
    spoken = re.sub(r"\b([A-Z])\b(?=,|\.|$| [A-Z]\b)", lambda m: LETTERS[m[1]] if m[1] != "I" else "i", spoken)
    return re.sub(r"\s+", " ", re.sub(r"[^a-z' ]", " ", spoken.lower())).strip()
