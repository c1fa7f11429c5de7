#!/usr/bin/env python3
"""Uses mynah by OpenAI's own Python client (PyPI: openai) and by curl, at the Unix socket of `mynah-http`.

Usage: openai_client.py MYNAH MYNAH_HTTP RECORDING.wav FOLDER  (MYNAH_MODELS and MYNAH_CONFIG name models and documents)
Prints a row for each check; the exit code is 1 if one fails.
"""

import io
import json
import subprocess
import sys
import time
import wave
from pathlib import Path

import httpx2 as httpx
import openai

failed = []


def check(name, holds, told=""):
    print(f"openai {'ok' if holds else 'FAILED'}: {name} {told}".rstrip())
    if not holds:
        failed.append(name)


def refused(what, kind):
    try:
        what()
    except kind as error:
        return str(error)
    return ""


def client_checks(client, recording):
    check("models", len(client.models.list().data) == 3, str([model.id for model in client.models.list().data]))
    told = refused(lambda: client.models.retrieve("gpt-4o"), openai.NotFoundError)
    check("an unknown model", "no model" in told, told)
    question = {"role": "user", "content": "When does the library open?"}
    answer = client.chat.completions.create(model="mynah", messages=[{"role": "system", "content": "Be brief."}, question])
    text = answer.choices[0].message.content
    check("chat", "10 am" in text, repr(text))
    follow = [question, {"role": "assistant", "content": text}, {"role": "user", "content": "And on Sunday?"}]
    text = client.chat.completions.create(model="mynah", messages=follow).choices[0].message.content
    check("a follow-up", "library" in text, repr(text))
    chunks = list(client.chat.completions.create(model="mynah", messages=[question], stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    check("chat, streamed", "10 am" in text and chunks[-1].choices[0].finish_reason == "stop", repr(text))
    told = refused(lambda: client.chat.completions.create(model="mynah", messages=[question], n=2), openai.BadRequestError)
    check("two answers are refused", "one answer" in told, told)
    with recording.open("rb") as file:
        heard = client.audio.transcriptions.create(model="whisper-1", file=file).text
    check("transcription", "library" in heard.lower(), repr(heard))
    with recording.open("rb") as file:
        heard = client.audio.transcriptions.create(model="whisper-1", file=file, response_format="text")
    check("transcription as text", "library" in str(heard).lower(), repr(heard))
    told = refused(lambda: client.audio.transcriptions.create(model="whisper-1", file=("a.mp3", b"ID3" + bytes(999))),
                   openai.BadRequestError)
    check("another format is refused", "WAV" in told, told)
    said = client.audio.speech.create(model="tts-1", voice="alloy", input="The cafe opens at 9 am.", response_format="wav")
    with wave.open(io.BytesIO(said.content)) as wav:
        seconds = wav.getnframes() / wav.getframerate()
    check("speech", 1 < seconds < 5, f"{seconds:.1f} s")
    heard = client.audio.transcriptions.create(model="whisper-1", file=("said.wav", said.content)).text
    check("what is said is heard", "opens at" in heard.lower(), repr(heard))
    pcm = client.audio.speech.create(model="tts-1", voice="alloy", input="The cafe opens at 9 am.", response_format="pcm")
    check("speech as PCM", abs(len(pcm.content) / 48_000 - seconds) < 0.05, f"{len(pcm.content)} bytes")
    told = refused(lambda: client.audio.speech.create(model="tts-1", voice="alloy", input="Hi.", response_format="mp3"),
                   openai.BadRequestError)
    check("MP3 is refused", "wav or pcm" in told, told)


def curl(socket, *arguments):
    done = subprocess.run(["curl", "--silent", "--show-error", "--unix-socket", socket, *arguments], capture_output=True, check=True)
    return done.stdout


def curl_checks(socket, recording):
    body = json.dumps({"messages": [{"role": "user", "content": "What is 25 plus 17?"}]})
    answer = json.loads(curl(socket, "http://mynah/v1/chat/completions", "--json", body))
    check("curl: chat", "42" in answer["choices"][0]["message"]["content"])
    heard = json.loads(curl(socket, "http://mynah/v1/audio/transcriptions", "--form", f"file=@{recording}"))
    check("curl: transcription", "library" in heard["text"].lower())
    said = curl(socket, "http://mynah/v1/audio/speech", "--json", json.dumps({"input": "Hello.", "response_format": "wav"}))
    check("curl: speech", said[:4] == b"RIFF", f"{len(said)} bytes")


def main():
    mynah, http, recording, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
    wyoming, socket = folder / "wyoming.sock", folder / "http.sock"
    quiet = {"stderr": subprocess.DEVNULL}
    servers = [
        subprocess.Popen([mynah, "wyoming", "--socket", wyoming], **quiet),
        subprocess.Popen([http, "--socket", socket, "--wyoming", wyoming], **quiet),
    ]
    try:
        while not (wyoming.is_socket() and socket.is_socket()):
            time.sleep(0.05)
        check("mode of the socket", socket.stat().st_mode & 0o777 == 0o600)
        transport = httpx.HTTPTransport(uds=str(socket))
        client = openai.OpenAI(base_url="http://mynah/v1", api_key="none", max_retries=0, http_client=httpx.Client(transport=transport))
        client_checks(client, recording)
        curl_checks(socket, recording)
        servers[0].terminate()
        servers[0].wait(20)
        told = refused(lambda: client.models.list(), openai.InternalServerError)
        check("without mynah", "start 'mynah wyoming'" in told, told)
    finally:
        for server in servers:
            server.terminate()
    check("ends when it is asked to", servers[1].wait(20) == 0 and not socket.exists())
    sys.exit(1 if failed else 0)


main()
