#!/usr/bin/env python3
"""Asks `mynah wyoming` by Home Assistant's own library (PyPI: wyoming), over a Unix socket and over stdio.

Usage: wyoming_client.py MYNAH RECORDING.wav SOCKET  (MYNAH_MODELS and MYNAH_CONFIG name models and documents)
Prints a row for each check; the exit code is 1 if one fails.
"""

import asyncio
import subprocess
import sys
import time
import wave
from pathlib import Path

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop, wav_to_chunks
from wyoming.client import AsyncClient
from wyoming.event import Event
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe, Info, SelectProgram
from wyoming.ping import Ping, Pong
from wyoming.tts import (
    Synthesize,
    SynthesizeChunk,
    SynthesizeStart,
    SynthesizeStop,
    SynthesizeStopped,
    SynthesizeVoice,
)

failed = []


def check(name, holds, told=""):
    print(f"wyoming {'ok' if holds else 'FAILED'}: {name} {told}".rstrip())
    if not holds:
        failed.append(name)


async def transcribed(client, chunks, rate, width, channels):
    await client.write_event(Transcribe(language="en").event())
    await client.write_event(AudioStart(rate, width, channels).event())
    for chunk in chunks:
        await client.write_event(chunk.event())
    await client.write_event(AudioStop().event())
    event = await client.read_event()
    return Transcript.from_event(event).text if Transcript.is_type(event.type) else str(event)


async def spoken(client, stopped=False):
    """What follows a request for speech: chunks, and the events around them."""
    chunks, types = [], []
    while True:
        event = await client.read_event()
        if event is None:
            return chunks, types + ["end"]
        types.append(event.type)
        if AudioChunk.is_type(event.type):
            chunks.append(AudioChunk.from_event(event))
        elif SynthesizeStopped.is_type(event.type) or (AudioStop.is_type(event.type) and not stopped):
            return chunks, types


async def session(name, client, recording):
    await client.write_event(Describe().event())
    info = Info.from_event(await client.read_event())
    check(f"{name}: info", info.asr and info.tts and info.handle and info.tts[0].voices,
          f"{info.asr[0].models[0].name}, {info.tts[0].voices[0].name}, {info.handle[0].models[0].name}")
    await client.write_event(Ping(text="hello").event())
    check(f"{name}: pong", Pong.from_event(await client.read_event()).text == "hello")
    await client.write_event(SelectProgram(name="mynah").event())
    with wave.open(str(recording)) as wav:
        form = wav.getframerate(), wav.getsampwidth(), wav.getnchannels()
        chunks = [c for c in (AudioChunk.from_event(e.event()) for e in wav_to_chunks(wav, 1024))]
    text = await transcribed(client, chunks, *form)
    check(f"{name}: transcribe", "library" in text.lower(), repr(text))
    await client.write_event(Synthesize(text="The cafe opens at 9 am.").event())
    chunks, types = await spoken(client)
    check(f"{name}: synthesize", types[0] == "audio-start" and types[-1] == "audio-stop", f"{len(chunks)} chunks")
    text = await transcribed(client, chunks, chunks[0].rate, chunks[0].width, chunks[0].channels)
    check(f"{name}: what is said is heard", "opens at" in text.lower(), repr(text))
    await client.write_event(SynthesizeStart().event())
    for piece in ["The library", " is open. The", " cafe opens", " at nine."]:
        await client.write_event(SynthesizeChunk(text=piece).event())
    await client.write_event(Synthesize(text="The library is open. The cafe opens at nine.").event())
    await client.write_event(SynthesizeStop().event())
    chunks, types = await spoken(client, stopped=True)
    check(f"{name}: streamed text", types.count("audio-start") == 1 and types[-2:] == ["audio-stop", "synthesize-stopped"],
          f"{len(chunks)} chunks")
    if len(info.tts[0].voices) > 1:
        voice = SynthesizeVoice(name=info.tts[0].voices[1].name)
        await client.write_event(Synthesize(text="Hello.", voice=voice).event())
        chunks, types = await spoken(client)
        check(f"{name}: a named voice", len(chunks) > 0, voice.name)
    question = Transcript(text="When does the library open?", context={"conversation_id": "c1"})
    await client.write_event(question.event())
    event = await client.read_event()
    handled = Handled.from_event(event)
    check(f"{name}: handled", Handled.is_type(event.type) and "10 am" in handled.text and handled.context["conversation_id"] == "c1",
          repr(handled.text))
    await client.write_event(Transcript(text="And on Sunday?", context={"conversation_id": "c1"}).event())
    event = await client.read_event()
    text = Handled.from_event(event).text
    check(f"{name}: a follow-up", Handled.is_type(event.type) and "library" in text, repr(text))
    for _ in range(60):
        # Until the documents are embedded, which takes a moment in a new home folder, the answer may be less certain.
        await client.write_event(Transcript(text="Where is the swimming pool?").event())
        event = await client.read_event()
        if NotHandled.is_type(event.type):
            break
        await asyncio.sleep(0.5)
    check(f"{name}: not handled", NotHandled.is_type(event.type), repr(NotHandled.from_event(event).text))
    await client.write_event(Event("from-the-future", {"x": 1}, b"12345"))
    await client.write_event(Ping().event())
    event = await client.read_event()
    check(f"{name}: unknown events are dropped", Pong.is_type(event.type))
    await client.write_event(Synthesize(text="Hello.", voice=SynthesizeVoice(name="nobody")).event())
    _, types = await spoken(client)
    check(f"{name}: an unknown voice is an error, which ends the connection", types == ["error", "end"])


class Child(AsyncClient):
    """A server that is started and served at its standard descriptors."""

    def __init__(self, *command):
        super().__init__()
        self.command = command

    async def connect(self):
        self.process = await asyncio.create_subprocess_exec(*self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._reader, self._writer = self.process.stdout, self.process.stdin

    async def disconnect(self):
        self._writer.close()
        self.code = await self.process.wait()


async def main():
    mynah, recording, socket = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    server = subprocess.Popen([mynah, "wyoming", "--socket", socket], stderr=subprocess.DEVNULL)
    try:
        while not socket.is_socket():
            time.sleep(0.05)
        check("mode of the socket", socket.stat().st_mode & 0o777 == 0o600)
        async with AsyncClient.from_uri(f"unix://{socket}") as client:
            await session("socket", client, recording)

        async def one(number):
            async with AsyncClient.from_uri(f"unix://{socket}") as client:
                await client.write_event(Transcript(text=f"What is {number} plus 17?").event())
                return Handled.from_event(await client.read_event()).text

        answers = await asyncio.gather(*(one(number) for number in range(20)))
        check("20 clients at once", all(str(number + 17) in answer for number, answer in enumerate(answers)))
    finally:
        server.terminate()
    check("ends when it is asked to", server.wait(20) == 0)
    check("the socket is gone", not socket.exists())
    client = Child(mynah, "wyoming", "--stdio")
    async with client:
        await session("stdio", client, recording)
    check("ends with its input", client.code == 0)
    sys.exit(1 if failed else 0)


asyncio.run(main())
