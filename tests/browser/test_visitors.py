"""Many visitors at once, each a websocket without a browser: the engine computes an answer once for all."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack

from benchmarks.visitor import visitor

CLASS = 12


async def open_page(address: str, count: int, page: str, reruns: int) -> None:
    """Let `count` visitors open a page at the same moment and then rerun it without a change."""
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(visitor(address)) for _ in range(count)]
        await asyncio.gather(*(client.open(page) for client in clients))
        for _ in range(reruns):
            await asyncio.gather(*(client.rerun() for client in clients))


def test_a_class_that_opens_a_page_at_once_causes_no_more_requests_than_one_visitor(fresh_server):
    with ThreadPoolExecutor(1) as thread:  # Playwright keeps an event loop running in this one
        thread.submit(asyncio.run, open_page(fresh_server.address, CLASS, "augmentation", reruns=3)).result()
        assert fresh_server.ask()["requests"] == ["Augment", "Augment"]  # the grid, the question
        thread.submit(asyncio.run, open_page(fresh_server.address, CLASS, "grad_cam", reruns=3)).result()
        assert fresh_server.ask()["requests"][2:] == ["Explain"]
