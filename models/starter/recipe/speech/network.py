"""Owns the network: Whisper's encoder and decoder, small, with the names that whisper.cpp's file uses.

Three things differ from Whisper in training only: the token table holds just the tokens of the domain,
a CTC head hangs on the encoder to teach it the alignment, and channel 0 behind the last layer norm is the
constant PIN, so that column 0 of the table is a bias for each token. In the file, tokens without
training get the row [-4, 0, 0, ...], a logit of -32: they never win.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

HEAD = 64
PIN, UNUSED = 8.0, -4.0
LETTERS = "abcdefghijklmnopqrstuvwxyz' "
SIZES = {"audio_context": 1500, "audio_width": 192, "audio_layers": 6, "text_context": 128, "text_layers": 2}


class Attention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.query, self.value, self.out = (nn.Linear(width, width) for _ in range(3))
        self.key = nn.Linear(width, width, bias=False)

    def forward(self, x, source=None, causal=False):
        source = x if source is None else source
        batch, length, width = x.shape

        def heads(values):
            return values.view(batch, -1, width // HEAD, HEAD).transpose(1, 2)

        # Written out: the fused kernel's way back is several times slower on a CPU.
        scores = (heads(self.query(x)) * HEAD**-0.5) @ heads(self.key(source)).transpose(-1, -2)
        if causal:
            scores = scores + torch.full((length, length), -1e4, dtype=scores.dtype, device=x.device).triu(1)
        mixed = scores.softmax(-1).to(scores.dtype) @ heads(self.value(source))
        return self.out(mixed.transpose(1, 2).reshape(batch, length, width))


class Block(nn.Module):
    def __init__(self, width, crossing):
        super().__init__()
        self.attn, self.attn_ln = Attention(width), nn.LayerNorm(width)
        if crossing:
            self.cross_attn, self.cross_attn_ln = Attention(width), nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(approximate="tanh"), nn.Linear(4 * width, width))
        self.mlp_ln = nn.LayerNorm(width)

    def forward(self, x, heard=None):
        x = x + self.attn(self.attn_ln(x), causal=heard is not None)
        if heard is not None:
            x = x + self.cross_attn(self.cross_attn_ln(x), heard)
        return x + self.mlp(self.mlp_ln(x))


class Encoder(nn.Module):
    def __init__(self, width, layers, context):
        super().__init__()
        self.conv1 = nn.Conv1d(80, width, 3, padding=1)
        self.conv2 = nn.Conv1d(width, width, 3, stride=2, padding=1)
        self.register_buffer("positional_embedding", _waves(context, width))
        self.blocks = nn.ModuleList(Block(width, False) for _ in range(layers))
        self.ln_post = nn.LayerNorm(width)

    def forward(self, mel):
        """mel: batch x frames x 80."""
        x = F.gelu(self.conv1(mel.transpose(1, 2)), approximate="tanh")
        x = F.gelu(self.conv2(x), approximate="tanh").transpose(1, 2)
        x = (x + self.positional_embedding[: x.shape[1]].to(x.dtype)).contiguous()
        for block in self.blocks:
            x = block(x)
        return self.ln_post(x)


class Decoder(nn.Module):
    def __init__(self, width, layers, context, tokens):
        super().__init__()
        self.token_embedding = nn.Embedding(tokens, width)
        nn.init.normal_(self.token_embedding.weight, 0, 0.05)
        self.positional_embedding = nn.Parameter(torch.randn(context, width) * 0.02)
        self.blocks = nn.ModuleList(Block(width, True) for _ in range(layers))
        self.ln = nn.LayerNorm(width)
        free = torch.ones(width)
        free[0] = 0
        self.register_buffer("free", free, persistent=False)

    def forward(self, tokens, heard):
        x = self.token_embedding(tokens) + self.positional_embedding[: tokens.shape[1]]
        x = x.to(heard.dtype)
        for block in self.blocks:
            x = block(x, heard)
        scale, shift = self.ln.weight * self.free, self.ln.bias * self.free + PIN * (1 - self.free)
        x = F.layer_norm(x, x.shape[-1:], scale.to(x.dtype), shift.to(x.dtype), 1e-5)
        return F.linear(x, self.token_embedding.weight)


class Network(nn.Module):
    def __init__(self, tokens, sizes=SIZES):
        super().__init__()
        width = sizes["audio_width"]
        self.encoder = Encoder(width, sizes["audio_layers"], sizes["audio_context"])
        self.decoder = Decoder(width, sizes["text_layers"], sizes["text_context"], tokens)
        self.ctc = nn.Linear(width, len(LETTERS) + 1)


def _waves(count, width):
    step = math.log(10000) / (width // 2 - 1)
    angles = torch.arange(count)[:, None] * torch.exp(-step * torch.arange(width // 2))[None]
    return torch.cat([angles.sin(), angles.cos()], 1)
