"""The network: BERT with the tensor names of the public checkpoints, and a reader's head.

Only what candle-transformers' BertModel computes: absolute positions, post-norm, ReLU between the two dense layers
(candle computes the exact GELU one number at a time). Two layers, so that a step is cheap: training gets minutes of
a shared core, not hours. Deeper ones were not compared with it fairly.

The reader sees question and unit together, "[CLS] question [SEP] unit [SEP]", so that each word knows both texts. Its
likelihood is a weighted sum of the first position, of the product of the two texts' means, and of how well each word
of the question is matched by its best counterpart in the unit; so it begins with what the vectors know.
"""

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass
class Shape:
    vocab_size: int = 14000
    hidden_size: int = 256
    num_hidden_layers: int = 2
    num_attention_heads: int = 4
    intermediate_size: int = 512
    max_position_embeddings: int = 160
    type_vocab_size: int = 2
    layer_norm_eps: float = 1e-6

    def config(self):
        """config.json as candle reads it; "max_tokens" is ours."""
        return dict(
            asdict(self),
            model_type="bert",
            architectures=["BertModel"],
            hidden_act="relu",
            hidden_dropout_prob=0.0,
            initializer_range=0.02,
            pad_token_id=0,
            position_embedding_type="absolute",
            classifier_dropout=None,
            max_tokens=128,
        )


class Layer(nn.Module):
    def __init__(self, s):
        super().__init__()
        h = s.hidden_size
        self.heads = s.num_attention_heads
        self.query, self.key, self.value, self.dense = (nn.Linear(h, h) for _ in range(4))
        self.norm = nn.LayerNorm(h, s.layer_norm_eps)
        self.up, self.down = nn.Linear(h, s.intermediate_size), nn.Linear(s.intermediate_size, h)
        self.last = nn.LayerNorm(h, s.layer_norm_eps)

    def forward(self, x, mask):
        b, n, h = x.shape
        q, k, v = (f(x).view(b, n, self.heads, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        # written out: on this kind of processor the backward pass of the fused one takes half of all the time
        scores = q @ k.transpose(2, 3) * (h // self.heads) ** -0.5
        y = ((scores + mask).softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(b, n, h)
        x = self.norm(x + self.dense(y))
        return self.last(x + self.down(F.relu(self.up(x))))


class Encoder(nn.Module):
    def __init__(self, shape, dropout=0.1):
        super().__init__()
        self.shape, self.dropout, self.table = shape, dropout, None
        h = shape.hidden_size
        self.words = nn.Embedding(shape.vocab_size, h)
        self.positions = nn.Embedding(shape.max_position_embeddings, h)
        self.types = nn.Embedding(shape.type_vocab_size, h)
        self.norm = nn.LayerNorm(h, shape.layer_norm_eps)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.num_hidden_layers))
        self.reader = nn.Linear(2 * h + 2, 1)
        self.matters = nn.Linear(h, 1, bias=False)  # how much a word of the question does
        self.scale = nn.Parameter(torch.tensor(3.0))  # the logarithm of 1 / temperature; training only
        for name, p in self.named_parameters():
            if p.dim() == 2:
                nn.init.normal_(p, std=0.02 if name.startswith(("positions", "types", "reader")) else h**-0.5 * 0.7)
            elif name.endswith("bias"):
                nn.init.zeros_(p)
        for layer in self.layers:
            # Every layer begins by doing nothing: the network is at first the mean of its words' vectors.
            nn.init.zeros_(layer.dense.weight)
            nn.init.zeros_(layer.down.weight)
        h = shape.hidden_size
        self.reader.weight.data[:, h : 2 * h] = 4.0
        self.reader.weight.data[:, 2 * h :] = 4.0
        self.reader.bias.data.fill_(-6.0)
        for layer in self.layers[:1]:
            # A word looks at its like from the start, so that the reader need not find that out.
            layer.key.weight.data.copy_(layer.query.weight)

    def forward(self, ids, types=None):
        """Hidden states of every position. ids: (batch, length), 0 is padding."""
        x = self.words(ids) if self.table is None else F.embedding(self.local[ids], self.table)
        x = x + self.positions.weight[: ids.shape[1]]
        x = x + (self.types.weight[0] if types is None else self.types(types))
        kind = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else torch.float32
        mask = torch.zeros(ids.shape, dtype=kind).masked_fill(ids == 0, -1e4)[:, None, None, :]
        x = F.dropout(self.norm(x), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def gather(self, rows):
        """Looks up a step's words once: otherwise each part's gradient would be as large as the whole vocabulary."""
        used = torch.unique(torch.cat(rows))
        self.local = torch.zeros(self.shape.vocab_size, dtype=torch.long)
        self.local[used] = torch.arange(len(used))
        self.table = self.words(used)

    def vectors(self, ids):
        """Mean over the text's positions, of length 1."""
        keep = (ids != 0).unsqueeze(-1)
        x = self(ids).float()
        return F.normalize((x * keep).sum(1) / keep.sum(1), dim=-1)

    def read(self, ids, types):
        """How likely the second part answers the first, as a logit."""
        x = self(ids, types).float()
        ask = (ids != 0) & (types == 0)
        unit = (ids != 0) & (types == 1)
        first = F.normalize((x * ask.unsqueeze(-1)).sum(1), dim=-1)
        second = F.normalize((x * unit.unsqueeze(-1)).sum(1), dim=-1)
        unitary = F.normalize(x, dim=-1)
        best = (unitary @ unitary.transpose(1, 2)).masked_fill(~unit[:, None, :], -1.0).amax(2)
        weight = self.matters(x).squeeze(-1).masked_fill(~ask, -1e4).softmax(1)
        plain = ask / ask.sum(1, keepdim=True)
        parts = (x[:, 0], first * second, (best * weight).sum(1, keepdim=True), (best * plain).sum(1, keepdim=True))
        return self.reader(torch.cat(parts, 1)).squeeze(-1)


def names(shape):
    """Our parameter names -> the names in the published file."""
    out = {
        "words.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "types.weight": "embeddings.token_type_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
        "reader.weight": "reader.weight",
        "reader.bias": "reader.bias",
        "matters.weight": "reader.matters.weight",
    }
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "dense": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "last": "output.LayerNorm",
    }
    for i in range(shape.num_hidden_layers):
        for ours, theirs in parts.items():
            for end in ("weight", "bias"):
                out[f"layers.{i}.{ours}.{end}"] = f"encoder.layer.{i}.{theirs}.{end}"
    return out
