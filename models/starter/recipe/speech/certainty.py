"""Owns the calibration of a transcript's certainty: makes the recordings, fits the logistic function, prints its table.

Questions in voices that training never heard, clean and through noise, babble, rooms, telephones and clipping; and what is not
said to the machine: music, babble, noise, other languages, television. The function is fitted on two sets of different
voices, languages and sentences, and measured on each with the function of the other. `src/hearing/certainty.rs` holds the result.

    cargo build --release --example transcript_evidence
    python certainty.py --work FOLDER --evidence target/release/examples/transcript_evidence
"""

import argparse
import json
import random
import subprocess
from pathlib import Path

import numpy as np
from scipy.signal import fftconvolve

import grammar
from augment import noise, wordless
from evaluate import as_heard, errors, words, write_wav
from mel import SAMPLE_RATE
from spoken import speak
from voices import HELD_ACCENT, Espeak, trim

HERE = Path(__file__).resolve().parent
BANKS = HERE.parents[3] / "tests" / "answers" / "en"
CONDITIONS = "clean clean clean n20 n10 n5 b15 b10 b5 room roomn phone clip quiet".split()
HALVES = {  # variants of espeak-ng that training did not use, accents, languages
    "first": (["m3", "f4", "Storm", "Tweaky"], ["en", "en-us", "en-gb-x-rp", "en-029"], "ru cmn de es pl tr pt".split()),
    "second": (["Andrea", "Michael", "klatt4", "john"], [HELD_ACCENT, "en-us", "en"], "ru cmn fr it uk ja hi".split()),
}
BANDS = [(0, 0.05), (0.05, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 1.01)]


def foreign():
    """{language: sentences} and the sentences of a television, from foreign.tsv."""
    told = {}
    for line in (HERE / "foreign.tsv").read_text(encoding="utf-8").splitlines():
        language, sentence = line.split("\t")
        told.setdefault(language, []).append(sentence)
    return told


def bank_questions():
    rows = [json.loads(line) for file in sorted(BANKS.glob("*/questions.jsonl")) for line in file.open(encoding="utf-8")]
    return [row["ask"] for row in rows if isinstance(row.get("ask"), str) and len(row["ask"].split()) <= 14]


def music(r, g, count):
    """Notes of a scale in one of five timbres, often with drums."""
    sound, kind, tempo = np.zeros(count), r.randint(0, 4), r.uniform(0.18, 0.6)
    root = r.choice([110, 131, 147, 165, 196, 220, 262])
    scale = r.choice([[0, 2, 4, 5, 7, 9, 11, 12], [0, 2, 3, 5, 7, 8, 10, 12], [0, 3, 5, 7, 10, 12]])
    for start in range(0, count, int(tempo * SAMPLE_RATE)):
        length = min(count - start, int(tempo * r.uniform(0.8, 2.5) * SAMPLE_RATE))
        if length < 200:
            break
        time = np.arange(length) / SAMPLE_RATE
        for _ in range(r.choice([1, 1, 2, 3])):
            phase = root * 2 ** (r.choice(scale) / 12) * r.choice([0.5, 1, 1, 2]) * time
            sound[start : start + length] += note(kind, phase, time)
        if r.random() < 0.6 and kind != 2:
            drum = min(count - start, 2500)
            decay = np.exp(-np.arange(drum) / r.choice([150, 500]))
            sound[start : start + drum] += g.standard_normal(drum) * decay * r.uniform(0.3, 1.2)
    return sound.astype(np.float32)


def note(kind, phase, time):
    turn = 2 * np.pi * phase
    if kind == 0:
        return np.sin(turn) * np.exp(-time * 5)
    if kind == 1:
        return np.sign(np.sin(turn)) * 0.5 * np.minimum(1, time * 50)
    if kind == 2:
        return sum(np.sin(turn * h + 0.3 * np.sin(11 * np.pi * time)) / h for h in range(1, 8)) * np.minimum(1, time * 8)
    if kind == 3:
        return (2 * (phase % 1) - 1) * np.exp(-time * 3)
    return sum(np.sin(turn * h) / h for h in range(1, 12)) * np.minimum(1, time * 20) * (1 + 0.3 * np.sin(12 * np.pi * time))


class Studio:
    """Makes the recordings of one half."""

    def __init__(self, half, seed):
        self.half, self.r, self.g, self.espeak = half, random.Random(seed), np.random.default_rng(seed), Espeak()
        self.variants, self.accents, self.languages = HALVES[half]
        self.foreign = foreign()
        self.questions = bank_questions()[half == "second" :: 2]
        self.voices = [self.say(self.r.choice(self.questions)) for _ in range(16)]
        self.voices += [self.other(language) for language in self.languages for _ in range(2)]

    def say(self, text, voice=None):
        voice = (voice or self.r.choice(self.accents)) + "+" + self.r.choice(self.variants)
        samples = self.espeak.say(text, voice, self.r.randint(125, 190), self.r.randint(30, 70))
        return trim(samples) if len(samples) else np.full(8000, 1e-4, np.float32)

    def other(self, language):
        return self.say(self.r.choice(self.foreign[language]), language)

    def babble(self, count):
        mixed = np.zeros(count, np.float32)
        for _ in range(self.r.randint(3, 8)):
            voice = self.r.choice(self.voices)
            mixed += np.resize(np.roll(voice, self.r.randint(0, len(voice))), count) * (0.3 + self.r.random())
        return mixed

    def with_sound(self, samples, other, decibels):
        level = np.sqrt((samples[4800:-4800] ** 2).mean())
        return samples + other * (level / (other.std() + 1e-9)) * 10 ** (-decibels / 20)

    def room(self, samples):
        length = int(SAMPLE_RATE * self.r.uniform(0.2, 0.6))
        response = self.g.standard_normal(length) * np.exp(-np.arange(length) / (length / 5))
        response[0] = self.r.uniform(4, 14)
        return fftconvolve(samples, response)[: len(samples) + length // 3]

    def heard_through(self, samples, condition):
        if condition[0] in "nb" and condition[1:].isdigit():
            other = noise(self.g, len(samples)) if condition[0] == "n" else self.babble(len(samples))
            return self.with_sound(samples, other, int(condition[1:]))
        if condition.startswith("room"):
            samples = self.room(samples)
            return self.with_sound(samples, noise(self.g, len(samples)), 15) if condition == "roomn" else samples
        if condition == "phone":
            spectrum, hertz = np.fft.rfft(samples), np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
            return np.fft.irfft(spectrum / (1 + (300 / (hertz + 1)) ** 6) / (1 + (hertz / 3400) ** 16), len(samples))
        return np.clip(samples * self.r.uniform(3, 8), -0.5, 0.5) if condition == "clip" else samples

    def recordings(self, count):
        """(kind, text or "", samples): questions, and a sixth as many of each kind of other sound."""
        for i in range(count):
            drawn = grammar.draw(self.r, "dev" if self.half == "first" else "test", grammar.TEST_MIX)
            text = drawn if self.r.random() < 0.65 else self.r.choice(self.questions)
            condition = CONDITIONS[i % len(CONDITIONS)]
            yield f"question-{condition}", text, self.heard_through(as_heard(self.say(speak(text))), condition)
        for i in range(count // 6):
            length = int(SAMPLE_RATE * self.r.uniform(0.8, 5))
            yield "music", "", music(self.r, self.g, length)
            yield "babble", "", self.babble(length)
            yield "foreign", "", as_heard(self.other(self.r.choice(self.languages)))
            yield "wordless", "", wordless(self.g) if i % 2 else noise(self.g, length)
            if i % 2:
                told = as_heard(self.say(self.r.choice(self.foreign["tv"])))
                yield "television", "", self.room(told) if i % 4 == 1 else told


def build(folder, half, count, seed):
    """Writes the recordings and index.json, {file: [kind, text]}; always the same ones."""
    if (folder / "index.json").exists():
        return json.loads((folder / "index.json").read_text())
    folder.mkdir(parents=True, exist_ok=True)
    studio, index = Studio(half, seed), {}
    for kind, text, samples in studio.recordings(count):
        samples = np.asarray(samples, np.float32)
        samples = samples / max(1e-6, np.abs(samples).max()) * studio.r.uniform(0.15, 0.7)
        samples += studio.g.standard_normal(len(samples)).astype(np.float32) * studio.r.choice([0.0003, 0.001])
        file = folder / f"{len(index):05}-{kind}.wav"
        write_wav(file, samples)
        index[file.name] = [kind, text]
    (folder / "index.json").write_text(json.dumps(index, indent=0))
    return index


def heard(folder, index, evidence, model):
    """(kind, mean logarithmic probability, whether all words are right) of each recording with words; kept in heard.json."""
    kept = folder / "heard.json"
    if kept.exists():
        return json.loads(kept.read_text())
    files, rows, empty = sorted(index), [], 0
    for start in range(0, len(files), 200):
        command = [evidence, str(model), *(str(folder / file) for file in files[start : start + 200])]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for line in told.splitlines():
            one = json.loads(line)
            kind, text = index[Path(one["file"]).name]
            got = words(one["text"])
            empty += not got
            if got:
                rows.append((kind, one["mean"], bool(text) and errors(words(text), got) == 0))
    kept.write_text(json.dumps([rows, empty]))
    return rows, empty


def fit(rows):
    """(offset, slope) of the logistic function, by Newton's method."""
    x = np.array([[mean, 1.0] for _, mean, _ in rows])
    y = np.array([right for _, _, right in rows], float)
    w = np.zeros(2)
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ w))
        w += np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + 1e-3 * np.eye(2), x.T @ (y - p) - 1e-3 * w)
    return w[1], w[0]


def table(rows, offset, slope, reject, ask):
    certain = [(kind, 1 / (1 + np.exp(-offset - slope * mean)), right) for kind, mean, right in rows]
    lines = ["| certainty | transcripts | right |", "| --- | --- | --- |"]
    for low, high in BANDS:
        band = [right for _, p, right in certain if low <= p < high]
        if band:
            lines.append(f"| {low} to {min(high, 1)} | {len(band)} | {100 * sum(band) / len(band):.0f} % |")
    lines += ["", "| sound | with words | ignored | asked back | answered |", "| --- | --- | --- | --- | --- |"]
    groups = {}
    for kind, p, right in certain:
        question = "questions heard right" if right else "questions heard wrong"
        group = groups.setdefault(question if kind.startswith("question") else kind, [0, 0, 0])
        group[0 if p < reject else 1 if p < ask else 2] += 1
    for group, (ignored, asked, answered) in sorted(groups.items()):
        lines.append(f"| {group} | {ignored + asked + answered} | {ignored} | {asked} | {answered} |")
    return "\n".join(lines)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--work", type=Path, default=Path.home() / ".cache/mynah-starter/certainty")
    options.add_argument("--evidence", required=True, help="the example transcript_evidence")
    options.add_argument("--model", type=Path, default=HERE.parents[1] / "speech.bin")
    options.add_argument("--reject", type=float, default=0.05)
    options.add_argument("--ask", type=float, default=0.2)
    chosen = options.parse_args()
    halves = {}
    for half, count, seed in (("first", 840, 1), ("second", 560, 2)):
        folder = chosen.work / half
        index = build(folder, half, count, seed)
        halves[half], empty = heard(folder, index, chosen.evidence, chosen.model)
        print(f"{half}: {len(index)} recordings, {empty} without words")
    for half, other in (("second", "first"), ("first", "second")):
        offset, slope = fit(halves[other])
        print(f"\n{half}, fitted on {other}: offset {offset:.2f}, slope {slope:.2f}\n")
        print(table(halves[half], offset, slope, chosen.reject, chosen.ask))
    together = halves["first"] + halves["second"]
    offset, slope = fit(together)
    print(f"\nboth: offset {offset:.2f}, slope {slope:.2f}\n")
    print(table(together, offset, slope, chosen.reject, chosen.ask))


if __name__ == "__main__":
    main()
