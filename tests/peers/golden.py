"""What llama.cpp makes of the tiny models: their logits and greedy continuations, as the tests compare them.

    cargo run --example tiny_models -- DIR && python tests/peers/golden.py DIR > tests/fixtures/golden.json

Needs llama-cpp-python (a development tool; the tests themselves need only the numbers).
"""
import ctypes
import json
import sys
from pathlib import Path

import llama_cpp

PROMPT = [1] + [3 + (i * 37) % 300 for i in range(29)]
CONTINUED = 64

results = {"llama_cpp_python": llama_cpp.__version__, "prompt": PROMPT, "families": {}, "storages": {}}
for path in sorted(Path(sys.argv[1]).glob("*.gguf")):
    model = llama_cpp.Llama(str(path), n_ctx=256, n_batch=256, n_threads=1, logits_all=False,
                            verbose=False, swa_full=True, flash_attn=False,
                            type_k=llama_cpp.GGML_TYPE_F32, type_v=llama_cpp.GGML_TYPE_F32)
    words = model.n_vocab()

    def scores():
        pointer = llama_cpp.llama_get_logits_ith(model.ctx, -1)
        return [pointer[i] for i in range(words)]

    model.reset()
    model.eval(PROMPT)
    first = scores()
    if path.stem.startswith("stored-"):
        results["storages"][path.stem.removeprefix("stored-")] = [round(x, 6) for x in first]
        continue
    tokens = []
    current = first
    for _ in range(CONTINUED):
        token = max(range(words), key=current.__getitem__)
        tokens.append(token)
        model.eval([token])
        current = scores()
    results["families"][path.stem] = {"logits": [round(x, 6) for x in first], "continuation": tokens}
json.dump(results, sys.stdout)
