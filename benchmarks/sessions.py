"""Many visitors at once, each changing a setting every few seconds."""

import asyncio
import random
import re
import statistics
import time
from collections.abc import Sequence

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.visitor import Visitor, visitor

SESSIONS, SECONDS, PAUSE = 40, 30, (1.0, 3.0)


def answer_times(address: str, page: str, widget: str, options: Sequence[str]) -> list[float]:
    """Milliseconds from each change of `widget`, a select box, to the end of the run, for all sessions."""
    return asyncio.run(_all(address, page, widget, options))


def percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100)[share - 1]


async def _all(address: str, page: str, widget: str, options: Sequence[str]) -> list[float]:
    sessions = await asyncio.gather(*(_changing(address, page, widget, options, seed) for seed in range(SESSIONS)))
    return [milliseconds for times in sessions for milliseconds in times]


async def _changing(address: str, page: str, widget: str, options: Sequence[str], seed: int) -> list[float]:
    rng, times = random.Random(seed), []
    async with visitor(address) as one:
        await one.open(page)
        widget_id, fragment_id = _widget(one, widget)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            await asyncio.sleep(rng.uniform(*PAUSE))
            change = BackMsg()
            change.rerun_script.fragment_id = fragment_id  # as a browser does, so that only the fragment reruns
            change.rerun_script.widget_states.widgets.add(id=widget_id).string_value = rng.choice(options)
            times.append(await one.rerun(change))
    return times


def _widget(one: Visitor, key: str) -> tuple[str, str]:
    """The id of a widget and of the fragment it belongs to."""
    for data in one.received:
        found = re.search(rb"\$\$ID-[0-9a-f]+-" + key.encode() + rb"\b", data)
        if found:
            return found[0].decode(), ForwardMsg.FromString(data).delta.fragment_id
    raise RuntimeError(f"the page {one.page} has no widget {key}")
