"""Many visitors at once: bare websocket sessions that each change a setting every few seconds.

A session speaks Streamlit's own protocol, so that forty of them cost this machine less than forty browsers would.
"""

import asyncio
import random
import re
import statistics
import time

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

SESSIONS, SECONDS, PAUSE = 40, 30, (1.0, 3.0)
HEIGHTS = range(6, 16)


def answer_times(address: str, page: str, widget: str) -> list[float]:
    """Milliseconds from each change of `widget`, a number input, to the end of the run, over all sessions."""
    return asyncio.run(_all(address.replace("http", "ws", 1) + "/_stcore/stream", page, widget))


def percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100)[share - 1]


async def _all(address: str, page: str, widget: str) -> list[float]:
    found = await asyncio.gather(*(_visitor(address, page, widget, seed) for seed in range(SESSIONS)))
    return [each for times in found for each in times]


async def _visitor(address: str, page: str, widget: str, seed: int) -> list[float]:
    chance, times = random.Random(seed), []
    async with websockets.connect(address, subprotocols=[websockets.Subprotocol("streamlit")], max_size=None) as socket:
        state = BackMsg()
        state.rerun_script.page_name = page
        await socket.send(state.SerializeToString())
        widget_id, fragment_id = _widget(await _until_finished(socket), page, widget)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            await asyncio.sleep(chance.uniform(*PAUSE))
            change = BackMsg()
            change.rerun_script.page_name = page
            change.rerun_script.fragment_id = fragment_id  # as a browser does: what is around it does not run again
            one = change.rerun_script.widget_states.widgets.add(id=widget_id)
            one.int_value = chance.choice(HEIGHTS)
            started = time.perf_counter()
            await socket.send(change.SerializeToString())
            await _until_finished(socket)
            times.append(1000 * (time.perf_counter() - started))
    return times


def _widget(received: list[bytes], page: str, key: str) -> tuple[str, str]:
    """The id of a widget, and of the fragment that it is in."""
    for data in received:
        found = re.search(rb"\$\$ID-[0-9a-f]+-" + key.encode() + rb"\b", data)
        if found:
            return found[0].decode(), ForwardMsg.FromString(data).delta.fragment_id
    raise RuntimeError(f"the page {page} has no widget {key}")


async def _until_finished(socket) -> list[bytes]:
    """All that came until the run had ended. The first run of a session may end early, to be run again."""
    received = []
    while True:
        data = await asyncio.wait_for(socket.recv(), 60)
        received.append(data)
        message = ForwardMsg.FromString(data)
        if message.WhichOneof("type") == "script_finished" and message.script_finished in (0, 3):
            return received
