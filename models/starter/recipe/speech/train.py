"""Owns the training: from a model file on (--from FILE), or from nothing (--from-scratch), for so many minutes.

The learning rate falls along a half cosine over the time given, so the number of steps depends on the machine. The
state is kept in WORK/state.pt every few minutes; with --resume an interrupted training goes on where it stood.
A running average of the weights is what gets exported.
"""

import argparse
import math
import os
import queue
import threading
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "4096")

import torch
import torch.nn.functional as F

import convert
import tables
from shards import Shards
from tokens import Tokens

BATCH = 32
RATE = {"from": 1.0e-3, "scratch": 1.6e-3}
CTC_WEIGHT = 0.3
AVERAGE = 0.998
KEEP_EVERY = 180  # seconds


def losses(network, batch, on_encoder=True):
    """(cross entropy of the words, CTC of the letters a letter)."""
    mel, given, said, letters, lengths = batch
    with torch.autocast(mel.device.type, torch.bfloat16):
        heard = network.encoder(mel)
        words = network.decoder(given, heard)
        spelled = network.ctc(heard if on_encoder else heard.detach())
    told = F.cross_entropy(
        words.float().view(-1, words.shape[-1]), said.view(-1), ignore_index=-100, label_smoothing=0.03
    )
    flat = torch.tensor([letter for text in letters for letter in text])
    if len(flat) == 0:  # a batch of sounds without words has nothing to align
        return told, torch.zeros(())
    chances = spelled.float().log_softmax(-1).transpose(0, 1)
    ctc = F.ctc_loss(
        chances,
        flat,
        torch.tensor(lengths),
        torch.tensor([len(text) for text in letters]),
        reduction="none",
        zero_infinity=True,
    )
    return told, ctc.sum() / max(1, sum(len(text) for text in letters))


def schedule(share, step, peak):
    return peak * min(1, (step + 1) / 200) * (0.5 * (1 + math.cos(math.pi * min(1, share))) * 0.99 + 0.01)


class Trainer:
    def __init__(self, work, minutes, start, tables_folder, rate):
        self.work, self.seconds, self.scratch = work, minutes * 60, start is None
        self.tables, self.tokens = tables_folder, Tokens(tables_folder)
        self.network, self.used = convert.fresh(self.tokens) if self.scratch else convert.load(start, self.tokens)
        self.peak = rate or RATE["scratch" if self.scratch else "from"]
        large = [p for p in self.network.parameters() if p.ndim > 1]
        small = [p for p in self.network.parameters() if p.ndim <= 1]
        self.optimizer = torch.optim.AdamW(
            [{"params": large, "weight_decay": 0.02}, {"params": small, "weight_decay": 0}],
            lr=self.peak,
            betas=(0.9, 0.98),
            fused=True,
        )
        self.average = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.step = self.seen = 0
        self.spent = 0.0

    def resume(self):
        state = torch.load(self.work / "state.pt", map_location="cpu")
        self._widen(state)
        self.network.load_state_dict(state["weights"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average = state["average"]
        self.step, self.seen, self.spent = state["step"], state["seen"], state["spent"]

    def _widen(self, state):
        """Gives an older state the rows of tokens that the grammar has gained since, as they are in the new network."""
        here = {token: row for row, token in enumerate(self.used)}
        rows = torch.tensor([here[token] for token in state["used"]])
        name = "decoder.token_embedding.weight"
        table = self.network.state_dict()[name]
        at = [id(p) for group in self.optimizer.param_groups for p in group["params"]].index(
            id(self.network.decoder.token_embedding.weight)
        )
        moments = state["optimizer"]["state"][at]
        for values, key, fill in (
            (state["weights"], name, table),
            (state["average"], name, table),
            (moments, "exp_avg", torch.zeros_like(table)),
            (moments, "exp_avg_sq", torch.zeros_like(table)),
        ):
            wide = fill.clone()
            wide[rows] = values[key]
            values[key] = wide

    def keep(self):
        partial = self.work / "state.pt.partial"
        torch.save(
            {
                "weights": self.network.state_dict(),
                "average": self.average,
                "optimizer": self.optimizer.state_dict(),
                "used": self.used,
                "step": self.step,
                "seen": self.seen,
                "spent": self.spent,
            },
            partial,
        )
        os.replace(partial, self.work / "state.pt")
        convert.save(self.average, self.used, self.work / "speech.bin", self.tokens, self.tables)

    def run(self):
        data = Shards(self.work, self.used, self.tokens, seed=self.step)
        print(
            f"{len(data.items)} utterances, {len(self.used)} tokens, "
            f"{sum(p.numel() for p in self.network.parameters()) / 1e6:.1f} M parameters",
            flush=True,
        )
        if self.scratch:
            data.longest, data.window_share = 150, 0.0
        ready = queue.Queue(3)

        def feed():
            for batch in data.batches(BATCH):
                ready.put(batch)

        threading.Thread(target=feed, daemon=True).start()
        before, sums, kept = time.time(), [], time.time()
        self.network.train()
        while self.spent < self.seconds:
            share = self.spent / self.seconds
            if self.scratch and data.longest < 10**6:  # short utterances first, else the loss sits still
                data.longest = 150 + 500 * max(0, (share - 0.04) / 0.2) if share < 0.24 else 10**6
                data.window_share = float(share > 0.24)
            for group in self.optimizer.param_groups:
                group["lr"] = schedule(share, self.step, self.peak)
            told, ctc = losses(self.network, ready.get(), on_encoder=self.scratch or self.step > 250)
            weight = min(1.0, max(CTC_WEIGHT, 1.6 - 1.6 * share))
            self.optimizer.zero_grad(set_to_none=True)
            (told + weight * ctc).backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.optimizer.step()
            self.step, self.seen = self.step + 1, self.seen + BATCH
            self._blend()
            sums.append((told.item(), ctc.item()))
            now = time.time()
            self.spent, before = self.spent + now - before, now
            if self.step % 100 == 0:
                words, spelled = (sum(column) / len(sums) for column in zip(*sums, strict=True))
                print(
                    f"{self.spent / 60:6.1f} min, step {self.step}, {self.seen} heard, words {words:.3f}, "
                    f"letters {spelled:.3f}, shards {len(data.known)}",
                    flush=True,
                )
                sums = []
            if now - kept > KEEP_EVERY:
                self.keep()
                kept = now
        self.keep()

    @torch.no_grad()
    def _blend(self):
        if self.step % 4:
            return
        decay = min(AVERAGE, (1 + self.step) / (40 + self.step)) ** 4
        for name, value in self.network.state_dict().items():
            self.average[name].lerp_(value, 1 - decay)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--minutes", type=float, default=90)
    start = options.add_mutually_exclusive_group(required=True)
    start.add_argument("--from", dest="start", type=Path)
    start.add_argument("--from-scratch", action="store_true")
    options.add_argument("--resume", action="store_true")
    options.add_argument("--rate", type=float, help="the highest learning rate")
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    trainer = Trainer(chosen.work, chosen.minutes, chosen.start, tables.fetch(chosen.work), chosen.rate)
    if chosen.resume and (chosen.work / "state.pt").exists():
        trainer.resume()
    trainer.run()


if __name__ == "__main__":
    main()
