"""Muon: momentum whose step is made orthogonal, for the matrices; Adam for the embedding and the norms."""

import torch


def orthogonal(g, steps=5):
    """Newton-Schulz towards the nearest orthogonal matrix, for a stack of matrices that are wider than tall."""
    x = g.bfloat16()
    x = x / (x.float().norm(dim=(-2, -1), keepdim=True).to(x.dtype) + 1e-7)
    for _ in range(steps):
        square = x @ x.mT
        x = 3.4445 * x + (-4.7750 * square + 2.0315 * square @ square) @ x
    return x.float()


class Muon:
    """Steps stacks of equally shaped slices of the weights together."""

    def __init__(self, slices, momentum=0.95):
        self.momentum, self.stacks = momentum, {}
        for parameter, low, high in slices:
            shape = (high - low, parameter.shape[1])
            self.stacks.setdefault(shape, []).append((parameter, low, high))
        self.buffers = {shape: torch.zeros(len(items), *shape) for shape, items in self.stacks.items()}

    @torch.no_grad()
    def step(self, rate, decay):
        for (rows, columns), items in self.stacks.items():
            gradient = torch.stack([p.grad[low:high] for p, low, high in items])
            buffer = self.buffers[(rows, columns)]
            buffer.lerp_(gradient, 1 - self.momentum)
            g = gradient.lerp(buffer, self.momentum)
            update = orthogonal(g.mT).mT if rows > columns else orthogonal(g)
            size = rate * max(1.0, rows / columns) ** 0.5
            for (p, low, high), u in zip(items, update):
                p[low:high].mul_(1 - rate * decay).add_(u, alpha=-size)
