"""mynah against llama.cpp on synthetic models of real shapes: `make bench-llm`.

    python tests/peers/bench_llm.py MYNAH FOLDER [--rounds N] [--only NAME]

Alternates the two programs, each in a process of its own, and prints a table (to stderr) and one JSON object of medians.
Speeds are tokens a second; memory is the largest resident size of the process; the first token is counted from the start of
the process, after a prompt of 16. Only ratios of one run mean something.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

PEER = """
import json, sys, time
import llama_cpp
path, prompt, generate, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
model = llama_cpp.Llama(path, n_ctx=2048, n_batch=512, n_threads=threads, n_threads_batch=threads, verbose=False)
words = model.n_vocab()
tokens = [(3 + number * 7919) % words for number in range(prompt)]
start = time.perf_counter()
model.eval(tokens)
llama_cpp.llama_synchronize(model.ctx)
read = time.perf_counter()
token = 5
for _ in range(generate):
    model.eval([token])
    logits = llama_cpp.llama_get_logits_ith(model.ctx, -1)
    token = 5 if logits[0] == logits[0] else 6
written = time.perf_counter()
print(json.dumps({"prefill_per_second": prompt / (read - start), "decode_per_second": generate / (written - read)}))
"""


def run(command):
    """The last JSON line that a command prints, with its time and largest resident size in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"failed: {command}")
    result = json.loads(output.decode().strip().splitlines()[-1])
    result["resident_mb"] = usage.ru_maxrss / 1000
    result["seconds"] = time.perf_counter() - start
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mynah")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--prompt", type=int, default=256)
    parser.add_argument("--generate", type=int, default=64)
    arguments = parser.parse_args()
    threads = str(len(os.sched_getaffinity(0)))
    sizes = [str(arguments.prompt), str(arguments.generate)]
    report = {}
    head = f"{'model':24} {'prefill ours : theirs':>24} {'decode ours : theirs':>24} {'resident MB (file)':>24} {'start (s)':>9}"
    print(head, file=sys.stderr)
    for path in sorted(path for path in arguments.folder.glob("*.gguf") if arguments.only in path.name):
        ours, theirs, first = [], [], []
        for _ in range(arguments.rounds):
            ours.append(run([arguments.mynah, "bench", str(path), "--json", "--prompt", sizes[0], "--generate", sizes[1]]))
            first.append(run([arguments.mynah, "bench", str(path), "--json", "--prompt", "16", "--generate", "1"]))
            theirs.append(run([sys.executable, "-c", PEER, str(path), *sizes, threads]))
        middle = lambda all, key: statistics.median(one[key] for one in all)
        row = {
            side: {key: round(middle(all, key), 2) for key in ("prefill_per_second", "decode_per_second", "resident_mb")}
            for side, all in (("ours", ours), ("theirs", theirs))
        }
        row["prefill_ratio"] = round(row["ours"]["prefill_per_second"] / row["theirs"]["prefill_per_second"], 2)
        row["decode_ratio"] = round(row["ours"]["decode_per_second"] / row["theirs"]["decode_per_second"], 2)
        row["file_mb"] = round(path.stat().st_size / 1e6, 1)
        row["resident_by_file"] = round(row["ours"]["resident_mb"] / row["file_mb"], 2)
        row["first_token_s"] = round(middle(first, "seconds"), 3)
        report[path.stem] = row
        o, t = row["ours"], row["theirs"]
        print(
            f"{path.stem:24} {o['prefill_per_second']:8.1f} : {t['prefill_per_second']:6.1f} = {row['prefill_ratio']:4.2f}"
            f" {o['decode_per_second']:8.1f} : {t['decode_per_second']:6.1f} = {row['decode_ratio']:4.2f}"
            f" {o['resident_mb']:8.0f} : {t['resident_mb']:5.0f} ({row['file_mb']:.0f})"
            f" {row['first_token_s']:9.2f}",
            file=sys.stderr,
        )
    print(json.dumps(report, indent=1))


main()
