"""Owns whisper.cpp's model file: reading one of any of these types, writing f16 or q5_0.

Layout: twelve numbers, the mel filters, the token table, then one record a tensor. Rows are
stored innermost first. Only the large matrices are quantised; convolutions stay f16, and vectors
and positions f32, as whisper.cpp expects.
"""

import os
import struct

import numpy as np

MAGIC = 0x67676D6C
F32, F16, Q4_0, Q5_0, Q5_1, Q8_0 = 0, 1, 2, 6, 7, 8
BLOCK = 32
BLOCK_BYTES = {Q4_0: 18, Q5_0: 22, Q5_1: 24, Q8_0: 34}
FILE_TYPE = {"f16": 1, "q5_0": 2008}  # 2000 tells the version of the quantisation
SIZES = (
    "vocabulary",
    "audio_context",
    "audio_width",
    "audio_heads",
    "audio_layers",
    "text_context",
    "text_width",
    "text_heads",
    "text_layers",
    "mels",
    "file_type",
)


def read(path):
    """(sizes, filters, token pieces, {name: float32 array})."""
    data = memoryview(open(path, "rb").read())
    numbers = struct.unpack_from("<12i", data, 0)
    if numbers[0] != MAGIC:
        raise ValueError(f"{path} is no ggml model")
    sizes, at = dict(zip(SIZES, numbers[1:], strict=True)), 48
    rows, columns = struct.unpack_from("<2i", data, at)
    filters = np.frombuffer(data, np.float32, rows * columns, at + 8).reshape(rows, columns)
    at += 8 + 4 * rows * columns
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    pieces = []
    for _ in range(count):
        (length,) = struct.unpack_from("<i", data, at)
        pieces.append(bytes(data[at + 4 : at + 4 + length]))
        at += 4 + length
    tensors = {}
    while at < len(data):
        dimensions, length, kind = struct.unpack_from("<3i", data, at)
        shape = struct.unpack_from(f"<{dimensions}i", data, at + 12)[::-1]
        at += 12 + 4 * dimensions
        name = bytes(data[at : at + length]).decode()
        at += length
        values, size = _decode(data, at, kind, int(np.prod(shape)))
        tensors[name] = values.reshape(shape)
        at += size
    return sizes, filters, pieces, tensors


def write(path, sizes, filters, pieces, tensors, kind="q5_0"):
    """Writes beside the target first, so that a reader never meets half a file."""
    partial = f"{path}.partial"
    with open(partial, "wb") as file:
        header = sizes | {"file_type": FILE_TYPE[kind]}
        file.write(struct.pack("<12i", MAGIC, *(header[name] for name in SIZES)))
        file.write(struct.pack("<2i", *filters.shape) + np.ascontiguousarray(filters, np.float32).tobytes())
        file.write(struct.pack("<i", len(pieces)))
        for piece in pieces:
            file.write(struct.pack("<i", len(piece)) + piece)
        for name, values in tensors.items():
            stored, code = _encode(name, values, kind)
            shape, label = values.shape[::-1], name.encode()
            file.write(
                struct.pack("<3i", len(shape), len(label), code)
                + struct.pack(f"<{len(shape)}i", *shape)
                + label
                + stored
            )
    os.replace(partial, path)


def _encode(name, values, kind):
    if values.ndim < 2 or name.endswith(("conv1.bias", "conv2.bias", "positional_embedding")):
        return np.ascontiguousarray(values, np.float32).tobytes(), F32
    if values.ndim == 2 and kind == "q5_0" and values.shape[1] % BLOCK == 0:
        return _to_q5_0(values), Q5_0
    return np.ascontiguousarray(values, np.float16).tobytes(), F16


def _to_q5_0(values):
    """32 numbers as one half-precision scale and 5 bits each; the scale that errs least of a few near the usual one."""
    blocks = np.ascontiguousarray(values, np.float32).reshape(-1, BLOCK)
    furthest = blocks[np.arange(len(blocks)), np.abs(blocks).argmax(1)]
    best_error = np.full(len(blocks), np.inf, np.float32)
    best_scale = np.zeros(len(blocks), np.float16)
    best_levels = np.zeros(blocks.shape, np.uint8)
    for stretch in (16.0, 15.5, 15.0, 16.5, 17.0):
        scale = (furthest / -stretch).astype(np.float16)
        inverse = np.where(scale != 0, 1 / np.where(scale == 0, 1, scale.astype(np.float32)), 0)
        levels = np.clip(np.floor(blocks * inverse[:, None] + 16.5), 0, 31).astype(np.uint8)
        error = (((levels.astype(np.float32) - 16) * scale.astype(np.float32)[:, None] - blocks) ** 2).sum(1)
        better = error < best_error
        best_error[better], best_scale[better], best_levels[better] = error[better], scale[better], levels[better]
    low = (best_levels[:, :16] & 15) | ((best_levels[:, 16:] & 15) << 4)
    high = ((best_levels >> 4).astype(np.uint32) << np.arange(BLOCK, dtype=np.uint32)).sum(1).astype(np.uint32)
    stored = np.concatenate(
        [best_scale[:, None].view(np.uint8).reshape(-1, 2), high[:, None].view(np.uint8).reshape(-1, 4), low], 1
    )
    return np.ascontiguousarray(stored).tobytes()


def _decode(data, at, kind, count):
    """(float32 values, bytes read)."""
    if kind in (F32, F16):
        width = np.float32 if kind == F32 else np.float16
        return np.frombuffer(data, width, count, at).astype(np.float32), count * np.dtype(width).itemsize
    size = count // BLOCK * BLOCK_BYTES[kind]
    raw = np.frombuffer(data, np.uint8, size, at).reshape(-1, BLOCK_BYTES[kind])
    scale = raw[:, :2].copy().view(np.float16).astype(np.float32)
    if kind == Q8_0:
        return (raw[:, 2:].copy().view(np.int8) * scale).ravel(), size
    nibbles = raw[:, -16:]
    levels = np.concatenate([nibbles & 15, nibbles >> 4], 1).astype(np.float32)
    if kind == Q4_0:
        return ((levels - 8) * scale).ravel(), size
    start = 4 if kind == Q5_1 else 2
    high = raw[:, start : start + 4].copy().view(np.uint32)
    levels += ((high >> np.arange(BLOCK, dtype=np.uint32)) & 1) * 16.0
    if kind == Q5_1:
        return (levels * scale + raw[:, 2:4].copy().view(np.float16).astype(np.float32)).ravel(), size
    return ((levels - 16) * scale).ravel(), size
