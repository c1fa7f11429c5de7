"""The vocabulary: WordPiece over lower-case text of three languages, every Chinese character a word of its own."""

from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PAD, UNK, CLS, SEP = range(4)


def new():
    t = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=64))
    # NFKC first: full-width forms and ligatures. й must stay й, so accents are kept; ё is written as е by most.
    t.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=False, lowercase=True),
            normalizers.Replace("ё", "е"),
            normalizers.Replace("’", "'"),
        ]
    )
    # Numbers are read by digits: what a number is matters more than which, and none is unknown.
    t.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Split(Regex(r"[0-9]"), "isolated")]
    )
    return t


def common():
    """The 3,755 common Chinese characters of GB 2312, so that hardly any is unknown; beside ours."""
    cells = (bytes([high, low]) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return [c for c in (x.decode("gb2312", "ignore") for x in cells) if c]


def train(texts, size, path):
    t = new()
    t.train_from_iterator(
        texts,
        trainers.WordPieceTrainer(
            vocab_size=size, min_frequency=3, special_tokens=SPECIAL, limit_alphabet=6000,
            initial_alphabet=common(), continuing_subword_prefix="##",
            show_progress=False,
        ),
    )
    t.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", CLS), ("[SEP]", SEP)]
    )
    t.save(str(path), pretty=False)
    return t


def load(path):
    return Tokenizer.from_file(str(Path(path)))


def cut(ids, most):
    """A text's ids, shortened to `most` with the last separator kept."""
    return ids if len(ids) <= most else ids[: most - 1] + [SEP]
