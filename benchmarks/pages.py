"""The cost of every page for the server: a rerun without changes, forty visitors at once, memory.

The pages come from the list of lessons, so a new page is measured automatically.
"""

import asyncio
import random
import statistics
import sys
import time

import psutil

from benchmarks.server import served
from benchmarks.sessions import PAUSE, SESSIONS, percentile
from benchmarks.table import Row
from benchmarks.visitor import Visitor, visitor
from cnnlab.ui.lessons import LESSONS

PAGES = ("", *(lesson.stem for lesson in LESSONS))  # "" is home
RERUNS, ROUNDS = 20, 5
ON_ONE_PAGE, OVER_ALL = 20, 100  # seconds


def measure() -> list[Row]:
    print("every page ...", flush=True)
    with served("benchmarks/apps/bare.py") as (bare, bare_process, _), served("app.py") as (ours, process, _):
        costs = asyncio.run(_costs(bare, bare_process, ours, process))
        rows = [_cost_row(page, costs) for page in PAGES]
        rows.append(_sent_row(asyncio.run(_sent(ours))))
        rows.append(
            Row("resident memory of the Streamlit process after visiting all pages", _resident(process), "MB", 130)
        )
        rows += [_visitors_row(page, asyncio.run(_visitors(ours, [page], ON_ONE_PAGE))[page]) for page in PAGES]
        rows += _over_all(ours, process)
    return rows


def _name(page: str) -> str:
    return page or "home"


def _cost_row(page: str, costs: dict[str, list[float]]) -> Row:
    """The ratio of a page's cost to the bare page's cost in the same round; the median over all rounds."""
    ratios = [ours / bare for ours, bare in zip(costs[page], costs["bare"], strict=True)]
    ours, bare = (statistics.median(costs[app]) for app in (page, "bare"))
    name = f"CPU time of a rerun without changes, relative to a bare page: {_name(page)}"
    return Row(name, statistics.median(ratios), "x", 3, details=f"{ours:.1f} ms, {bare:.1f} ms")


async def _costs(bare: str, bare_process: psutil.Process, ours: str, process: psutil.Process) -> dict[str, list[float]]:
    """Milliseconds of the server's CPU time for a rerun, by page and round; the pages alternate."""
    found: dict[str, list[float]] = {name: [] for name in ("bare", *PAGES)}
    async with visitor(bare) as one, visitor(ours) as other:
        await one.open()
        for page in PAGES:  # starts the engine and fills the caches
            await other.open(page)
        for _ in range(ROUNDS):
            found["bare"].append(await _cost(one, bare_process))
            for page in PAGES:
                await other.open(page)
                found[page].append(await _cost(other, process))
    return found


async def _sent(address: str) -> dict[str, float]:
    """Kilobytes that the server sends for a rerun without changes, by page."""
    found = {}
    async with visitor(address) as one:
        for page in PAGES:
            await one.open(page)
            await one.rerun()
            found[page] = sum(map(len, one.received)) / 1000
    return found


def _sent_row(sent: dict[str, float]) -> Row:
    most = max(sent, key=sent.__getitem__)
    details = f"{_name(most)}; median of the pages {statistics.median(sent.values()):.0f} kB"
    name = "sent to the browser for a rerun without changes: the largest page"
    return Row(name, sent[most], "kB", 90, details=details)


async def _cost(one: Visitor, process: psutil.Process) -> float:
    await one.rerun()
    before = _cpu_seconds(process)
    for _ in range(RERUNS):
        await one.rerun()
    return 1000 * (_cpu_seconds(process) - before) / RERUNS


def _cpu_seconds(process: psutil.Process) -> float:
    """The CPU time of a process; psutil's comes in steps of 10 ms, and 20 reruns of a bare page take about six of them.

    Linux has a clock for each process, whose number clock_getcpuclockid(3) makes of the process's.
    """
    if sys.platform == "linux":
        return time.clock_gettime(~process.pid << 3 | 2)
    return sum(process.cpu_times()[:2])


async def _visitors(address: str, pages: list[str], seconds: float) -> dict[str, list[float]]:
    """Milliseconds of each run, by page, for forty visitors who open one of the pages every 1-3 s."""
    found: dict[str, list[float]] = {page: [] for page in pages}

    async def visit(seed: int) -> None:
        rng = random.Random(seed)
        async with visitor(address) as one:
            await one.open(rng.choice(pages))
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                await asyncio.sleep(rng.uniform(*PAUSE))
                page = rng.choice(pages)
                found[page].append(await one.open(page))

    await asyncio.gather(*(visit(seed) for seed in range(SESSIONS)))
    return found


def _visitors_row(page: str, times: list[float]) -> Row:
    name = f"{SESSIONS} visitors on one page, a rerun every 1-3 s: 95th percentile, {_name(page)}"
    return Row(name, percentile(times, 95), "ms", 100, details=_details(times))


def _details(times: list[float]) -> str:
    return f"{len(times)} runs, median {statistics.median(times):.0f} ms"


def _over_all(address: str, process: psutil.Process) -> list[Row]:
    """Forty visitors across all pages: memory that still grows in the second half of their visit would keep growing.

    The same forty stay: Streamlit keeps the sessions of those who left for two minutes.
    """
    found, before, after = asyncio.run(_observed(address, process))
    rows = []
    for page, times in found.items():
        name = f"{SESSIONS} visitors across all pages: 95th percentile, {_name(page)}"
        rows.append(Row(name, percentile(times, 95), "ms", 300, details=_details(times)))
    details = f"server {before[0]:.0f} MB, {after[0]:.0f} MB; engine {before[1]:.0f} MB, {after[1]:.0f} MB"
    rows.append(Row(f"resident memory of the Streamlit process with {SESSIONS} visitors", after[0], "MB", 220))
    growth = max(now - then for then, now in zip(before, after, strict=True))
    rows.append(Row("memory growth of either process in their second minute", growth, "MB", 10, details=details))
    return rows


async def _observed(address: str, process: psutil.Process) -> tuple[dict[str, list[float]], list[float], list[float]]:
    """The times by page; the memory of the server and of its engine after half of the visit, and at its end."""
    visit = asyncio.create_task(_visitors(address, list(PAGES), OVER_ALL))
    memory = []
    for _ in range(2):
        await asyncio.sleep(OVER_ALL / 2)
        memory.append([_resident(process), *(_resident(child) for child in process.children())])
    return await visit, memory[0], memory[1]


def _resident(process: psutil.Process) -> float:
    """The resident set size in megabytes; file pages that the system has evicted do not count."""
    return process.memory_info().rss / 1e6
