"""Owns the ten demo questions: recordings in voices that training never heard, for tests and for trying out.

`demo.py --out DIR` writes 01.wav ... 10.wav and questions.tsv (file, words, voice).
"""

import argparse
from pathlib import Path

import numpy as np

from evaluate import as_heard, write_wav
from grammar import DEMO
from spoken import speak
from voices import Speakers, trim

VOICES = [
    "flite-rms",
    "en-us+m3",
    "flite-rms",
    "en-gb-scotland+Michael",
    "en-us+f4",
    "flite-rms",
    "en-us+f4",
    "en-us+m3",
    "flite-rms",
    "en-gb-x-rp+m3",
]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, required=True)
    out = options.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    speakers, rows = Speakers(), ["file\twords\tvoice"]
    for number, (text, voice) in enumerate(zip(DEMO, VOICES, strict=True), 1):
        if voice.startswith("flite-"):
            samples = speakers.flite.say(speak(text), voice.removeprefix("flite-"))
        else:
            samples = speakers.espeak.say(speak(text), voice, 155)
        write_wav(out / f"{number:02}.wav", as_heard(np.asarray(trim(samples))))
        rows.append(f"{number:02}.wav\t{text}\t{voice}")
    (out / "questions.tsv").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
