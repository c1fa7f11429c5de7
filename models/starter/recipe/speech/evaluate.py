"""Owns the measurement: unseen sentences, spoken anew, through `mynah transcribe`; prints the card's table.

Seven sets: training voices, held-out voices, visitors' questions about many kinds of places in held-out voices, held-out voices with noise 10 dB below, the assistant's own voice
saying its replies, salad (words in random order), and sounds without words. Without --mynah the network itself
hears them, which is only close to what the program does: `evaluate.py --model models/starter/speech.bin`.
"""

import argparse
import collections
import json
import os
import random
import re
import subprocess
import wave
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

import grammar
import tables
import visitor_questions
from augment import noise, wordless
from grammar import normal
from mel import SAMPLE_RATE
from voices import Speakers

SETS = {  # name: (sentences, at --short, what the card calls it)
    "known": (400, 20, "training voices"),
    "held": (400, 25, "held-out voices"),
    "held-noise": (400, 20, "held-out voices, noise at 10 dB"),
    "asked": (400, 20, "visitors' questions about many kinds of places, held-out voices"),
    "reply": (100, 10, "replies in the assistant's own voice"),
    "salad": (100, 10, "words in random order, training voices"),
    "wordless": (300, 25, "silence, noise, tones"),
}
MIXES = {"salad": [(grammar.salad, 1)], "asked": [(visitor_questions.question, 1)]}
TARGETS = {"known": 2, "held": 6, "held-noise": 12, "reply": 10}
QUIET = int(0.3 * SAMPLE_RATE)
DIGITS = {word: str(i) for i, word in enumerate("zero one two three four five six seven eight nine".split())}


def as_heard(samples):
    """At half of full scale, with a moment of silence on either side."""
    samples = samples / np.abs(samples).max() * 0.5
    silence = np.zeros(QUIET, np.float32)
    return np.concatenate([silence, samples.astype(np.float32), silence])


def with_noise(samples, g, decibels=10):
    added = noise(g, len(samples))
    level = np.sqrt((samples[QUIET:-QUIET] ** 2).mean())
    mixed = samples + added * (level / added.std()) * 10 ** (-decibels / 20)
    return mixed * (0.7 / np.abs(mixed).max())


def write_wav(path, samples):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype(np.int16).tobytes())


def read_wav(path):
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768


def build(folder):
    """Writes the recordings and index.json, {file: [set, text, voice]}; always the same ones."""
    if (folder / "index.json").exists():
        return json.loads((folder / "index.json").read_text())
    folder.mkdir(parents=True, exist_ok=True)
    r, g, speakers, index = random.Random("speech test"), np.random.default_rng(4242), Speakers(), {}
    used = trained_on(folder.parent)

    def unseen(mix):
        while True:
            text = grammar.draw(r, "test", mix)
            plain = " ".join(normal(text))
            if plain not in used and len(text.split()) <= 14:
                used.add(plain)
                return text

    for name, (count, _, _) in SETS.items():
        for i in range(count):
            file, text, voice = folder / f"{name}-{i:04}.wav", "", "none"
            if name == "wordless":
                samples = wordless(g)
            elif name == "reply":
                text, voice = unseen([(grammar.replies.reply, 1), (grammar.sample_place.statement, 1)]), "en-us"
                samples = as_heard(speakers.espeak.say(text, "en-us", 165))
            else:
                text = unseen(MIXES.get(name, grammar.TEST_MIX))
                say = speakers.held_out if name.startswith(("held", "asked")) else speakers.known
                samples, voice = say(text, r)
                samples = as_heard(samples)
                if name == "held-noise":
                    samples = with_noise(samples, g)
            write_wav(file, samples)
            index[file.name] = [name, text, voice]
    (folder / "index.json").write_text(json.dumps(index, indent=0))
    return index


def trained_on(work):
    """The sentences of every shard that lies in the work folder, in normal form: none may be in the test."""
    indexes = (work / "shards").glob("*.json")
    return {" ".join(normal(item[3])) for index in indexes for item in json.loads(index.read_text())}


def by_program(mynah, models, files):
    """{file: text} as `mynah transcribe --json` hears them."""
    heard = {}
    for start in range(0, len(files), 100):
        command = [
            mynah,
            "transcribe",
            "--json",
            "--models",
            models,
            *map(str, files[start : start + 100]),
        ]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        for line in answer.stdout.splitlines():
            told = json.loads(line)
            heard[Path(told["file"]).name] = told["text"]
    return heard


def by_network(model, tables_folder, files):
    """{file: text} by greedy decoding here, for want of the program."""
    import torch

    from decode import transcribe_all

    torch.set_num_threads(1)
    return transcribe_all(model, tables_folder, [(file.name, read_wav(file)) for file in files])


def words(text):
    text = re.sub(r"(?<=\d)\.(?=\d)", " point ", text)
    return [DIGITS.get(word, word) for word in normal(text)]


def errors(wanted, got):
    """The least number of words to change, add or drop."""
    row = list(range(len(got) + 1))
    for i, a in enumerate(wanted, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(got, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def table(index, heard):
    wrong, total, clean, count = (collections.Counter() for _ in range(4))
    for file, text in heard.items():
        name, wanted, voice = index[file]
        for row in (name, f"{name}: {'flite' if voice.startswith('flite') else 'espeak-ng'}"):
            missed = errors(words(wanted), words(text))
            wrong[row] += missed
            total[row] += len(words(wanted))
            clean[row] += missed == 0
            count[row] += 1
    lines = [
        "| set | sentences | words | word error rate | target | without an error |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, (_, _, title) in SETS.items():
        if name == "wordless":
            continue
        rows = [name] + [
            f"{name}: {engine}" for engine in ("espeak-ng", "flite") if name in ("known", "held", "held-noise")
        ]
        for row in rows:
            if count[row]:
                label = title if row == name else "– " + row.partition(": ")[2]
                goal = f"{TARGETS[name]} %" if row == name and name in TARGETS else ""
                lines.append(
                    f"| {label} | {count[row]} | {total[row]} | {100 * wrong[row] / total[row]:.1f} % | {goal} | "
                    f"{100 * clean[row] / count[row]:.1f} % |"
                )
    if count["wordless"]:
        lines.append(
            f"\nSounds without words (silence, noise, hum, tones, clicks): {clean['wordless']} of {count['wordless']} "
            f"transcripts empty ({100 * clean['wordless'] / count['wordless']:.1f} %; target 99 %)."
        )
    return "\n".join(lines)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, default=Path.home() / ".cache/mynah-starter/speech")
    options.add_argument("--mynah", help="the program; without it the network itself hears the recordings")
    options.add_argument("--model", type=Path, default=Path(__file__).resolve().parents[2] / "speech.bin")
    options.add_argument("--short", action="store_true", help="about 100 recordings")
    chosen = options.parse_args()
    folder = chosen.work / "test"
    index = build(folder)
    limit = {name: short if chosen.short else full for name, (full, short, _) in SETS.items()}
    files = [folder / file for file, (name, _, _) in index.items() if int(file[-8:-4]) < limit[name]]
    if chosen.mynah:
        heard = by_program(chosen.mynah, chosen.model.parent, files)
    else:
        heard = by_network(chosen.model, tables.fetch(chosen.work), files)
    (chosen.work / "heard.json").write_text(
        json.dumps({file: [*index[file], text] for file, text in heard.items()}, indent=0)
    )
    print(table(index, heard))


if __name__ == "__main__":
    main()
