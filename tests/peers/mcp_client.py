#!/usr/bin/env python3
"""Calls the tools of `mynah mcp` by the protocol's own Python library (PyPI: mcp).

Usage: mcp_client.py MYNAH RECORDING.wav  (MYNAH_MODELS and MYNAH_CONFIG name models and documents)
Prints a row for each check; the exit code is 1 if one fails.
"""

import asyncio
import base64
import os
import sys
from pathlib import Path

from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

failed = []


def check(name, holds, told=""):
    print(f"mcp {'ok' if holds else 'FAILED'}: {name} {told}".rstrip())
    if not holds:
        failed.append(name)


async def main():
    mynah, recording = sys.argv[1], Path(sys.argv[2]).resolve()
    server = StdioServerParameters(command=mynah, args=["mcp", "--quiet", "--folder", str(recording.parent)], env=dict(os.environ))
    async with Client(stdio_client(server)) as client:
        tools = (await client.list_tools()).tools
        check("tools", [tool.name for tool in tools] == ["ask", "transcribe"])

        async def text(tool, **arguments):
            result = await client.call_tool(tool, arguments)
            return result.content[0].text, result.is_error

        answer, is_error = await text("ask", question="When does the library open?")
        check("ask", "10 am" in answer and not is_error, repr(answer))
        answer, is_error = await text("ask", question="And on Sunday?")
        check("a follow-up", "library" in answer and not is_error, repr(answer))
        heard, is_error = await text("transcribe", path=str(recording))
        check("transcribe a file", "library" in heard.lower() and not is_error, repr(heard))
        sound = base64.b64encode(recording.read_bytes()).decode()
        heard, is_error = await text("transcribe", audio=sound)
        check("transcribe sound", "library" in heard.lower() and not is_error, repr(heard))
        told, is_error = await text("transcribe", path="/etc/passwd")
        check("a file elsewhere is refused", is_error, repr(told))
        answers = await asyncio.gather(*(text("ask", question=f"What is {number} plus 17?") for number in range(8)))
        check("8 calls at once", all(str(number + 17) in answer for number, (answer, _) in enumerate(answers)))
    sys.exit(1 if failed else 0)


asyncio.run(main())
