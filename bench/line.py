"""A device's WebSocket for the benches, without a task, a queue or a timer for each message.

Fifty devices on the two cores of the server would else measure themselves. The protocol is that of `websockets`.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.typing import Subprotocol
from websockets.uri import parse_uri


class Line(asyncio.Protocol):
    """One open connection. Each message goes to `take`, as bytes; what it returns true for is not kept for `recv`."""

    transport: asyncio.Transport

    def __init__(self, protocol: ClientProtocol, take: Callable[[bytes], bool]):
        self._protocol = protocol
        self._take = take
        self._kept: deque[bytes] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._over = asyncio.Event()

    @classmethod
    async def open(cls, address: str, cookie: str, take: Callable[[bytes], bool], seconds: float) -> "Line":
        """Connect to the server at an http address. Raises OSError, TimeoutError, or what refuses the handshake."""
        uri = address.replace("http", "ws") + "/sync"
        protocol = ClientProtocol(
            parse_uri(uri), origin=address, subprotocols=[Subprotocol("fichero.sync.1")], max_size=None
        )
        asked = protocol.connect()
        asked.headers["Cookie"] = cookie
        place = urlsplit(address)
        async with asyncio.timeout(seconds):
            loop = asyncio.get_running_loop()
            _, line = await loop.create_connection(lambda: cls(protocol, take), place.hostname, place.port)
            protocol.send_request(asked)
            line._flush()
            while protocol.state is State.CONNECTING:
                if protocol.handshake_exc or line._over.is_set():
                    line.transport.abort()
                    raise protocol.handshake_exc or EOFError("the connection ended before the handshake")
                await line._more()
        return line

    def send(self, text: str) -> None:
        """A text message, on its way when this returns."""
        self._protocol.send_text(text.encode())
        self._flush()

    async def recv(self) -> bytes:
        """The next message that `take` left. Raises ConnectionClosed."""
        while not self._kept:
            if self._over.is_set():
                raise self._protocol.close_exc
            await self._more()
        return self._kept.popleft()

    async def close(self) -> None:
        """Say goodbye and wait until the server has hung up."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(1000)
            self._flush()
        await self._over.wait()

    async def _more(self) -> None:
        self._waiting = asyncio.get_running_loop().create_future()
        await self._waiting

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self.transport.write(data)
            elif self.transport.can_write_eof():
                self.transport.write_eof()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection is there; the handshake is not."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Take whole messages of what came."""
        self._protocol.receive_data(data)
        self._flush()
        for event in self._protocol.events_received():
            if not isinstance(event, Frame):
                self._wake()
            elif event.opcode is Opcode.TEXT:
                assert event.fin, "the server never splits a message"
                message = bytes(event.data)
                if not self._take(message):
                    self._kept.append(message)
                    self._wake()
        if self._protocol.close_expected():
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over."""
        if self._protocol.state is not State.CLOSED:
            self._protocol.receive_eof()
        self._over.set()
        self._wake()
