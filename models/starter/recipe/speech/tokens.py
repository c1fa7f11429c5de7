"""Owns text to token numbers and back: GPT-2's byte pairs in Whisper's English numbering."""

import base64
import functools
import re

END, START, NO_SPEECH, NO_TIMESTAMPS, COUNT = 50256, 50257, 50361, 50362, 51864
SPECIAL = [END, START, NO_SPEECH, NO_TIMESTAMPS]
BLANK = " [BLANK_AUDIO]"
PIECES = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?[A-Za-z]+| ?[0-9]+| ?[^\sA-Za-z0-9]+|\s+")


class Tokens:
    """The table of byte pairs, loaded once."""

    def __init__(self, tables):
        with open(f"{tables}/gpt2.tiktoken", "rb") as file:
            pairs = (line.split() for line in file.read().splitlines() if line)
            self.rank = {base64.b64decode(piece): int(rank) for piece, rank in pairs}
        self.piece = {rank: piece for piece, rank in self.rank.items()}
        self._merge = functools.lru_cache(None)(self._merge)

    def _merge(self, word):
        """Joins the neighbouring pair of the lowest rank until no pair is in the table."""
        parts = [bytes([byte]) for byte in word]
        while len(parts) > 1:
            unknown = len(self.rank)
            best, at = min((self.rank.get(parts[i] + parts[i + 1], unknown), i) for i in range(len(parts) - 1))
            if best == unknown:
                break
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        return tuple(self.rank[part] for part in parts)

    def encode(self, text):
        return [token for piece in PIECES.findall(text) for token in self._merge(piece.encode())]

    def encode_within(self, text, allowed):
        """The tokens of a text where only `allowed` ones may occur: a word whose own tokens are not all among them is spelled
        by the fewest that are. None if some sign cannot be written at all."""
        tokens = []
        for piece in PIECES.findall(text):
            own = self._merge(piece.encode())
            if not all(token in allowed for token in own):
                own = self._spelled(piece.encode(), allowed)
                if own is None:
                    return None
            tokens += own
        return tokens

    def _spelled(self, word, allowed):
        best = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(end):
                token = self.rank.get(word[start:end])
                if token in allowed and best[start] is not None:
                    if best[end] is None or len(best[start]) + 1 < len(best[end]):
                        best[end] = [*best[start], token]
        return best[-1]

    def decode(self, tokens):
        return b"".join(self.piece.get(token, b"") for token in tokens).decode("utf8", "replace")
