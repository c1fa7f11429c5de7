"""Owns what happens to clean speech before the model hears it: speed, pitch, room, colour, noise, gain, clipping.

Also makes the sounds that hold no speech at all: silence, noise, hum, tones, clicks.
"""

import numpy as np
import scipy.fft

from mel import SAMPLE_RATE


def faster(samples, factor):
    """Speed, pitch and vocal tract together, like a tape that runs faster."""
    source = scipy.fft.next_fast_len(len(samples) + 64, real=True)
    target = scipy.fft.next_fast_len(round(source / factor), real=True)
    spectrum = scipy.fft.rfft(samples, source)
    resized = np.zeros(target // 2 + 1, spectrum.dtype)
    shared = min(len(resized), len(spectrum))
    resized[:shared] = spectrum[:shared]
    kept = int(len(samples) * target / source)
    return scipy.fft.irfft(resized, target)[:kept].astype(np.float32) * (target / source)


def noise(g, count, babble=()):
    """Noise of a random kind: voices of others, white, coloured, hum; sometimes swelling."""
    kind = g.random()
    if kind < 0.25 and len(babble) > 8:
        mixed = np.zeros(count, np.float32)
        for _ in range(g.integers(2, 7)):
            voice = babble[g.integers(len(babble))]
            mixed += np.resize(np.roll(voice, g.integers(0, max(1, len(voice)))), count) * (0.3 + g.random())
        return mixed
    length = scipy.fft.next_fast_len(count, real=True)
    white = g.standard_normal(length, dtype=np.float32)
    if kind < 0.45:
        return white[:count]
    spectrum = scipy.fft.rfft(white)
    spectrum *= (np.arange(len(spectrum), dtype=np.float32) + 20) ** -g.choice([0.5, 0.5, 1.0, 0.3])
    sound = scipy.fft.irfft(spectrum, length).astype(np.float32)
    time = np.arange(length) / SAMPLE_RATE
    if kind > 0.9:
        base = g.choice([50.0, 60.0, 100.0, 120.0, 440.0, 1000.0])
        hum = sum(np.sin(2 * np.pi * base * k * time + g.random() * 6) / k for k in range(1, g.integers(2, 6)))
        sound = sound / (sound.std() + 1e-9) + hum
    if g.random() < 0.3:
        sound *= (1 + g.random() * np.sin(2 * np.pi * (0.3 + 4 * g.random()) * time + g.random() * 6)) ** 2
    return sound[:count].astype(np.float32)


def _colour(g, count):
    """The frequency response of some microphone: a random tilt, perhaps a telephone's band."""
    hertz = np.fft.rfftfreq(count, 1 / SAMPLE_RATE).astype(np.float32)
    response = np.ones(len(hertz), np.float32)
    if g.random() < 0.6:
        points = np.array([0, 150, 400, 800, 1500, 2500, 4000, 6000, 8000.0])
        decibels = np.cumsum(g.standard_normal(9) * 2.5)
        response *= 10 ** (np.interp(hertz, points, decibels - decibels.mean()) / 20)
    if g.random() < 0.3:
        low, high = g.choice([60, 120, 200, 300]), g.choice([3400, 3800, 4000, 5000, 7000])
        response *= 1 / (1 + (low / (hertz + 1)) ** 4) / (1 + (hertz / high) ** 16)
    return response


def _echo(g):
    """A room: noise that dies away."""
    decay = g.uniform(0.1, 0.6)
    count = int(min(decay, 0.45) * SAMPLE_RATE)
    room = g.standard_normal(count).astype(np.float32) * np.exp(-6.9 * np.arange(count) / (decay * SAMPLE_RATE)).astype(
        np.float32
    )
    room[: int(SAMPLE_RATE * g.uniform(0.001, 0.008))] = 0
    room *= g.uniform(0.1, 0.9) / (np.sqrt((room**2).sum()) + 1e-9)
    room[0] = 1
    return room


def augment(speech, g, babble=()):
    """Clean speech in, what a microphone in some room might deliver out."""
    if g.random() < 0.8:
        speech = faster(speech, g.uniform(0.82, 1.22))
    lead, tail = (int(SAMPLE_RATE * g.random() ** 1.5 * 0.9) for _ in range(2))
    count = lead + len(speech) + tail
    sound = np.zeros(count, np.float32)
    sound[lead : lead + len(speech)] = speech
    echoes = g.random() < 0.35
    if echoes or g.random() < 0.5:
        length = scipy.fft.next_fast_len(count + 4000, real=True)
        spectrum = scipy.fft.rfft(sound, length) * _colour(g, length)
        if echoes:
            spectrum *= scipy.fft.rfft(_echo(g), length)
        sound = scipy.fft.irfft(spectrum, length)[:count].astype(np.float32)
    level = np.sqrt((sound[lead : lead + len(speech)] ** 2).mean()) + 1e-9
    kind = g.random()
    if kind < 0.85:
        decibels = g.uniform(3, 30) if kind < 0.65 else g.uniform(35, 60)
        added = noise(g, count, babble)
        sound += added * (level / (added.std() + 1e-9)) * 10 ** (-decibels / 20)
    sound *= 10 ** (g.uniform(-32, -1) / 20) / (np.abs(sound).max() + 1e-9)
    if g.random() < 0.06:
        sound = np.clip(sound * g.uniform(1.5, 5), -0.5, 0.5)
    return _as_16_bit(sound)


def wordless(g):
    """Silence, noise, hum, tones or clicks: the transcript is empty."""
    count = int(SAMPLE_RATE * g.uniform(0.4, 6))
    kind = g.random()
    if kind < 0.15:
        sound = np.zeros(count, np.float32)
    elif kind < 0.35:
        time = np.arange(count) / SAMPLE_RATE
        sound = sum(np.sin(2 * np.pi * g.uniform(60, 3500) * time) for _ in range(g.integers(1, 4))).astype(np.float32)
        if g.random() < 0.5:  # beeps rather than one tone
            sound *= np.sin(2 * np.pi * g.uniform(0.5, 6) * time) > g.uniform(-0.8, 0.8)
        sound += g.standard_normal(count).astype(np.float32) * 10 ** (g.uniform(-80, -10) / 20)
        sound *= 10 ** (g.uniform(-50, -3) / 20) / (np.abs(sound).max() + 1e-9)
    else:
        sound = noise(g, count)
        sound *= 10 ** (g.uniform(-70, -3) / 20) / (np.abs(sound).max() + 1e-9)
        if g.random() < 0.3:
            for _ in range(g.integers(1, 6)):
                start = g.integers(0, count)
                length = min(int(g.integers(50, 2000)), count - start)
                click = g.standard_normal(length) * np.exp(-np.arange(length) / (length / 5)) * g.uniform(0.05, 0.8)
                sound[start : start + length] += click.astype(np.float32)
    return _as_16_bit(np.clip(sound, -1, 1))


def _as_16_bit(sound):
    return (np.round(sound * 32767) / 32767).astype(np.float32)
