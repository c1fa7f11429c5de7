"""Tiny Whisper models, made by openai-whisper, converted and quantised by whisper.cpp's own tools, run by openai-whisper.

    pip install torch openai-whisper==20250625
    git clone --branch v1.8.3 https://github.com/ggml-org/whisper.cpp     # convert-pt-to-ggml.py, and examples/quantize
    python tests/peers/upstream_whisper.py whisper.cpp FOLDER [--quantize PATH]

Writes models for English and for many languages, with 80 and with 128 mel bands, as F16 and F32, and with `--quantize` (whisper.cpp's program)
in every quantisation; and `expected.json`: openai-whisper's logits after a prompt, for a sound that the test computes, too. The vocabulary
alone makes each larger than a megabyte, so none is committed. `MYNAH_UPSTREAM_SPEECH=FOLDER cargo test --lib hearing::upstream -- --ignored` compares.
"""
import argparse
import json
import math
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import torch
import whisper
from whisper.model import ModelDimensions, Whisper

# ggml_ftype
QUANTISATIONS = {"q4_0": 2, "q4_1": 3, "q5_0": 8, "q5_1": 9, "q8_0": 7, "q2_k": 10, "q3_k": 11, "q4_k": 12, "q5_k": 13, "q6_k": 14}
SHAPES = {"english-80": (51864, 80), "multilingual-80": (51865, 80), "multilingual-128": (51866, 128)}
SECONDS = 3


def made(vocabulary, mels, width):
    dimensions = ModelDimensions(
        n_mels=mels, n_audio_ctx=1500, n_audio_state=width, n_audio_head=width // 32, n_audio_layer=2,
        n_vocab=vocabulary, n_text_ctx=448, n_text_state=width, n_text_head=width // 32, n_text_layer=2)
    model = Whisper(dimensions)
    generator = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if "ln" in name and name.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.1 * noise)
            elif "positional" in name:
                parameter.copy_(0.5 * noise)
            else:
                parameter.copy_(1.2 * noise / math.prod(parameter.shape[1:]) ** 0.5)
    # As published: the converter expects halves.
    return model.half().float().eval()


def sound():
    """A rising tone; the test computes the same."""
    time = torch.arange(SECONDS * 16000, dtype=torch.float64) / 16000
    return (0.4 * torch.sin(2 * math.pi * (200 + 300 * time) * time)).float()


def logits(model, prompt):
    mel = whisper.log_mel_spectrogram(whisper.pad_or_trim(sound()), n_mels=model.dims.n_mels)
    with torch.no_grad():
        return model(mel[None], torch.tensor([prompt]))[0, -1].tolist()


def convert(source, model, out, single):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        weights = {name: tensor.half() for name, tensor in model.state_dict().items()}
        torch.save({"dims": asdict(model.dims), "model_state_dict": weights}, folder / "tiny.pt")
        assets = Path(whisper.__file__).parents[1]
        more = ["single"] if single else []
        subprocess.run([sys.executable, source / "models/convert-pt-to-ggml.py", folder / "tiny.pt", assets, folder, *more], check=True, stdout=subprocess.DEVNULL)
        shutil.move(folder / ("ggml-model-f32.bin" if single else "ggml-model.bin"), out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--quantize", type=Path)
    arguments = parser.parse_args()
    out = arguments.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    expected = {}
    for name, (vocabulary, mels) in SHAPES.items():
        # Blocks of 256 numbers for one of them.
        model = made(vocabulary, mels, 256 if name == "multilingual-80" else 64)
        first = 50257 if vocabulary == 51864 else 50258
        prompt = [first, 1000, 2000, 3000]
        theirs = [round(score, 5) for score in logits(model, prompt)]
        for single in (False, True):
            path = out / f"ggml-{name}-{'f32' if single else 'f16'}.bin"
            convert(arguments.source, model, path, single)
            expected[path.name] = {"model": name}
        # whisper.cpp 1.8.3 cannot run F32: an assertion ends the program, so mynah refuses it.
        del expected[path.name]
        expected[f"ggml-{name}-f16.bin"].update(prompt=prompt, logits=theirs)
        for kind, number in QUANTISATIONS.items() if arguments.quantize else ():
            if kind.endswith("k") and model.dims.n_audio_state % 256:
                # The quantiser writes it nevertheless, and whisper.cpp cannot load it.
                continue
            whole = out / f"ggml-{name}-f16.bin"
            made_of_it = out / f"ggml-{name}-{kind}.bin"
            done = subprocess.run([arguments.quantize, whole, made_of_it, str(number)], capture_output=True)
            if done.returncode != 0:
                print("not written:", made_of_it.name, done.stdout[-100:], done.stderr[-100:])
                made_of_it.unlink(missing_ok=True)
                continue
            expected[made_of_it.name] = {"model": name}
        print(name, flush=True)
    made_by = {"openai-whisper": whisper.__version__, "whisper.cpp": "1.8.3"}
    models = {one["model"]: {"prompt": one["prompt"], "logits": one["logits"]} for one in expected.values() if "logits" in one}
    files = {name: one["model"] for name, one in expected.items()}
    (out / "expected.json").write_text(json.dumps({"made_by": made_by, "models": models, "files": files}))


main()
