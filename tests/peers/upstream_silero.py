"""Silero's published model, from its own package, converted by whisper.cpp's own tool, run by the package.

    pip install torch silero-vad==6.2.3
    git clone --branch v1.8.3 https://github.com/ggml-org/whisper.cpp     # convert-silero-vad-to-ggml.py
    python tests/peers/upstream_silero.py whisper.cpp FOLDER              # needs espeak-ng

Writes `ggml-silero.bin`, `sound.f32` (tone, speech of espeak-ng, silence; 16 kHz) and `expected.json`: the probability of a voice in every
32 ms. The weights are the publisher's, so nothing of it is committed. `MYNAH_UPSTREAM_SPEECH=FOLDER cargo test --lib hearing::upstream --
--ignored` compares.
"""
import io
import json
import math
import subprocess
import sys
import wave
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from silero_vad import load_silero_vad

WINDOW = 512
TEXT = "Where is the cafe? The cafe is on the ground floor, behind the stairs."


def speech():
    spoken = subprocess.run(["espeak-ng", "-v", "en-gb", "--stdout", TEXT], check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(spoken)) as file:
        rate, samples = file.getframerate(), np.frombuffer(file.readframes(1 << 24), dtype=np.int16)
    time = np.arange(int(len(samples) * 16000 / rate)) * rate / 16000
    return np.interp(time, np.arange(len(samples)), samples / 32768).astype(np.float32)


def main():
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, source / "models/convert-silero-vad-to-ggml.py", "--output", out / "silero.bin"],
                   check=True, stdout=subprocess.DEVNULL)
    (out / f"silero-v{version('silero-vad')}-ggml.bin").rename(out / "ggml-silero.bin")
    tone = (0.3 * np.sin(2 * math.pi * 440 * np.arange(16000) / 16000)).astype(np.float32)
    sound = np.concatenate([tone, speech(), np.zeros(16000, dtype=np.float32)])
    sound = sound[:len(sound) // WINDOW * WINDOW]
    sound.tofile(out / "sound.f32")
    model = load_silero_vad()
    model.reset_states()
    with torch.no_grad():
        voices = [model(torch.from_numpy(sound[at:at + WINDOW]), 16000).item() for at in range(0, len(sound), WINDOW)]
    (out / "silero.json").write_text(json.dumps({"silero-vad": version("silero-vad"), "voices": voices}))
    print(len(voices), "windows,", sum(voice > 0.5 for voice in voices), "with a voice")


main()
