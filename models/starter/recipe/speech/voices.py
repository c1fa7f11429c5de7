"""Owns the speech synthesisers and who speaks when: which voices train and which are held out.

espeak-ng and flite are driven as libraries (thousands of sentences a minute); festival, a program of
its own, renders a batch of files. A held-out voice never says a training sentence.
"""

import ctypes as c
import math
import subprocess
import wave

import numpy as np
from scipy.signal import resample_poly

from mel import SAMPLE_RATE
from spoken import speak

ACCENTS = [
    "en",
    "en-us",
    "en-us",
    "en-us",
    "en-us",
    "en-gb-scotland",
    "en-gb-x-rp",
    "en-gb-x-gbclan",
    "en-029",
    "en-us-nyc",
]
COMMON = ["", "", "", "m1", "m2", "m4", "m5", "m6", "m7", "f1", "f2", "f3", "f5", "klatt", "klatt2", "klatt3"]
RARE = """Alex Alicia Andy Annie Denis Diogo Gene Gene2 Henrique Hugo Jacky Lee Marco Mario Mike Nguyen RicishayMax
RicishayMax2 RicishayMax3 adam anika antonio aunty belinda benjamin boris caleb david ed edward edward2 f1 f2 f3 f5
grandma grandpa gustave iven iven2 iven3 iven4 kaukovalta klatt klatt2 klatt3 klatt5 klatt6 linda m1 m2 m4 m5 m6 m7 m8
marcelo max michel miguel norbert pablo paul pedro quincy rob robert sandro shelby steph steph2 steph3 travis victor
zac""".split()
FLITE = {"awb": 130, "slt": 180, "kal16": 105, "kal": 105}
FESTIVAL = ["kal_diphone", "ked_diphone", "cmu_us_slt_arctic_hts"]

HELD_ACCENT = "en-gb-x-gbcwmd"
HELD_VARIANTS = ["m3", "f4", "Andrea", "Michael", "klatt4", "john"]
HELD_FLITE = "rms"


class Espeak:
    """libespeak-ng, every sample handed back at once."""

    RATE, VOLUME, PITCH, RANGE, GAP = 1, 2, 3, 4, 7

    def __init__(self):
        self.library = c.CDLL("libespeak-ng.so.1")
        self.sample_rate = self.library.espeak_Initialize(2, 0, None, 0)
        self.pieces, self.voice = [], None

        def collect(samples, count, events):
            if samples and count > 0:
                self.pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
            self.note(events)
            return 0

        self.callback = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_short), c.c_int, c.c_void_p)(collect)
        self.library.espeak_SetSynthCallback(self.callback)

    def note(self, events):
        """Told of the events of each piece; nothing is made of them here."""

    def say(self, text, voice, rate=165, pitch=50, spread=50, gap=0):
        if voice != self.voice:
            if self.library.espeak_SetVoiceByName(voice.encode()) != 0:
                raise ValueError(f"espeak-ng has no voice {voice}")
            self.voice = voice
        settings = ((self.RATE, rate), (self.VOLUME, 100), (self.PITCH, pitch), (self.RANGE, spread), (self.GAP, gap))
        for which, value in settings:
            self.library.espeak_SetParameter(which, int(value), 0)
        self.pieces = []
        text = text.encode() + b"\0"
        self.library.espeak_Synth(text, len(text), 0, 1, 0, 1, None, None)
        self.library.espeak_Synchronize()
        samples = np.concatenate(self.pieces) if self.pieces else np.zeros(0, np.int16)
        return to_16k(samples, self.sample_rate)


class _FliteWave(c.Structure):
    _fields_ = [
        ("type", c.c_char_p),
        ("rate", c.c_int),
        ("count", c.c_int),
        ("channels", c.c_int),
        ("samples", c.POINTER(c.c_short)),
    ]


class _FliteVoice(c.Structure):
    _fields_ = [("name", c.c_char_p), ("features", c.c_void_p)]


class Flite:
    """libflite with its five English voices."""

    def __init__(self):
        def load(name):
            return c.CDLL(f"lib{name}.so.1", mode=c.RTLD_GLOBAL)

        self.library = load("flite")
        load("flite_usenglish"), load("flite_cmulex")
        self.library.flite_init()
        self.voices = {}
        for voice in [*FLITE, HELD_FLITE]:
            register = getattr(load(f"flite_cmu_us_{voice}"), f"register_cmu_us_{voice}")
            register.restype, register.argtypes = c.POINTER(_FliteVoice), [c.c_void_p]
            self.voices[voice] = register(None)
        self.library.flite_text_to_wave.restype = c.POINTER(_FliteWave)
        self.library.flite_text_to_wave.argtypes = [c.c_char_p, c.c_void_p]
        self.library.flite_feat_set_float.argtypes = [c.c_void_p, c.c_char_p, c.c_float]
        self.library.delete_wave.argtypes = [c.c_void_p]

    def say(self, text, voice, stretch=1.0, pitch=None):
        speaker = self.voices[voice]
        features = speaker.contents.features
        self.library.flite_feat_set_float(features, b"duration_stretch", stretch)
        if pitch:
            self.library.flite_feat_set_float(features, b"int_f0_target_mean", pitch)
        sound = self.library.flite_text_to_wave(text.encode(), c.cast(speaker, c.c_void_p))
        samples = np.ctypeslib.as_array(sound.contents.samples, (sound.contents.count,)).copy()
        rate = sound.contents.rate
        self.library.delete_wave(c.cast(sound, c.c_void_p))
        return to_16k(samples, rate)


def festival(texts, folder, voice, r):
    """Renders all texts in one run of festival; yields (text, samples)."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "say.scm"
    with open(script, "w") as file:
        file.write(f"(voice_{voice})\n")
        for i, text in enumerate(texts):
            words = speak(text).replace('"', "")
            file.write(f"(Parameter.set 'Duration_Stretch {r.uniform(0.8, 1.3):.2f})\n")
            file.write(f'(utt.save.wave (SynthText "{words}") "{folder}/{i}.wav" \'riff)\n')
    subprocess.run(["festival", "-b", str(script)], check=False, capture_output=True)
    for i, text in enumerate(texts):
        file = folder / f"{i}.wav"
        if file.exists() and file.stat().st_size > 2000:
            with wave.open(str(file)) as sound:
                samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
                yield text, trim(to_16k(samples, sound.getframerate()))
            file.unlink()


class Speakers:
    """Says a sentence in a voice drawn at random."""

    def __init__(self):
        self.espeak, self.flite = Espeak(), Flite()

    def train(self, text, r, flite_share=0.35):
        """(samples, name of the voice), with rate, pitch and range far from the defaults now and then."""
        if r.random() < flite_share:
            voice = r.choices(list(FLITE), [5, 5, 2, 1])[0]
            samples = self.flite.say(speak(text), voice, r.uniform(0.75, 1.35), FLITE[voice] * r.uniform(0.7, 1.4))
            return trim(samples), f"flite-{voice}"
        k = r.random()
        if k < 0.12:  # the voice in which the assistant itself answers
            return trim(self.espeak.say(text, "en-us", r.choice([165, 165, 175, 150, 180]), 50, 50)), "en-us"
        variant = r.choice(COMMON) if k < 0.5 else r.choice(RARE)
        voice = r.choice(ACCENTS) + ("+" + variant if variant else "")
        words = text if r.random() < 0.2 else speak(text)
        samples = self.espeak.say(
            words, voice, r.randint(110, 215), r.randint(15, 85), r.randint(10, 90), r.choice([0, 0, 0, 1, 3])
        )
        return trim(samples), voice

    def known(self, text, r):
        """A training voice at a moderate setting, for the test."""
        if r.random() < 0.35:
            voice = r.choice(["awb", "slt", "kal16"])
            return trim(self.flite.say(speak(text), voice, r.uniform(0.9, 1.15), FLITE[voice])), f"flite-{voice}"
        voice = r.choice(ACCENTS) + r.choice(
            ["", "+m1", "+m2", "+m5", "+f1", "+f2", "+f5", "+klatt2", "+Mario", "+belinda"]
        )
        return trim(self.espeak.say(speak(text), voice, r.randint(130, 185), r.randint(30, 70))), voice

    def held_out(self, text, r, flite_share=0.35):
        """A voice that training never heard."""
        if r.random() < flite_share:
            return trim(self.flite.say(speak(text), HELD_FLITE, r.uniform(0.9, 1.15))), f"flite-{HELD_FLITE}"
        voice = HELD_ACCENT
        if r.random() < 0.75:
            voice = (
                r.choice(["en", "en-us", "en-gb-scotland", "en-gb-x-rp", "en-029", HELD_ACCENT])
                + "+"
                + r.choice(HELD_VARIANTS)
            )
        return trim(self.espeak.say(speak(text), voice, r.randint(130, 185), r.randint(30, 70))), voice


def to_16k(samples, rate):
    samples = samples.astype(np.float32) / 32768
    if rate == SAMPLE_RATE:
        return samples
    common = math.gcd(rate, SAMPLE_RATE)
    return resample_poly(samples, SAMPLE_RATE // common, rate // common).astype(np.float32)


def trim(samples, threshold=0.004):
    """Without the silence before the first and behind the last sound."""
    loud = np.flatnonzero(np.abs(samples) > threshold)
    return samples[max(0, loud[0] - 160) : loud[-1] + 320] if len(loud) else samples[:0]
