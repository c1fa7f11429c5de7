"""Owns the two public tables that Whisper models share: the GPT-2 byte pairs and the mel filter bank.

Both lie in openai-whisper's source package (MIT); its weights are never touched.
"""

import subprocess
import sys
import tarfile
from pathlib import Path

PACKAGE = "openai-whisper==20250625"
TABLES = ("gpt2.tiktoken", "mel_filters.npz")


def fetch(work):
    """Puts the tables into WORK/tables, downloading the source package if they are not there yet."""
    folder = Path(work) / "tables"
    if all((folder / name).exists() for name in TABLES):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--no-binary",
            ":all:",
            "--dest",
            str(folder),
            PACKAGE,
        ],
        check=True,
    )
    archive = next(folder.glob("openai*whisper-*.tar.gz"))
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            name = Path(member.name).name
            if name in TABLES and "/assets/" in member.name:
                (folder / name).write_bytes(tar.extractfile(member).read())
    return folder
