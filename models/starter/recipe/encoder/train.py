"""Training: questions against units (InfoNCE over the batch, with the place's other units as near misses), the reader.

Two spells on one schedule: warm-up on synonyms, templates and the language recipe's worlds, then the written pairs
with some of those beside them. The reader learns from the nearest wrong units of the same place, as the encoder then
finds them. "best.pt" is the checkpoint with the best figures on the held-out places, "last.pt" the end of the schedule.
"""

import argparse
import json
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import data
import tokens as T
import words
from network import Encoder, Shape

WARM = {"synonyms": 3, "templates": 4, "world": 2}
MAIN = {"written": 12, "synonyms": 1, "templates": 3, "world": 1}
BATCH = 96  # questions of a step
READ = 36  # questions of a step that the reader sees, each with its own unit and three others
LONGEST_ASK, LONGEST = 40, 96


def padded(rows):
    out = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    for i, row in enumerate(rows):
        out[i, : len(row)] = torch.tensor(row)
    return out


def by_length(rows, parts, run):
    """Runs the rows in parts of like length, which wastes less on padding; gives the results in the rows' order."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    size = -(-len(order) // parts)
    done = torch.cat([run(order[i : i + size]) for i in range(0, len(order), size)])
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return done[back]


class Batch:
    """The questions and units of several places; `own[q]` answers question q, `place` says whose each one is."""

    def __init__(self, tokenizer, places):
        asks, units, near, self.own, self.home, self.place = [], [], [], [], [], []
        for k, p in enumerate(places):
            first = len(units)
            for q, u in p.asks:
                asks.append(q)
                self.own.append(first + u)
                self.home.append(k)
            near += [(q, first + u) for q, u in p.near]
            units += p.units
            self.place += [k] * len(p.units)
        self.asks = [T.cut(e.ids, LONGEST_ASK) for e in tokenizer.encode_batch(asks)]
        self.near = [T.cut(e.ids, LONGEST_ASK) for e in tokenizer.encode_batch([q for q, _ in near])]
        self.missed = torch.tensor([u for _, u in near], dtype=torch.long)
        self.units = [T.cut(e.ids, LONGEST) for e in tokenizer.encode_batch(units)]
        index = {}
        same = torch.tensor([index.setdefault(tuple(u), len(index)) for u in self.units])
        self.own, self.home, self.place = map(torch.tensor, (self.own, self.home, self.place))
        # a unit that reads the same as the right one is no wrong answer
        self.alike = same[self.own][:, None] == same[None, :]


def contrast(model, batch):
    count = len(batch.asks)
    every = batch.asks + batch.near
    q = by_length(every, 1, lambda rows: model.vectors(padded([every[i] for i in rows])))
    u = by_length(batch.units, 3, lambda rows: model.vectors(padded([batch.units[i] for i in rows])))
    sharp = model.scale.clamp(max=4.0).exp()
    near = q[:count] @ u.T
    rows = torch.arange(count)
    right = batch.alike.clone()
    right[rows, batch.own] = False
    loss = F.cross_entropy((near * sharp).masked_fill(right, -1e4), batch.own)
    # From a unit's side, another question that it answers is no wrong one; one that it misses narrowly is.
    back = (u[batch.own] @ q.T) * sharp
    same = batch.alike[:, batch.own].T.clone()
    same[rows, rows] = False
    back[:, :count] = back[:, :count].masked_fill(same, -1e4)
    stranger = batch.missed[None, :] != batch.own[:, None]
    back[:, count:] = back[:, count:].masked_fill(stranger, -1e4)
    return loss + 0.5 * F.cross_entropy(back, rows), near.detach()


def pair(ask, unit):
    ids = ask + unit[1:]
    return ids[:LONGEST], ([0] * len(ask) + [1] * (len(unit) - 1))[:LONGEST]


def read(model, batch, near, rng):
    """Each question with its unit, the two nearest wrong ones of its place, and a stranger now and then."""
    rows, labels = [], []
    chosen = rng.sample(range(len(batch.asks)), min(READ, len(batch.asks)))
    for q in chosen:
        wrong = (batch.place == batch.home[q]) & ~batch.alike[q]
        scores = near[q].masked_fill(~wrong, -2.0) + torch.rand(len(near[q])) * 0.25
        hard = [i for i in scores.topk(min(3, len(scores))).indices.tolist() if wrong[i]]
        if len(hard) < 3 or rng.random() < 0.2:
            hard = hard[:2] + [x for x in [rng.randrange(len(batch.units))] if not batch.alike[q, x]]
        for i, label in [(int(batch.own[q]), 1.0)] + [(i, 0.0) for i in hard]:
            rows.append(pair(batch.asks[q], batch.units[i]))
            labels.append((label, len(labels) if label else None))
    lists = len(labels)
    for q, i in zip(batch.near, batch.missed.tolist()):
        rows.append(pair(q, batch.units[i]))
        labels.append((0.0, None))
    ids = [r[0] for r in rows]

    def run(part):
        return model.read(padded([rows[i][0] for i in part]), padded([rows[i][1] for i in part]))

    logits = by_length(ids, 3, run)
    target = torch.tensor([x for x, _ in labels])
    loss = F.binary_cross_entropy_with_logits(logits, target, pos_weight=torch.tensor(2.0))
    starts = [x for _, x in labels if x is not None] + [lists]
    listwise = torch.stack([-F.log_softmax(logits[a:b], 0)[0] for a, b in zip(starts, starts[1:])]).mean()
    return loss + 0.5 * listwise


@torch.no_grad()
def measure(model, tokenizer, places, most=240):
    """Recall@1 and @3 among a place's units, and the reader's share of right first places among the nearest eight."""
    model.eval()
    model.table = None
    hit = {x: [0, 0, 0, 0] for x in data.LANGUAGES}
    for p in places:
        units = [T.cut(e.ids, LONGEST) for e in tokenizer.encode_batch(p.units)]
        seen = [a for i, a in enumerate(p.asks) if i % max(1, len(p.asks) * len(places) // most) == 0]
        if not seen:
            continue
        asks = [T.cut(e.ids, LONGEST_ASK) for e in tokenizer.encode_batch([q for q, _ in seen])]
        u, q = model.vectors(padded(units)), model.vectors(padded(asks))
        for i, (_, own) in enumerate(seen):
            order = (u @ q[i]).argsort(descending=True).tolist()[:8]
            rows = [pair(asks[i], units[x]) for x in order]
            logits = model.read(padded([r[0] for r in rows]), padded([r[1] for r in rows]))
            h = hit[p.language]
            h[0] += 1
            h[1] += order[0] == own
            h[2] += own in order[:3]
            h[3] += order[int(logits.argmax())] == own
    model.train()
    out = {x: [h[0]] + [round(n / h[0], 3) for n in h[1:]] for x, h in hit.items() if h[0]}
    means = [sum(v[1:]) / 3 for v in out.values()]
    return out, sum(means) / len(means) if means else 0.0


def rates(step_share, peak):
    """Up over the first twentieth, level, down to nothing over the last half."""
    return peak * min(1.0, step_share * 20, max(0.0, (1 - step_share) * 2))


def mixture(share, warm, has_written):
    weights = WARM if share < warm or not has_written else MAIN
    return list(weights), list(weights.values())


def adam(model, rate):
    """Only the matrices and the words are drawn towards zero."""
    apart = ("positions", "types", "reader", "matters")
    groups = {True: [], False: []}
    for name, x in model.named_parameters():
        groups[x.dim() == 2 and not name.startswith(apart)].append(x)
    parts = [{"params": groups[True], "weight_decay": 0.03}, {"params": groups[False], "weight_decay": 0.0}]
    return torch.optim.AdamW(parts, lr=rate, betas=(0.9, 0.98), fused=True)


def learn(model, optimiser, batch, rng):
    """One step; gives the two losses."""
    model.gather([torch.tensor(x) for x in batch.asks + batch.near + batch.units])
    with torch.autocast("cpu", torch.bfloat16):
        loss, near = contrast(model, batch)
        reading = read(model, batch, near, rng)
    optimiser.zero_grad(set_to_none=True)
    (loss + reading).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    return loss.item(), reading.item()


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--work", type=Path, required=True)
    p.add_argument("--minutes", type=float, default=35)
    p.add_argument("--warm", type=float, default=0.05, help="the share of the time for warm-up")
    p.add_argument("--rate", type=float, default=1e-3)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--from", dest="start", type=Path, help="continue from this checkpoint")
    p.add_argument("--dropout", type=float, default=0.1)
    p.add_argument("--favour", nargs="*", default=[], help="files of pairs that are drawn three times as often: en-v")
    a = p.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(1)  # two cores are often shared, and then two threads are slower than one
    rng = random.Random(a.seed)
    tokenizer = T.load(a.work / "tokenizer.json")
    written, held = data.written(favoured=a.favour)
    if not held:  # no pairs yet: drawn places say something too
        other = data.Source(random.Random(99), [])
        held = [other.draw(k) for k in ("templates", "world") for _ in range(60)]
    source = data.Source(rng, written)
    model = Encoder(Shape(vocab_size=tokenizer.get_vocab_size()), a.dropout)
    if a.start:
        model.load_state_dict(torch.load(a.start, weights_only=True))
    else:
        model.words.weight.data.copy_(words.vectors(tokenizer, written, model.shape.hidden_size))
    count = sum(x.numel() for x in model.parameters())
    print(f"{count:,} parameters, {len(written)} places, {len(held)} held out", flush=True)
    optimiser = adam(model, a.rate)
    start, step, best, told, sums = time.time(), 0, -1.0, time.time(), [0.0, 0.0, 0]
    while (share := (time.time() - start) / 60 / a.minutes) < 1:
        for group in optimiser.param_groups:
            group["lr"] = rates(share, a.rate)
        kinds, weights = mixture(share, a.warm, written)
        places = []
        while sum(len(x.asks) for x in places) < BATCH:
            places.append(source.draw(rng.choices(kinds, weights)[0]))
        losses = learn(model, optimiser, Batch(tokenizer, places), rng)
        step += 1
        sums = [sums[0] + losses[0], sums[1] + losses[1], sums[2] + 1]
        if time.time() - told > 120:
            figures, score = measure(model, tokenizer, held)
            mean, minutes = [round(x / sums[2], 3) for x in sums[:2]], (time.time() - start) / 60
            print(f"{minutes:5.1f} min step {step} loss {mean} held out {json.dumps(figures)} {score:.4f}", flush=True)
            told, sums = time.time(), [0.0, 0.0, 0]
            source.places = data.Source(rng, data.written(favoured=a.favour)[0]).places  # pairs may be added meanwhile
            if score > best and share > a.warm * 0.5:
                best = score
                torch.save(model.state_dict(), a.work / "best.pt")
    figures, score = measure(model, tokenizer, held)
    print(f"end: step {step} held out {json.dumps(figures)} {score:.4f}", flush=True)
    torch.save(model.state_dict(), a.work / "last.pt")
    if score >= best:
        torch.save(model.state_dict(), a.work / "best.pt")


if __name__ == "__main__":
    main()
