"""How a question arrives: lower case, without punctuation, a word lost or misheard, a letter mistyped."""

LETTERS = {"en": "abcdefghijklmnopqrstuvwxyz", "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя"}
HEARD = {  # words that a recogniser takes for each other, beside the thesaurus's own
    "en": "where were|there their|to two|for four|your you're|its it's|buy by|hour our|no know|right write|sea see|"
    "week weak|whole hole|sale sail|pair pear|meet meat|fare fair|are our|is his|than then|of off|ate eight|won one|"
    "wait weight|way weigh|plane plain|peace piece|wear where|mail male|road rode|sun son|tea tee|hear here|which witch",
    "ru": "сколько скока|сейчас щас|что чо|можно мона|пожалуйста пожалуста|здравствуйте здрасте|есть ес|когда када|"
    "чтобы чтоб|если еси|тысяча тыща|человек чел|ничего ничо|сегодня сёдня|вообще ваще",
    "zh": "在 再|做 作|那 哪|里 理|是 事|有 又|几 机|馆 管|费 飞|时 十|到 道|票 漂|员 园|证 正|车 扯|间 见|期 七|地 的|得 的",
}
POLITE = {
    "en": "excuse me|hi|hello|please|sorry|could you tell me|can you tell me|do you know|i'd like to know|hey|so|um|um so",
    "ru": "скажите пожалуйста|подскажите|извините|здравствуйте|добрый день|а|ну|хотел узнать|вы не знаете|можно узнать",
    "zh": "请问|你好|您好|麻烦问一下|我想问|不好意思|请问一下|那个|我想知道",
}


def heard(language, extra=()):
    table = {}
    for group in [g.split() for g in HEARD[language].split("|")] + list(extra):
        for w in group:
            table.setdefault(w, []).extend(x for x in group if x != w)
    return table


class Noise:
    def __init__(self, language, lexicon):
        self.language, self.table = language, heard(language, lexicon.sounds)
        self.polite = POLITE[language].split("|")

    def __call__(self, rng, text):
        x = rng.random()
        if x < 0.15:
            text = self.wrap(rng, text)
        if rng.random() < 0.45:
            text = plain(text)
        if rng.random() < 0.12:
            text = self.mishear(rng, text)
        if rng.random() < 0.12:
            text = self.lose(rng, text)
        if self.language != "zh" and rng.random() < 0.15:
            text = self.mistype(rng, text)
        return text

    def wrap(self, rng, text):
        mark = "" if self.language == "zh" else " "
        return rng.choice(self.polite) + mark + (text if text[:2].isupper() else text[:1].lower() + text[1:])

    def units(self, text):
        return list(text) if self.language == "zh" else text.split()

    def whole(self, words):
        return ("" if self.language == "zh" else " ").join(words)

    def mishear(self, rng, text):
        words = self.units(text)
        places = [i for i, w in enumerate(words) if w.lower() in self.table]
        if places:
            i = rng.choice(places)
            words[i] = rng.choice(self.table[words[i].lower()])
        return self.whole(words)

    def lose(self, rng, text):
        """Only a short word: a long one usually carries the question."""
        words = self.units(text)
        places = [i for i, w in enumerate(words) if len(w) <= 4]
        if len(words) > 4 and places:
            del words[rng.choice(places)]
        return self.whole(words)

    def mistype(self, rng, text):
        words = text.split()
        places = [i for i, w in enumerate(words) if len(w) > 4 and w.isalpha()]
        if not places:
            return text
        i = rng.choice(places)
        w, k = words[i], rng.randrange(1, len(words[i]) - 1)
        letter = rng.choice(LETTERS[self.language])
        words[i] = rng.choice(
            (w[:k] + w[k + 1 :], w[:k] + w[k + 1] + w[k] + w[k + 2 :], w[:k] + letter + w[k + 1 :], w[:k] + w[k] + w[k:])
        )
        return " ".join(words)


def plain(text):
    return "".join(c for c in text.lower() if c not in "?!,;.？！，。;：«»\"").strip()
