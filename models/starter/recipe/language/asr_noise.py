"""How questions arrive: politely wrapped, without capitals, and with small errors of speech recognition."""

LESS = (
    "excuse me, ",
    "please tell me, ",
    "hi, ",
    "hello, ",
    "okay, ",
    "sorry, ",
    "so, ",
    "um, ",
    "hey, ",
    "now, ",
    "mynah, ",
)
SWAPS = {
    "is": ("his", "was", "it's"),
    "the": ("a", "that", "this"),
    "a": ("the",),
    "does": ("do", "is"),
    "are": ("is",),
    "where": ("were",),
    "how": ("who",),
    "do": ("to", "does"),
    "for": ("four",),
    "to": ("the",),
    "at": ("that", "the"),
    "in": ("and",),
    "on": ("in",),
    "what": ("but",),
    "can": ("could",),
    "it": ("that",),
    "of": ("for",),
    "and": ("in",),
    "an": ("a",),
    "who": ("how",),
}


def slip(n, text):
    """One small error; never in a number, a name, or a tool's words."""
    words = text.split()
    places = [i for i, w in enumerate(words) if w.lower() in SWAPS]
    if not places:
        return text
    i = n.pick(places)
    if words[i].lower() in ("the", "a", "an", "is", "do", "does", "of", "to") and n.chance(0.55):
        if i == 0:
            return text
        del words[i]
    elif n.chance(0.1):
        words.insert(i, words[i])
    else:
        new = n.pick(SWAPS[words[i].lower()])
        words[i] = new.capitalize() if words[i][0].isupper() else new
    return " ".join(words)


def definite(text):
    """How much is a coffee? -> How much is the coffee?"""
    for head in (
        "How much is a",
        "What does a",
        "How much does a",
        "What is the price of a",
        "Where can I get a",
        "Is a",
    ):
        for article in (" ", "n "):
            if text.startswith(head + article):
                return head[:-1] + "the " + text[len(head + article) :]
    return text


def spoken(n, text, kind):
    if n.chance(0.07) and kind not in ("tool", "talk") and not text.startswith("And"):
        text = slip(n, text)
    if n.chance(0.07) and kind != "talk":
        first = text.split()[0]
        rest = (
            text
            if first in ("I", "I'm") or first[0].isdigit()
            else text[0].lower() + text[1:] if first.lower() in STARTS else None
        )
        if rest:
            text = n.pick(LESS) + rest
            text = text[0].upper() + text[1:]
    elif n.chance(0.03) and kind != "talk" and text[-1] in ".?" and "please" not in text.lower():
        text = text[:-1] + ", please" + text[-1]
    x = n.rng.random()
    if x < 0.2:
        text = text.lower().rstrip(".?!").replace(",", "")
    elif x < 0.26:
        text = text.lower()
    elif x < 0.3:
        text = text.rstrip(".?")
    return text


STARTS = set(
    (
        "where when what which who how is are does do can may could tell show set start cancel stop convert "
        "calculate add subtract multiply divide at on until from add give timer remind was were"
    ).split()
)
