"""The network: a small Llama whose forward pass agrees with candle's `quantized_llama`.

Rotary pairs are interleaved (2i, 2i+1), as in the GGUF layout of Llama; the token embedding is also the
output matrix; there are no biases. Row sizes are multiples of 256, so that every quantisation applies.
"""

from dataclasses import dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass
class Shape:
    vocabulary: int = 2048
    width: int = 256
    layers: int = 6
    heads: int = 4
    inner: int = 512
    context: int = 1024
    rope_base: float = 10000.0
    epsilon: float = 1e-5


class Block(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.heads, self.epsilon = s.heads, s.epsilon
        self.attn_norm = nn.Parameter(torch.ones(s.width))
        self.ffn_norm = nn.Parameter(torch.ones(s.width))
        self.attn_qkv = nn.Parameter(torch.empty(3 * s.width, s.width))
        self.attn_output = nn.Parameter(torch.zeros(s.width, s.width))
        self.ffn_gate_up = nn.Parameter(torch.empty(2 * s.inner, s.width))
        self.ffn_down = nn.Parameter(torch.zeros(s.width, s.inner))
        for w in (self.attn_qkv, self.ffn_gate_up):
            nn.init.normal_(w, std=s.width**-0.5)
        with torch.no_grad():  # queries begin equal to keys: attention starts out as "look for the same token"
            self.attn_qkv[: s.width] = self.attn_qkv[s.width : 2 * s.width]

    def forward(self, x, cos, sin):
        b, t, d = x.shape
        h = F.rms_norm(x, (d,), self.attn_norm.to(x.dtype), self.epsilon)
        q, k, v = F.linear(h, self.attn_qkv.to(x.dtype)).view(b, t, 3, self.heads, d // self.heads).unbind(2)
        q, k = rotate(q, cos, sin).transpose(1, 2), rotate(k, cos, sin).transpose(1, 2)
        y = attend(q, k, v.transpose(1, 2))
        x = x + F.linear(y.transpose(1, 2).reshape(b, t, d), self.attn_output.to(x.dtype))
        h = F.rms_norm(x, (d,), self.ffn_norm.to(x.dtype), self.epsilon)
        gate, up = F.linear(h, self.ffn_gate_up.to(x.dtype)).chunk(2, -1)
        return x + F.linear(F.silu(gate) * up, self.ffn_down.to(x.dtype))


def attend(q, k, v, chunk=128):
    """Causal attention in chunks of queries: on one thread twice as fast as the fused kernel at these lengths."""
    t, out = q.shape[-2], []
    future = torch.full((chunk, chunk), -1e4).triu(1)
    q = q * q.shape[-1] ** -0.5
    for i in range(0, t, chunk):
        n = min(chunk, t - i)
        scores = (q[..., i : i + n, :] @ k[..., : i + n, :].transpose(-1, -2)).float()
        scores = torch.cat([scores[..., :i], scores[..., i:] + future[:n, :n]], -1)
        out.append(scores.softmax(-1).to(q.dtype) @ v[..., : i + n, :])
    return torch.cat(out, -2)


def rotate(x, cos, sin):
    """Turns each pair (2i, 2i+1) of a head by its position's angle. x: batch, time, heads, width of a head."""
    pair = x.view(*x.shape[:-1], -1, 2)
    a, b = pair[..., 0], pair[..., 1]
    return torch.stack((a * cos - b * sin, a * sin + b * cos), -1).flatten(-2)


class Llama(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Parameter(torch.randn(shape.vocabulary, shape.width) * 0.02)
        self.blk = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.output_norm = nn.Parameter(torch.ones(shape.width))
        width = shape.width // shape.heads
        turn = shape.rope_base ** (-torch.arange(0, width, 2) / width)
        angle = torch.arange(shape.context)[:, None, None] * turn
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)

    def hidden(self, ids, dtype=torch.float32):
        t = ids.shape[1]
        x = F.embedding(ids, self.token_embd.to(dtype))
        cos, sin = self.cos[:t].to(dtype), self.sin[:t].to(dtype)
        for block in self.blk:
            x = block(x, cos, sin)
        return F.rms_norm(x, x.shape[-1:], self.output_norm.to(dtype), self.shape.epsilon)

    def forward(self, ids, dtype=torch.float32):
        return F.linear(self.hidden(ids, dtype), self.token_embd.to(dtype))
