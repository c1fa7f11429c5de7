"""A sequential voice assistant of the peers' own programs, for `make bench-turn` to compare with.

    python tests/peers/sequential.py SPEECH.bin LANGUAGE.gguf < commands

For each line `listen` it takes one turn: it records until 1.25 s of silence, transcribes with whisper.cpp (pywhispercpp) in
its window of 30 s, waits for the whole answer of llama.cpp (llama-cpp-python), then lets espeak-ng speak it. Prints a line of
JSON when it is ready, when it listens, and when a turn has ended, with the times of its stages in milliseconds after the last
sound that it heard. The models stay loaded, and the prompt's head stays in llama.cpp's cache.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

import llama_cpp
import numpy as np
from pywhispercpp.model import Model

RATE = 16000
FRAME = RATE // 100
# Frames above -45 dB of full scale are sound, as in the rig.
AUDIBLE = 0.0056
SILENCE_FRAMES = 125
PERSONA = "You are a voice assistant. Your replies are spoken: one or two short sentences, no lists, no formatting."
# What the starter model is given, in the format that it was trained on. It writes an answer from facts only.
STARTER_FACTS = "The library opens at 10 am and closes at 8 pm."
STARTER_PROMPT = "<|facts|> {facts}<|user|> {question}<|reply|>"
MAX_TOKENS = 128

# The libraries print; standard output belongs to the JSON lines.
told = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)


def tell(event, **more):
    print(json.dumps({"event": event, **more}), file=told)


class Answers:
    def __init__(self, path, threads):
        self.model = llama_cpp.Llama(path, n_ctx=2048, n_batch=512, n_threads=threads, n_threads_batch=threads, verbose=False)
        self.is_starter = "mynah.template" in self.model.metadata

    def answer(self, question):
        if not self.is_starter:
            messages = [{"role": "system", "content": PERSONA}, {"role": "user", "content": question}]
            reply = self.model.create_chat_completion(messages, temperature=0, max_tokens=MAX_TOKENS)
            return reply["choices"][0]["message"]["content"].strip()
        prompt = STARTER_PROMPT.format(facts=STARTER_FACTS, question=question)
        tokens, reply = self.model.tokenize(prompt.encode(), add_bos=False, special=True), []
        for token in self.model.generate(tokens, temp=0):
            if llama_cpp.llama_vocab_is_eog(llama_cpp.llama_model_get_vocab(self.model.model), token) or len(reply) == MAX_TOKENS:
                break
            reply.append(token)
        return self.model.detokenize(reply).decode(errors="replace").strip()


def record(recorder):
    """The samples up to the end of the silence, and how long ago the last sound was."""
    samples, silent, spoken = [], 0, False
    while not spoken or silent < SILENCE_FRAMES:
        frame = np.frombuffer(recorder.stdout.read(2 * FRAME), np.int16).astype(np.float32) / 32768
        samples.append(frame)
        loud = float(np.sqrt((frame * frame).mean())) >= AUDIBLE
        spoken |= loud
        silent = 0 if loud else silent + 1
    return np.concatenate(samples)


def speak(text, folder):
    path = os.path.join(folder, "answer.wav")
    subprocess.run(["espeak-ng", "-v", "en-us", "-w", path, text], check=True)
    return path


def main():
    speech, language = sys.argv[1:]
    threads = len(os.sched_getaffinity(0))
    whisper = Model(speech, n_threads=threads, language="en", no_timestamps=True, single_segment=True, no_context=True,
                    print_progress=False, print_realtime=False, print_timestamps=False)
    answers = Answers(language, threads)

    def transcribe(samples):
        return "".join(segment.text for segment in whisper.transcribe(samples)).strip()

    transcribe(np.zeros(2 * RATE, np.float32))
    answers.answer("Are you there?")
    folder = tempfile.mkdtemp()
    tell("ready")
    for line in sys.stdin:
        if line.strip() != "listen":
            continue
        recorder = subprocess.Popen(["parec", "--device=microphone", "--format=s16le", f"--rate={RATE}", "--channels=1",
                                     "--latency-msec=20"], stdout=subprocess.PIPE)
        # Sound flows from the first frame on.
        recorder.stdout.read(2 * FRAME)
        tell("listening")
        samples = record(recorder)
        end = time.monotonic() - SILENCE_FRAMES / 100
        recorder.kill()
        recorder.wait()
        since = lambda: (time.monotonic() - end) * 1000
        timings = {"end_of_turn": since()}
        transcript = transcribe(samples)
        timings["transcript"] = since()
        reply = answers.answer(transcript)
        timings["whole_answer"] = since()
        path = speak(reply, folder)
        timings["synthesis"] = since()
        subprocess.run(["paplay", "--latency-msec=20", path], check=True)
        timings["total"] = since()
        tell("turn", transcript=transcript, reply=reply, timings=timings)


main()
