"""Measures the published files on the banks of tests/answers, beside BM25 alone, and prints the tables of the card.

python models/starter/recipe/encoder/evaluate.py [--models models/starter]

Recall: is a line that holds the answer the first, or among the first three, of the place's lines? The reader sees the
twelve lines that BM25 and the vectors bring together.
"""

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

import torch
from safetensors.torch import load_file

import documents
import tokens as T
from network import Encoder, Shape, names

ENDINGS = re.compile(r"(?:ings?|ed|e?s|ly)$")
RUSSIAN = 5  # letters of a word that are kept
SYSTEMS = ("BM25", "vectors", "both", "reader", "both and reader")


def stems(language, text):
    """Roughly what a stemmer leaves; of Chinese, characters and pairs of them."""
    text = text.lower().replace("ё", "е")
    out = []
    for word in re.findall(r"[一-鿿]+|\w+", text):
        if "一" <= word[0] <= "鿿":
            out += list(word) + [word[i : i + 2] for i in range(len(word) - 1)]
        elif language == "ru":
            out.append(word[:RUSSIAN])
        else:
            out.append(ENDINGS.sub("", word) if len(word) > 4 else word)
    return out


class Bm25:
    def __init__(self, language, texts, k=1.2, b=0.75):
        self.language, self.k, self.b = language, k, b
        self.counts = [Counter(stems(language, t)) for t in texts]
        self.lengths = [sum(c.values()) for c in self.counts]
        self.mean = sum(self.lengths) / len(texts)
        found = Counter(w for c in self.counts for w in c)
        self.weight = {w: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for w, n in found.items()}

    def scores(self, question):
        words = stems(self.language, question)
        return [
            sum(
                self.weight.get(w, 0) * c[w] * (self.k + 1) / (c[w] + self.k * (1 - self.b + self.b * n / self.mean))
                for w in words
            )
            for c, n in zip(self.counts, self.lengths)
        ]


class Model:
    def __init__(self, folder):
        config = json.loads((folder / "encoder.json").read_text())
        shape = Shape(**{k: config[k] for k in Shape.__dataclass_fields__})
        self.model, self.most = Encoder(shape), config["max_tokens"]
        weights = {k: v.float() for k, v in load_file(folder / "encoder.safetensors").items()}
        state = {ours: weights[theirs] for ours, theirs in names(shape).items()}
        self.model.load_state_dict(dict(state, scale=torch.tensor(0.0)))
        self.model.eval()
        self.tokenizer = T.load(folder / "encoder-tokenizer.json")

    @torch.no_grad()
    def vectors(self, texts):
        rows = [T.cut(e.ids, self.most) for e in self.tokenizer.encode_batch(texts)]
        return torch.cat([self.model.vectors(torch.tensor([r])) for r in rows])

    @torch.no_grad()
    def read(self, question, units):
        out = []
        for unit in units:
            e = self.tokenizer.encode(question, unit)
            ids, types = T.cut(e.ids, self.most), e.type_ids[: self.most]
            out.append(torch.sigmoid(self.model.read(torch.tensor([ids]), torch.tensor([types]))).item())
        return out


def ranks(scores):
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    return {x: i for i, x in enumerate(order)}


def joined(*lists):
    """Reciprocal ranks added up."""
    tables = [ranks(x) for x in lists]
    return [sum(1 / (10 + t[i]) for t in tables) for i in range(len(lists[0]))]


def auc(pairs):
    right = [p for p, y in pairs if y]
    wrong = [p for p, y in pairs if not y]
    return sum((r > w) + 0.5 * (r == w) for r in right for w in wrong) / max(1, len(right) * len(wrong))


def measure(model):
    places, questions = documents.banks()
    language = {q.place: q.language for q in questions}
    bm25 = {name: Bm25(language[name], x) for name, x in places.items() if name in language}
    vectors = {name: model.vectors(places[name]) for name in bm25}
    hits, judged, total = defaultdict(Counter), defaultdict(list), Counter()
    for q in questions:
        total[q.language] += 1
        words = bm25[q.place].scores(q.ask)
        dense = (vectors[q.place] @ model.vectors([q.ask])[0]).tolist()
        both = joined(words, dense)
        best = sorted(range(len(both)), key=lambda i: -both[i])[:12]
        read = model.read(q.ask, [places[q.place][i] for i in best])
        judged[q.language] += [(p, i in q.right) for p, i in zip(read, best)]
        again = dict(zip(best, (p + 0.001 * both[i] for p, i in zip(read, best))))
        reread = [again.get(i, -1.0) for i in range(len(both))]
        mixed = joined(both, reread)
        for name, scores in zip(SYSTEMS, (words, dense, both, reread, mixed)):
            order = sorted(range(len(scores)), key=lambda i: -scores[i])
            hits[q.language][name, 1] += order[0] in q.right
            hits[q.language][name, 3] += bool(q.right & set(order[:3]))
            hits[q.language][name, 12] += bool(q.right & set(order[:12]))
    return total, hits, judged


def show(total, hits, judged):
    print("| language | questions | " + " | ".join(f"{s} @1 / @3" for s in SYSTEMS) + " |")
    print("| --- " * (len(SYSTEMS) + 2) + "|")
    for x in total:
        shares = (f"{100 * hits[x][s, 1] / total[x]:.1f} / {100 * hits[x][s, 3] / total[x]:.1f}" for s in SYSTEMS)
        print(f"| {x} | {total[x]} | " + " | ".join(shares) + " |")
    every = sum(total.values())
    share = lambda s, k: 100 * sum(h[s, k] for h in hits.values()) / every  # noqa: E731
    print(f"| all | {every} | " + " | ".join(f"{share(s, 1):.1f} / {share(s, 3):.1f}" for s in SYSTEMS) + " |")
    print("\n| language | among the twelve read | pairs read | AUC | right at 0.5 | all wrong at 0.5 would be |")
    print("| --- | --- | --- | --- | --- | --- |")
    for x in list(total) + ["all"]:
        pairs = judged[x] if x in judged else [p for v in judged.values() for p in v]
        found = 100 * hits[x]["both", 12] / total[x] if x in judged else share("both", 12)
        ok = sum((p > 0.5) == y for p, y in pairs) / len(pairs)
        none = sum(not y for _, y in pairs) / len(pairs)
        print(f"| {x} | {found:.1f} % | {len(pairs)} | {auc(pairs):.3f} | {100 * ok:.1f} % | {100 * none:.1f} % |")


if __name__ == "__main__":
    torch.set_num_threads(1)  # two threads on shared cores wait for each other
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--models", type=Path, default=Path(__file__).resolve().parents[2])
    show(*measure(Model(p.parse_args().models)))
