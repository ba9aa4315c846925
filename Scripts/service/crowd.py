# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Hostile clients, of which more than a thousand are connected at a time: crowd.py PORT TOKEN.

Prints a line when all have been connected, and the number of connections that they made when it is sent one.
"""

import asyncio
import itertools
import resource
import socket
import sys

COUNT, ADDRESSES = 1800, 40
PORT, TOKEN = int(sys.argv[1]), sys.argv[2]
GET = b"GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /v1/models/risk/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\nContent-Length: 1000000\r\n"
KNOWN = b"Authorization: Bearer " + TOKEN.encode() + b"\r\n"


async def drip(writer, data):
    for byte in data:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.5)


async def silent(reader, writer):
    await reader.read()


async def header(reader, writer):
    await drip(writer, GET + b"X: " + b"y" * 1000)


async def long_header(reader, writer):
    writer.write(GET + b"X: " + b"y" * 100_000)
    await reader.read()


async def body(reader, writer):
    writer.write(POST + KNOWN + b"\r\n")
    await drip(writer, b"b" * 1000)


async def after_refusal(reader, writer):
    writer.write(POST + b"\r\n")
    while True:
        writer.write(b"b" * 10_000)
        await writer.drain()
        await asyncio.sleep(0.05)


async def half_closed(reader, writer):
    writer.write(POST + KNOWN + b"\r\n")
    writer.write_eof()
    await reader.read()


async def not_reading(reader, writer):
    # The reader holds 2 bytes, the system a few thousand, and the server hundreds of answers.
    writer.write((GET + b"\r\n") * 500)
    await asyncio.sleep(60)


async def garbage(reader, writer):
    writer.write(bytes(1000))
    await reader.read()


class Crowd:
    """The clients, and how many connections they have made."""

    KINDS = [silent, header, long_header, body, after_refusal, half_closed, not_reading, garbage]

    def __init__(self):
        self.made, self.complete = 0, asyncio.Event()

    async def connect(self, number):
        connection = socket.socket()
        connection.setblocking(False)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        # More than one address may have comes from more than one.
        connection.bind((f"127.0.1.{1 + number % ADDRESSES}", 0))
        await asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", PORT))
        return await asyncio.open_connection(sock=connection, limit=1)

    async def client(self, number):
        # Not all in one moment, which would measure how fast one machine makes connections to itself.
        await asyncio.sleep(number / 500)
        for turn in itertools.count():
            try:
                reader, writer = await self.connect(number)
            except OSError:
                await asyncio.sleep(0.5)
                continue
            self.made += 1
            if turn == 0 and self.made >= COUNT:
                self.complete.set()
            try:
                await self.KINDS[number % len(self.KINDS)](reader, writer)
                # The server has closed its side, and waits for this one's.
                await asyncio.sleep(2)
            except OSError:
                pass
            finally:
                writer.transport.abort()
            await asyncio.sleep(0.2)


async def main():
    crowd = Crowd()
    clients = [asyncio.create_task(crowd.client(number)) for number in range(COUNT)]
    await asyncio.wait([asyncio.create_task(crowd.complete.wait()), *clients], return_when=asyncio.FIRST_COMPLETED)
    print("connected", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    print(crowd.made, flush=True)
    for client in clients:
        client.cancel()


limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
asyncio.run(main())
