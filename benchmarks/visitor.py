"""A visitor without a browser: a websocket that speaks Streamlit's own protocol.

Forty of them need far fewer resources than forty browsers.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

TIMEOUT = 180  # seconds; the first use of the engine imports TensorFlow
FINISHED = (0, 3)  # the end of a run or of a fragment; other values are runs that were replaced by a newer one


class Visitor:
    """A session on the server; `page` is the stem of its current page, "" for home."""

    def __init__(self, socket: websockets.ClientConnection):
        self._socket, self.page = socket, ""
        self.received: list[bytes] = []  # messages since the last run was requested

    async def open(self, page: str = "") -> float:
        """Open a page; return the milliseconds until its run has ended."""
        self.page = page
        return await self.rerun()

    async def rerun(self, change: BackMsg | None = None) -> float:
        """Run the page again, with or without a change; return the milliseconds until the run has ended."""
        message = change or BackMsg()
        message.rerun_script.page_name = self.page
        started = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        await self._until_finished()
        return 1000 * (time.perf_counter() - started)

    async def _until_finished(self) -> None:
        self.received = []
        while True:
            data = await asyncio.wait_for(self._socket.recv(decode=False), TIMEOUT)
            self.received.append(data)
            message = ForwardMsg.FromString(data)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in FINISHED:
                return


@asynccontextmanager
async def visitor(address: str) -> AsyncIterator[Visitor]:
    """Open a new session on the server at `address`, before its first page."""
    url = address.replace("http", "ws", 1) + "/_stcore/stream"
    protocols = [websockets.Subprotocol("streamlit")]
    async with websockets.connect(url, subprotocols=protocols, max_size=None, compression=None) as socket:
        yield Visitor(socket)
