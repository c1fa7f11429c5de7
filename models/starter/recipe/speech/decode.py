"""Owns greedy decoding in Python: what the network hears in a recording, close to what whisper.cpp makes of it."""

import numpy as np
import torch

import convert
from mel import LogMel
from tokens import BLANK, END, NO_SPEECH, NO_TIMESTAMPS, START, Tokens

LONGEST = 60  # tokens


@torch.no_grad()
def transcribe_all(model, tables, sounds, batch=24):
    """[(name, samples)] to {name: text}; sounds of like length go together."""
    tokens, log_mel = Tokens(tables), LogMel(tables)
    network, used = convert.load(model, tokens, extra=False)
    network.eval()
    row = {token: i for i, token in enumerate(used)}
    # whisper.cpp forbids an answer that ends at once; the no-speech token is never text.
    never, not_first = [row[NO_SPEECH], row[START], row[NO_TIMESTAMPS]], [row[END]]
    texts, order = {}, sorted(sounds, key=lambda sound: len(sound[1]))
    for start in range(0, len(order), batch):
        group = order[start : start + batch]
        pictures = [log_mel(samples) for _, samples in group]
        frames = (max(len(picture) for picture, _ in pictures) + 31) // 32 * 32
        mel = np.stack(
            [np.concatenate([p, np.full((frames - len(p), 80), floor, np.float32)]) for p, floor in pictures]
        )
        heard = network.encoder(torch.from_numpy(mel))
        said = torch.tensor([[row[START], row[NO_TIMESTAMPS]]] * len(group))
        done = torch.zeros(len(group), dtype=torch.bool)
        for step in range(LONGEST):
            logits = network.decoder(said, heard)[:, -1]
            logits[:, never + (not_first if step == 0 else [])] = -1e9
            chosen = logits.argmax(-1)
            chosen[done] = row[END]
            done |= chosen == row[END]
            said = torch.cat([said, chosen[:, None]], 1)
            if done.all():
                break
        for (name, _), rows in zip(group, said[:, 2:].tolist(), strict=True):
            text = tokens.decode([used[i] for i in rows if used[i] < END])
            texts[name] = text.replace(BLANK, "").strip()
    return texts
