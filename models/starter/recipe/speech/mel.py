"""Owns the log-mel picture of a sound, computed number for number as whisper.cpp does it.

whisper.cpp mirrors 200 samples at the start, pads the end with zeros to 30 seconds and lifts
everything to (maximum - 8). The zero padding therefore has one value, the floor, which is
returned beside the frames: whoever lengthens a picture fills it with the floor.
"""

import numpy as np
import scipy.fft

SAMPLE_RATE = 16000
HOP = 160
WINDOW = 400
BINS = 80
HANN = (0.5 * (1 - np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW))).astype(np.float32)


class LogMel:
    """The filter bank, loaded once."""

    def __init__(self, tables):
        self.filters = np.load(f"{tables}/mel_filters.npz")["mel_80"].astype(np.float32)

    def __call__(self, samples):
        """Samples at 16 kHz in -1..1 to (frames x 80, floor)."""
        n = len(samples)
        frames = (n + WINDOW // 2) // HOP + 1
        padded = np.zeros(n + 2 * WINDOW, np.float32)
        padded[200 : 200 + n] = samples
        mirrored = min(200, n - 1)
        padded[200 - mirrored : 200] = samples[1 : 1 + mirrored][::-1]
        step = padded.strides[0]
        windows = np.lib.stride_tricks.as_strided(padded, (frames, WINDOW), (step * HOP, step))
        spectrum = scipy.fft.rfft(windows * HANN, axis=1)
        power = (spectrum.real**2 + spectrum.imag**2) @ self.filters.T
        logs = np.log10(np.maximum(power, 1e-10))
        floor = logs.max() - 8.0
        return ((np.maximum(logs, floor) + 4) / 4).astype(np.float32), float((floor + 4) / 4)
