"""Owns the way from shards on the disk to batches: shuffling, sorting by length, warping, masking, targets.

New shards are noticed while training runs, so synthesis may go on beside it.
"""

import json
from pathlib import Path

import numpy as np
import torch

from network import LETTERS
from tokens import BLANK, END, NO_SPEECH, NO_TIMESTAMPS, START

BINS = 80
RECORDED = ("flite", "festival")  # voices cut from recordings are the harder ones: heard twice in a pass
NOTHING = "nothing"  # the target of a wordless sound that is answered with the no-speech token


class Shards:
    def __init__(self, work, used, tokens, seed=0):
        self.folder, self.tokens = Path(work) / "shards", tokens
        self.row = {token: row for row, token in enumerate(used)}
        self.g = np.random.default_rng(seed)
        self.maps, self.items, self.known, self.texts = [], [], set(), {}
        self.deck, self.waiting = [], []  # what is heard in one pass; what is left of this pass
        self.longest, self.window_share = 10**6, 1.0
        self.refresh()

    def refresh(self):
        """Takes in the shards that have appeared since."""
        fresh = []
        for index in sorted(self.folder.glob("*.json")):
            if index in self.known:
                continue
            self.known.add(index)
            frames = np.memmap(index.with_suffix(".mel"), np.float16, "r").reshape(-1, BINS)
            self.maps.append(frames)
            for start, count, floor, text, letters, voice in json.loads(index.read_text()):
                if text not in self.texts:
                    self.texts[text] = self._encode(text), [LETTERS.index(c) + 1 for c in letters]
                if text == "" or self.texts[text][0]:
                    fresh += [len(self.items)] * (2 if voice.startswith(RECORDED) else 1)
                    self.items.append((len(self.maps) - 1, start, count, floor, text))
        if fresh:
            self.deck += fresh
            self.waiting = list(self.g.permutation(self.waiting + fresh))

    def _encode(self, text):
        """The rows of a text in the token table; None for no text, or one that cannot be written with its tokens."""
        tokens = self.tokens.encode_within(" " + text, self.row) if text else None
        return None if tokens is None else [self.row[token] for token in tokens]

    def batches(self, size, pool=24):
        """Endless batches of (mel, tokens in, tokens out, letters, encoder lengths)."""
        count = 0
        while True:
            self.refresh()
            picked = []
            while len(picked) < size * pool:
                if not self.waiting:
                    self.waiting = list(self.g.permutation(self.deck))
                item = int(self.waiting.pop())
                if self.items[item][2] <= self.longest:
                    picked.append(item)
            lengths = np.array([self.items[i][2] for i in picked]) + self.g.integers(0, 12, len(picked))
            order = np.array(picked)[np.argsort(lengths)]
            for k in self.g.permutation(pool):
                batch, context, count = order[k * size : (k + 1) * size], None, count + 1
                if self.window_share and count % 40 == 0:  # the 30 s window that whisper.cpp takes by default
                    batch, context = self.g.permutation(batch)[:3], 1500
                elif self.window_share and count % 40 == 20:
                    batch, context = self.g.permutation(batch)[:8], int(self.g.integers(7, 19)) * 50
                yield self.batch(batch, context)

    def batch(self, picked, context=None):
        items = [self.items[i] for i in picked]
        frames = 2 * context if context else self._padded(max(item[2] for item in items) * 1.04)
        mel = np.empty((len(items), frames, BINS), np.float32)
        targets, letters, lengths = [], [], []
        for b, (shard, start, count, floor, text) in enumerate(items):
            picture = self._warp(np.asarray(self.maps[shard][start : start + count], np.float32))[:frames]
            if text and self.g.random() < 0.15:
                picture, floor = self._noisy(picture)
            mel[b, : len(picture)] = self._mask(picture, floor)
            mel[b, len(picture) :] = floor
            tokens, spelled = self.texts[text]
            if tokens is None:
                tokens = self._encode(BLANK.strip()) if self.g.random() < 0.7 else NOTHING
            targets.append(tokens)
            letters.append(spelled)
            lengths.append(len(picture) // 2)
        return torch.from_numpy(mel), *self._teach(targets), letters, lengths

    def _padded(self, frames):
        """Some silence behind the sound, rounded: few distinct shapes keep oneDNN's kernels warm."""
        kind = self.g.random()
        if kind < 0.3:
            frames += 2 * self.g.integers(0, 40)
        elif kind < 0.34:
            frames += 2 * self.g.integers(40, 200)
        return (int(frames) + 31) // 32 * 32

    def _warp(self, picture):
        """Another vocal tract (the mel axis stretched) and another tempo (the time axis stretched)."""
        if self.g.random() < 0.55:
            factor = self.g.uniform(0.86, 1.17)
            at = np.clip(np.arange(BINS) * factor, 0, BINS - 1.001)
            low = at.astype(int)
            share = (at - low).astype(np.float32)
            picture = picture[:, low] * (1 - share) + picture[:, low + 1] * share
        if self.g.random() < 0.3 and len(picture) > 20:
            count = int(len(picture) * self.g.uniform(0.9, 1.04))
            picture = picture[
                np.minimum(np.round(np.linspace(0, len(picture) - 1, count)).astype(int), len(picture) - 1)
            ]
        return picture

    def _noisy(self, picture):
        """More noise, added to the energies of the picture: another one each time that the utterance is heard."""
        energy = 10.0 ** (4 * picture - 4)
        loud = energy.mean(1)
        speech = loud[loud > 0.001 * loud.max()].mean()
        shape = 10 ** (np.cumsum(self.g.standard_normal(BINS)) * self.g.uniform(0, 0.12))
        level = speech * 10 ** (-self.g.uniform(4, 22) / 10) / shape.mean()
        energy += (level * shape).astype(np.float32) * self.g.standard_gamma(2.5, picture.shape, np.float32) / 2.5
        logs = np.log10(np.maximum(energy, 1e-10))
        floor = logs.max() - 8
        return ((np.maximum(logs, floor) + 4) / 4).astype(np.float32), float((floor + 4) / 4)

    def _mask(self, picture, floor):
        g, count = self.g, len(picture)
        mean = float(picture[::7].mean())
        picture = picture.copy()
        for _ in range(g.integers(0, 3)):
            width = int(g.integers(1, 12))
            start = int(g.integers(0, max(1, count - width)))
            picture[start : start + width] = mean if g.random() < 0.5 else floor
        for _ in range(g.integers(0, 3)):
            width = int(g.integers(1, 12))
            start = int(g.integers(0, BINS - width))
            picture[:, start : start + width] = mean if g.random() < 0.5 else floor
        if g.random() < 0.3:
            tilt = g.normal() * 0.05 + np.linspace(-1, 1, BINS, dtype=np.float32) * g.normal() * 0.1
            picture = np.maximum(picture + tilt.astype(np.float32), floor)
        return picture

    def _teach(self, targets):
        """What the decoder reads and what it shall say; now and then it reads a wrong word, to trust its ears."""
        row, g = self.row, self.g
        length = (max(1 if target is NOTHING else len(target) + 1 for target in targets) + 1 + 3) // 4 * 4
        given = np.full((len(targets), length), row[END], np.int64)
        said = np.full((len(targets), length), -100, np.int64)
        given[:, 0], given[:, 1] = row[START], row[NO_TIMESTAMPS]
        for b, target in enumerate(targets):
            if target is NOTHING:
                said[b, 1] = row[NO_SPEECH]
                continue
            given[b, 2 : 2 + len(target)] = target
            said[b, 1 : 1 + len(target)] = target
            said[b, 1 + len(target)] = row[END]
        wrong = g.random(given.shape) < 0.06
        wrong[:, :2] = False
        given = np.where(wrong, g.integers(0, len(row) - 4, given.shape), given)
        return torch.from_numpy(given), torch.from_numpy(said)
