#!/usr/bin/env python3
"""Turns what cargo-about prints by copyright.hbs into a machine-readable copyright file (DEP-5), with the parts that are no
crate: whisper.cpp and the models. With --crates-only, without these parts: mynah-pull has none of them."""

import re
import sys

HEADER = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: mynah

Files: *
Copyright: 2026 the mynah developers
License: MIT or Apache-2.0
"""
PARTS = """Files: whisper.cpp/*
Copyright: 2023-2025 The ggml authors
License: MIT
Comment: Compiled into the program by the crate whisper-rs-sys.

Files: models/starter/*
Copyright: 2026 the mynah developers
License: MIT or Apache-2.0
Comment: Trained from synthetic data; models/starter/recipe has how.
"""
COMMON = {
    "Apache-2.0": "/usr/share/common-licenses/Apache-2.0",
    "MPL-2.0": "/usr/share/common-licenses/MPL-2.0",
}
HOLDER = re.compile(r"^\s*(?:Copyright|\(c\)|©).*\d{4}.*$", re.IGNORECASE | re.MULTILINE)


def indented(text):
    lines = (line.strip().replace("\t", " ") for line in text.strip().splitlines())
    return "\n".join(f" {line}" if line else " ." for line in lines)


def main():
    texts = {}
    crates = {}
    for block in sys.stdin.read().split("@@LICENSE ")[1:]:
        head, rest = block.split("@@TEXT\n", 1)
        text = rest.split("@@END", 1)[0]
        name, *uses = head.strip().splitlines()
        name = name.strip().replace(" WITH ", " with ")
        texts.setdefault(name, text)
        holders = sorted({" ".join(found.split()) for found in HOLDER.findall(text)})
        for use in uses:
            if not use.startswith("@@CRATE "):
                continue
            crate, authors = use[len("@@CRATE "):].split("@@AUTHORS")
            crate = crate.strip().replace(" ", "-")
            known = crates.setdefault(crate, (set(), []))
            known[0].add(name)
            found = holders or [author.strip() for author in authors.split(";") if author.strip()]
            known[1].extend(holder for holder in found if holder not in known[1])
    print(HEADER)
    if "--crates-only" not in sys.argv[1:]:
        print(PARTS)
    for crate, (licences, holders) in sorted(crates.items()):
        if crate.startswith("mynah-"):
            continue
        print(f"Files: vendor/{crate}/*")
        print("Copyright: " + "\n ".join(holders or [f"the authors of {crate}"]))
        print("License: " + " and ".join(sorted(licences)) + "\n")
    for name, text in sorted(texts.items()):
        if name in COMMON:
            body = f" On Debian systems the whole text is in {COMMON[name]}."
        else:
            # Whose it is stands with each crate.
            body = indented(HOLDER.sub("", text))
        print(f"License: {name}\n{body}\n")
    print("License: MIT or Apache-2.0\n Either of the two; their texts stand above.")


main()
