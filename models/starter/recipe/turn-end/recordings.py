"""Owns the recordings: sentences that end and sentences that pause, up to a quarter of a second into the silence.

A pause sounds as people make one: the synthesiser's own comma, a word boundary inside a fluent sentence, now and then a falling
voice as at an end. Voices that are held out never train. Writes WAV files and `recordings.tsv`: file, whether it is an end, set,
kind, voice, words.

    python recordings.py --work FOLDER --count 12000
"""

import argparse
import ctypes as c
import random
import sys
from pathlib import Path

import numpy as np
from scipy.signal import fftconvolve

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "speech"))

import voices  # noqa: E402
from evaluate import write_wav  # noqa: E402
from mel import SAMPLE_RATE  # noqa: E402
from sentences import Sentences  # noqa: E402
from spoken import speak  # noqa: E402

SILENCE = 0.25  # seconds after the last sound


class Event(c.Structure):
    """espeak_EVENT of speak_lib.h."""

    _fields_ = [
        ("type", c.c_int),
        ("identifier", c.c_uint),
        ("text_position", c.c_int),
        ("length", c.c_int),
        ("audio_position", c.c_int),
        ("sample", c.c_int),
        ("user_data", c.c_void_p),
        ("id", c.c_char * 8),
    ]


class Espeak(voices.Espeak):
    """Also notes where each word begins: pairs of (character of the text, milliseconds)."""

    WORD = 1

    def __init__(self):
        self.words = []
        super().__init__()

    def note(self, events):
        events = c.cast(events, c.POINTER(Event))
        place = 0
        while events and events[place].type != 0:
            if events[place].type == self.WORD:
                self.words.append((events[place].text_position, events[place].audio_position))
            place += 1

    def beginning(self, first, rest, voice, **manner):
        """The beginning as it sounds inside the whole sentence; nothing where the place is not found."""
        self.words = []
        samples = self.say(first + " " + rest, voice, **manner)
        later = [position for character, position in self.words if character > len(first)]
        if not later or len(self.words) < 2:
            return None
        return samples[: later[0] * SAMPLE_RATE // 1000]


class Studio:
    """Says beginnings and whole sentences in a voice of the set."""

    def __init__(self, seed):
        self.r, self.g = random.Random(seed), np.random.default_rng(seed)
        self.espeak, self.flite = Espeak(), voices.Flite()

    def voice(self, is_held_out):
        r = self.r
        if is_held_out:
            accent = r.choice(["en", "en-us", "en-gb-scotland", "en-gb-x-rp", voices.HELD_ACCENT])
            return f"{accent}+{r.choice(voices.HELD_VARIANTS)}", dict(rate=r.randint(130, 185), pitch=r.randint(30, 70))
        variant = r.choice(voices.COMMON if r.random() < 0.6 else voices.RARE)
        manner = dict(rate=r.randint(115, 205), pitch=r.randint(20, 80), spread=r.randint(15, 90))
        return r.choice(voices.ACCENTS) + ("+" + variant if variant else ""), manner

    def flite_voice(self, is_held_out):
        r = self.r
        name = voices.HELD_FLITE if is_held_out else r.choices(list(voices.FLITE), [5, 5, 2, 1])[0]
        manner = dict(stretch=r.uniform(0.8, 1.25))
        if not is_held_out:
            manner["pitch"] = voices.FLITE[name] * r.uniform(0.75, 1.35)
        return name, manner

    def end(self, text, is_held_out):
        r = self.r
        if r.random() < 0.35:
            name, manner = self.flite_voice(is_held_out)
            return self.flite.say(speak(text), name, **manner), "flite-" + name
        name, manner = self.voice(is_held_out)
        text = text if r.random() < 0.85 else text.rstrip(".?!")
        return self.espeak.say(speak(text), name, **manner), name

    def pause(self, beginning, rest, kind, is_held_out):
        """(samples, voice, how)."""
        r = self.r
        beginning, rest = speak(beginning), speak(rest)
        if r.random() < 0.35:
            name, manner = self.flite_voice(is_held_out)
            samples = self.flite.say(f"{beginning}, {rest}", name, **manner)
            found = gap(samples, len(beginning) / (len(beginning) + len(rest)))
            return (samples[:found], "flite-" + name, "comma") if found else None
        name, manner = self.voice(is_held_out)
        k = r.random()
        if kind != "filler" and k < 0.2:
            return self.espeak.say(beginning + ".", name, **manner), name, "stop"
        if kind == "filler" or k < 0.55:
            return self.espeak.say(beginning + ",", name, **manner), name, "comma"
        samples = self.espeak.beginning(beginning, rest, name, **manner)
        return None if samples is None else (samples, name, "fluent")

    def in_a_room(self, samples):
        """With the silence after it, a level, an echo now and then, and the noise of a room."""
        r = self.r
        samples = np.concatenate([samples, np.zeros(int(SILENCE * SAMPLE_RATE), np.float32)])
        level = np.sqrt((samples**2).mean()) + 1e-9
        if r.random() < 0.3:
            response = self.g.standard_normal(int(SAMPLE_RATE * r.uniform(0.05, 0.2)))
            response *= np.exp(-np.arange(len(response)) / (len(response) / 5))
            response[0] = r.uniform(6, 18)
            samples = fftconvolve(samples, response)[: len(samples)]
            samples *= level / (np.sqrt((samples**2).mean()) + 1e-9)
        noise = self.g.standard_normal(len(samples) + 8)
        if r.random() < 0.5:
            noise = np.convolve(noise, np.ones(8) / 2.8, "same")
        samples = samples + noise[: len(samples)] * level * 10 ** (-r.choice([60, 50, 40, 40, 35, 30, 30, 25, 20]) / 20)
        return (samples * r.uniform(0.15, 0.9) / (np.abs(samples).max() + 1e-9)).astype(np.float32)


def gap(samples, share):
    """The beginning of the longest silence of 40 ms or more near this share of the recording."""
    frame = SAMPLE_RATE // 100
    levels = np.sqrt((samples[: len(samples) // frame * frame].reshape(-1, frame) ** 2).mean(axis=1))
    silent = levels < 0.02 * levels.max()
    found, start = [], None
    for place, is_silent in enumerate([*silent, False]):
        if is_silent and start is None:
            start = place
        elif not is_silent and start is not None:
            if place - start >= 4 and 10 < start and place < len(silent) - 5:
                found.append((place - start, start, abs(start / len(silent) - share)))
            start = None
    near = [start for _, start, distance in sorted(found, reverse=True) if distance < 0.2]
    return (near[0] + 2) * frame if near else None


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--count", type=int, default=12_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    studio, sentences = Studio(chosen.seed), Sentences("network", chosen.seed)
    folder = chosen.work / "recordings"
    folder.mkdir(parents=True, exist_ok=True)
    with (chosen.work / "recordings.tsv").open("w", encoding="utf-8") as table:
        for number in range(chosen.count):
            is_held_out = number % 12 >= 10
            if number % 2:
                text = sentences.whole()
                made = (*studio.end(text, is_held_out), "end")
                kind, words = "end", text
            else:
                beginning, rest, kind = sentences.pause()
                made, words = studio.pause(beginning, rest, kind, is_held_out), beginning
            if made is None:
                continue
            samples, voice, how = made
            samples = voices.trim(samples)
            if len(samples) < 2_000:
                continue
            file = folder / f"{number}.wav"
            write_wav(file, studio.in_a_room(samples))
            where = "held out" if is_held_out else "train"
            words = words.replace("\t", " ").replace("\n", " ")
            table.write("\t".join([str(file), str(int(kind == "end")), where, f"{kind}, {how}", voice, words]) + "\n")


if __name__ == "__main__":
    main()
