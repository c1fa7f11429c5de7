"""The first vectors of the words: which pieces stand together, in a line, in a question and its unit, in a thesaurus.

Counts, weighed by how surprising they are (PPMI), made short by a singular value decomposition. It takes a minute,
and the network begins with synonyms already near each other.
"""

import random

import torch

import data
import tokens as T

WINDOW = 4


class Counts:
    def __init__(self, tokenizer):
        self.tokenizer, self.size = tokenizer, tokenizer.get_vocab_size()
        self.counts = torch.zeros(self.size, self.size)

    def ids(self, texts):
        return [torch.tensor(e.ids[1:-1], dtype=torch.long) for e in self.tokenizer.encode_batch(list(texts))]

    def across(self, left, right, weight):
        """Every piece of the one text with every piece of the other; long texts count no more than short ones."""
        if len(left) and len(right):
            a, b = left.repeat_interleave(len(right)), right.repeat(len(left))
            share = torch.full((len(a),), weight / max(1.0, (len(left) * len(right)) ** 0.5))
            self.counts.index_put_((a, b), share, accumulate=True)
            self.counts.index_put_((b, a), share, accumulate=True)

    def within(self, ids, weight):
        for step in range(1, WINDOW + 1):
            a, b = ids[:-step], ids[step:]
            share = torch.full((len(a),), weight / step)
            self.counts.index_put_((a, b), share, accumulate=True)
            self.counts.index_put_((b, a), share, accumulate=True)

    def itself(self, weight):
        self.counts.diagonal().add_(self.counts.sum(1) * weight)


def counted(tokenizer, places, rounds=1500, seed=7):
    c = Counts(tokenizer)
    source = data.Source(random.Random(seed), places)
    drawn = [source.draw(kind) for kind in ("templates", "world") for _ in range(rounds)]
    for x in source.lexicons.values():
        for group in x.same:
            ids = c.ids(group[:12])
            for i, left in enumerate(ids):
                for right in ids[:i]:
                    c.across(left, right, 1.5)
        for lefts, rights in x.covers + x.hints:
            for left in c.ids(lefts):
                for right in c.ids(rights[:12]):
                    c.across(left, right, 0.7)
        for phrases in x.frames.values():
            for ids in c.ids(phrases):
                c.within(ids, 0.3)
    for p, weight in [(p, 1.0) for p in places] + [(p, 0.15) for p in drawn]:
        units, asks = c.ids(p.units), c.ids(q for q, _ in p.asks)
        for ids in units + asks:
            c.within(ids, 0.3 * weight)
        for ids, (_, own) in zip(asks, p.asks):
            c.across(ids, units[own], weight)
    return c


def vectors(tokenizer, places, width):
    """One vector a piece, of the size at which the network's own would begin."""
    c = counted(tokenizer, places)
    c.itself(0.1)
    total, sums = c.counts.sum(), c.counts.sum(1)
    common = sums.pow(0.75)
    expected = sums[:, None] * common[None, :] / common.sum()
    surprise = (c.counts / expected.clamp(min=1e-6)).clamp(min=1e-6).log().clamp(min=0)
    del expected
    torch.manual_seed(1)
    u, s, _ = torch.svd_lowrank(surprise, q=width, niter=3)
    out = u * s.sqrt()
    out = out - out.mean(0)
    out = out / out.std(0).clamp(min=1e-6).pow(0.5)
    length = out.norm(dim=1, keepdim=True)
    # A piece that was never met keeps a direction of its own; every other gets some of one, to be told from its likes.
    own = torch.randn(len(out), width)
    own = own / own.norm(dim=1, keepdim=True)
    known = (sums > 0).float()[:, None]
    out = known * (0.85 * out / length.clamp(min=1e-6) + 0.4 * own) + (1 - known) * own
    print(f"{int(known.sum())} of {len(out)} pieces counted, {float(total):.0f} in all", flush=True)
    return out * 0.7


if __name__ == "__main__":
    import sys
    import time

    start = time.time()
    tokenizer = T.load(sys.argv[1])
    v = torch.nn.functional.normalize(vectors(tokenizer, data.written()[0], 192), dim=1)
    print(f"{time.time() - start:.0f} s")
    for word in ("loo", "price", "kids", "туалет", "цена", "ребенок", "厕", "钱", "票", "park", "close"):
        i = tokenizer.token_to_id(word)
        if i is not None:
            near = (v @ v[i]).topk(8).indices.tolist()
            print(word, [tokenizer.id_to_token(x) for x in near[1:]])
