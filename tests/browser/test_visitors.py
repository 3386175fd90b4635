"""Many visitors at once, each a websocket without a browser: what one has been shown, the engine makes for no other."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack

from benchmarks.visitor import visitor

CLASS = 12


async def opened_by(address: str, count: int, page: str, reruns: int) -> None:
    """So many visitors open a page at the same moment, and then look at it again without a change."""
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(visitor(address)) for _ in range(count)]
        await asyncio.gather(*(each.open(page) for each in visitors))
        for _ in range(reruns):
            await asyncio.gather(*(each.rerun() for each in visitors))


def test_a_class_that_opens_a_page_at_once_asks_the_engine_as_often_as_one_visitor(fresh_server):
    with ThreadPoolExecutor(1) as thread:  # the browser's tests keep an event loop running in this one
        thread.submit(asyncio.run, opened_by(fresh_server.address, CLASS, "augmentation", reruns=3)).result()
        assert fresh_server.tell()["asked"] == ["Augment", "Augment"]  # the grid, the question
        thread.submit(asyncio.run, opened_by(fresh_server.address, CLASS, "grad_cam", reruns=3)).result()
        assert fresh_server.tell()["asked"][2:] == ["Explain"]
