#!/usr/bin/env python3
"""Prints a CycloneDX file without what differs between two builds of the same commit: its own number, the time, paths."""

import json
import os
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read().replace(os.getcwd(), "/mynah")
bom = json.loads(text)
bom.pop("serialNumber", None)
bom.get("metadata", {}).pop("timestamp", None)
print(json.dumps(bom, sort_keys=True, indent=1))
