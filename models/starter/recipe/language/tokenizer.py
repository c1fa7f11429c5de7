"""The tokenizer: byte-level BPE over the generator's own text, and the one way a dialogue becomes token ids."""

import random

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

import names as lists
from names import Names

SPECIAL = ["<|end|>", "<|pad|>", "<|facts|>", "<|user|>", "<|reply|>", "<|tool|>", "<|result|>", "<|system|>"]
END, PAD, FACTS, USER, REPLY, TOOL, RESULT, SYSTEM = range(8)
VOCABULARY = 2048
WEIGHT = {
    "passage": 0.04,
    "question": 0.12,
    "reply": 1.0,
    "decision": 6.0,
}  # yes, no, refuse or answer: one token decides


def train(path, seed=11, dialogues=20000):
    import dialogues as D

    n = Names(random.Random(seed))

    def text():
        for _ in range(dialogues):
            for t in D.sample(n):
                yield from t.passages
                yield t.user
                yield t.reply
        for group in (lists.SURNAMES, lists.WOMEN, lists.MEN, lists.WORDS, lists.PLACES, lists.TWO, lists.GOODS):
            for word in group:
                yield from (" " + word,) * 30

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=SPECIAL,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(text(), trainer)
    tokenizer.save(str(path))
    return tokenizer


def load(path):
    return Tokenizer.from_file(str(path))


class Encoder:
    """Turns to token ids and the weight of each one in the loss."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer

    def text(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def line(self, text):
        """Every line begins with a space: a name is the same tokens at its start and in its middle."""
        return self.text(" " + text.replace("\n", "\n "))

    def turn(self, t):
        ids, weights = [], []

        def put(tokens, weight):
            ids.extend(tokens)
            weights.extend([weight] * len(tokens))

        if t.passages:
            put([FACTS], 0.0)
            put(self.line("\n".join(t.passages)), WEIGHT["passage"])
        put([USER], 0.0)
        put(self.line(t.user), WEIGHT["question"])
        put([REPLY], 0.0)
        reply = ([TOOL] + self.text(t.reply) if t.reply.startswith("{") else self.line(t.reply)) + [END]
        put(reply[:1], WEIGHT["decision"])
        put(reply[1:], WEIGHT["reply"])
        if t.reply.startswith("{"):
            put([RESULT] + self.line(t.result) + [END], 0.0)
        return ids, weights

    def dialogue(self, turns):
        ids, weights = [], []
        for t in turns:
            i, w = self.turn(t)
            ids += i
            weights += w
        return ids, weights
