"""Owns the shards: training utterances, augmented and turned into log-mel pictures.

A shard is NAME.mel (frames x 80, half precision) and NAME.json, a list of
[first frame, frames, floor, text, what the CTC head reads, voice]. The .json appears last: a shard without it is
unfinished. `synthesise.py --work DIR --first 0 --shards 8 --every 2` makes shards 0, 2, 4, ...; existing ones are kept.
"""

import argparse
import json
import os
import random
import time
from pathlib import Path

import numpy as np

import grammar
import tables
import visitor_questions
from augment import augment, wordless
from mel import SAMPLE_RATE, LogMel
from spoken import letters_only, speak
from voices import FESTIVAL, Speakers, festival

SENTENCES = 2500  # spoken in one shard
COPIES = 2  # augmentations of each
WORDLESS = 0.05
HESITANT = 0.05
LONGEST = 9.0  # seconds


def clean(shard, r, speakers, work):
    """Yields (text, what is said for it, samples, voice); every twelfth shard is festival's, every third of the others flite's."""
    if shard % 12 == 11:
        voice = FESTIVAL[shard // 12 % len(FESTIVAL)]
        texts = [grammar.draw(r, "train") for _ in range(SENTENCES)]
        for text, samples in festival(texts, work / "festival" / str(shard), voice, r):
            yield text, text, samples, f"festival-{voice}"
        return
    for _ in range(SENTENCES):
        text = grammar.draw(r, "train")
        said = visitor_questions.hesitant(text, r) if r.random() < HESITANT else text
        samples, voice = speakers.train(said, r)
        yield text, said, samples, voice


def make(shard, work, log_mel, speakers):
    target = work / "shards" / f"{shard:04}"
    r, g = random.Random(f"speech {shard}"), np.random.default_rng(shard)
    index, babble, written, started = [], [], 0, time.time()
    with open(f"{target}.mel", "wb") as file:

        def put(sound, text, letters, voice):
            nonlocal written
            frames, floor = log_mel(sound)
            file.write(frames.astype(np.float16).tobytes())
            index.append([written, len(frames), round(floor, 4), text, letters, voice])
            written += len(frames)

        for text, said, samples, voice in clean(shard, r, speakers, work):
            if not 0.1 * SAMPLE_RATE < len(samples) < LONGEST * SAMPLE_RATE:
                continue
            samples = samples / (np.abs(samples).max() + 1e-9)
            if len(babble) < 64:
                babble.append(samples)
            else:
                babble[int(g.integers(64))] = samples
            letters = letters_only(speak(said))
            for _ in range(COPIES):
                put(augment(samples, g, babble), text, letters, voice)
            if r.random() < WORDLESS * COPIES:
                put(wordless(g), "", "", "wordless")
    partial = f"{target}.json.partial"
    with open(partial, "w") as file:
        json.dump(index, file)
    os.replace(partial, f"{target}.json")
    print(
        f"shard {shard}: {len(index)} utterances, {written / 360000:.1f} h, {time.time() - started:.0f} s", flush=True
    )


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--shards", type=int, default=8)
    options.add_argument("--every", type=int, default=1)
    chosen = options.parse_args()
    (chosen.work / "shards").mkdir(parents=True, exist_ok=True)
    log_mel, speakers = LogMel(tables.fetch(chosen.work)), Speakers()
    for shard in range(chosen.first, chosen.shards, chosen.every):
        if not (chosen.work / "shards" / f"{shard:04}.json").exists():
            make(shard, chosen.work, log_mel, speakers)


if __name__ == "__main__":
    main()
