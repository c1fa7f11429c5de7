"""Training: dense dialogues, short ones first; checkpoints every few minutes; resumes where it stopped.

The rate is held and falls to zero over the last part of the time given, so a finished model can be branched
off at any time (`--minutes` counts this run only). `--from FILE.gguf` continues from a shipped, quantised file.
"""

import argparse
import json
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import dialogues
import tokenizer as T
from muon import Muon
from names import Names
from network import Llama, Shape

BUCKETS = (64, 128, 192, 256, 320, 384, 448, 512)
PART = 2048  # tokens of one pass; a step sums several
KEPT = 0.55  # of a pass's tokens, how many reach the output matrix


class Feed:
    """Endless passes of equally long rows: (ids, targets, weights, chosen positions)."""

    def __init__(self, encoder, seed):
        self.encoder, self.names, self.rows = encoder, Names(random.Random(seed)), {b: [] for b in BUCKETS}

    def next(self, level, longest):
        while True:
            turns = dialogues.sample(self.names, level if self.names.chance(0.7) else 1.0 - level)
            ids, weights = self.encoder.dialogue(turns)
            over = next((b for b in BUCKETS if len(ids) - 1 <= b), BUCKETS[-1])
            under = max((b for b in BUCKETS if b <= len(ids)), default=None)
            bucket = under if under and len(ids) - 1 - under < 20 else over
            if bucket > longest:
                continue
            row = self.rows[bucket]
            row.append((ids[: bucket + 1], weights[: bucket + 1]))
            if len(row) == PART // bucket:
                self.rows[bucket] = []
                return self.pack(row, bucket)

    def pack(self, rows, bucket):
        ids = torch.full((len(rows), bucket + 1), T.PAD)
        weights = torch.zeros(len(rows), bucket + 1)
        for i, (a, w) in enumerate(rows):
            ids[i, : len(a)] = torch.tensor(a)
            weights[i, : len(a)] = torch.tensor(w)
        w = weights[:, 1:].flatten()
        order = (w + torch.rand(len(w)) * 0.03 * (w > 0)).argsort(descending=True)[: int(KEPT * len(w))]
        return ids[:, :-1].contiguous(), ids[:, 1:].flatten()[order], w[order], order


def measure(model, encoder, seed, count=160):
    """Exact replies per kind on unseen names, each given the true history; a quick guide only."""
    names = Names(random.Random(seed), unseen=True)
    right, total = {}, {}
    with torch.no_grad():
        for _ in range(count):
            ids, spans = [], []
            for t in dialogues.sample(names):
                i, w = encoder.turn(t)
                spans.append((t.kind, len(ids), w))
                ids += i
            if len(ids) > 640:
                continue
            best = model(torch.tensor([ids]), torch.bfloat16)[0].argmax(-1).tolist()
            for kind, start, w in spans:
                ok = all(best[start + j - 1] == ids[start + j] for j, x in enumerate(w) if x >= 1.0)
                right[kind] = right.get(kind, 0) + ok
                total[kind] = total.get(kind, 0) + 1
    return {k: f"{right[k]}/{total[k]}" for k in sorted(total)}


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--work", type=Path, required=True)
    p.add_argument("--minutes", type=float, default=90)
    p.add_argument("--falling", type=float, default=25, help="minutes over which the rate falls to zero at the end")
    p.add_argument("--from", dest="start", type=Path, help="a GGUF file or a checkpoint to continue from")
    p.add_argument("--save", default="checkpoint.pt")
    p.add_argument("--rate", type=float, default=0.013)
    p.add_argument("--tokens", type=int, default=8192, help="per step")
    p.add_argument("--short", type=float, default=2.5e6, help="tokens of short dialogues at the beginning")
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    if a.start and a.start.suffix == ".gguf":
        import export

        export.tokenizer_of(a.start, a.work / "tokenizer.json")
    path = a.work / "tokenizer.json"
    encoder = T.Encoder(T.load(path) if path.exists() else T.train(path))
    model = Llama(Shape(vocabulary=T.VOCABULARY))
    slices = []
    for b in model.blk:
        d, f = b.attn_output.shape[0], b.ffn_down.shape[1]
        slices += [(b.attn_qkv, i * d, (i + 1) * d) for i in range(3)] + [
            (b.attn_output, 0, d),
            (b.ffn_gate_up, 0, f),
            (b.ffn_gate_up, f, 2 * f),
            (b.ffn_down, 0, d),
        ]
    muon = Muon(slices)
    matrices = {id(x) for x, _, _ in slices}
    rest = [x for x in model.parameters() if id(x) not in matrices]
    adam = torch.optim.AdamW(rest, lr=0.004, betas=(0.9, 0.95), weight_decay=0.0)
    state = {"step": 0, "tokens": 0, "minutes": 0.0}
    if a.start and a.start.suffix == ".gguf":
        export.read(a.start, model)
        state.update(export.counts(a.start))
    elif a.start:
        saved = torch.load(a.start, weights_only=False)
        model.load_state_dict(saved["model"])
        state = saved["state"]
        for shape, b in saved["muon"].items():
            muon.buffers[shape].copy_(b)
        adam.load_state_dict(saved["adam"])
    smooth = {k: v.detach().clone() for k, v in model.named_parameters()}
    feed = Feed(encoder, a.seed * 1000003 + state["tokens"])

    def loss(ids, targets, weights, chosen):
        h = model.hidden(ids, torch.bfloat16).flatten(0, 1)[chosen]
        each = F.cross_entropy(F.linear(h, model.token_embd.bfloat16()).float(), targets, reduction="none")
        with torch.no_grad():
            reply = weights >= 1
            shown = (each * reply).sum() / reply.sum().clamp(min=1)
        return (each * weights).sum(), shown

    torch._dynamo.config.cache_size_limit = 32
    fast = torch.compile(loss, dynamic=False)

    def save(name, parameters=None):
        torch.save(
            {
                "model": parameters or model.state_dict(),
                "muon": muon.buffers,
                "adam": adam.state_dict(),
                "state": dict(state, minutes=spent + (time.time() - begun) / 60),
            },
            a.work / (name + ".new"),
        )
        (a.work / (name + ".new")).rename(a.work / name)

    spent, begun, saved_at, measured_at, average = state["minutes"], time.time(), time.time(), time.time(), None
    log = open(a.work / "train.log", "a")

    def tell(**line):
        text = json.dumps(
            dict(line, step=state["step"], tokens=state["tokens"], minutes=round((time.time() - begun) / 60, 1))
        )
        print(text, flush=True)
        log.write(text + "\n")
        log.flush()

    first = state["step"]
    while (now := (time.time() - begun) / 60) < a.minutes:
        scale = min(1.0, (state["step"] - first + 1) / 60, max(0.0, (a.minutes - now) / a.falling))
        early = state["tokens"] < a.short
        parts = max(1, (a.tokens // 2 if early else a.tokens) // PART)
        total = 0.0
        batch = [feed.next(0.0 if early else 1.0, 192 if early else BUCKETS[-1]) for _ in range(parts)]
        weight = sum(b[2].sum() for b in batch)
        for b in batch:
            value, shown = fast(*b)
            (value / weight).backward()
            total += shown.item() / parts
            state["tokens"] += b[0].numel()
        torch.nn.utils.clip_grad_norm_(rest, 1.0)
        muon.step(a.rate * scale, 0.02)
        for g in adam.param_groups:
            g["lr"] = 0.2 * a.rate * scale
        adam.step()
        for x in model.parameters():
            x.grad = None
        state["step"] += 1
        average = total if average is None else 0.98 * average + 0.02 * total
        if state["step"] % 5 == 0:
            with torch.no_grad():
                keep = min(0.97, 1 - 1 / (1 + (state["step"] - first) / 5))
                for k, v in model.named_parameters():
                    smooth[k].lerp_(v, 1 - keep)
        if state["step"] % 50 == 0:
            tell(
                reply_loss=round(average, 4),
                scale=round(scale, 3),
                per_second=int((state["tokens"]) / max(1, time.time() - begun)) if not first else None,
            )
        if time.time() - measured_at > 300:
            keep = {k: v.detach().clone() for k, v in model.named_parameters()}
            model.load_state_dict(smooth)
            tell(measured=measure(model, encoder, 77))
            model.load_state_dict(keep)
            measured_at = time.time()
        if time.time() - saved_at > 150:
            save(a.save)
            save("smooth.pt", dict(smooth))
            saved_at = time.time()
    save(a.save)
    tell(measured=measure(model, encoder, 77, 300), done=True)


if __name__ == "__main__":
    main()
