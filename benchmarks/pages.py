"""What every page costs the server: a run in which nothing has changed, forty visitors at once, memory.

The pages are those of the list of lessons, so a new one is measured without a word here.
"""

import asyncio
import random
import statistics
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
        rows.append(Row("memory of the Streamlit process after all pages (resident)", _resident(process), "MB", 130))
        rows += [_visitors_row(page, asyncio.run(_visitors(ours, [page], ON_ONE_PAGE))[page]) for page in PAGES]
        rows += _over_all(ours, process)
    return rows


def _name(page: str) -> str:
    return page or "home"


def _cost_row(page: str, costs: dict[str, list[float]]) -> Row:
    """The median over the rounds of a page's cost over the bare page's in the same round."""
    ratios = [ours / bare for ours, bare in zip(costs[page], costs["bare"], strict=True)]
    ours, bare = (statistics.median(costs[name]) for name in (page, "bare"))
    claim = f"a run without a change, {_name(page)}: processor time, against a bare page's"
    return Row(claim, statistics.median(ratios), "x", 3, beside=f"{ours:.1f} ms, {bare:.1f} ms")


async def _costs(bare: str, bare_process: psutil.Process, ours: str, process: psutil.Process) -> dict[str, list[float]]:
    """Milliseconds of the server's processor time for a rerun, by page and round; the pages take turns."""
    found: dict[str, list[float]] = {name: [] for name in ("bare", *PAGES)}
    async with visitor(bare) as one, visitor(ours) as other:
        await one.open()
        for page in PAGES:  # the engine starts, and what the pages show is made
            await other.open(page)
        for _ in range(ROUNDS):
            found["bare"].append(await _cost(one, bare_process))
            for page in PAGES:
                await other.open(page)
                found[page].append(await _cost(other, process))
    return found


async def _cost(one: Visitor, process: psutil.Process) -> float:
    await one.rerun()
    before = sum(process.cpu_times()[:2])
    for _ in range(RERUNS):
        await one.rerun()
    return 1000 * (sum(process.cpu_times()[:2]) - before) / RERUNS


async def _visitors(address: str, pages: list[str], seconds: float) -> dict[str, list[float]]:
    """Milliseconds of each run of forty visitors who go on every 1-3 s, to the same page or another, by page."""
    found: dict[str, list[float]] = {page: [] for page in pages}

    async def visit(seed: int) -> None:
        chance = random.Random(seed)
        async with visitor(address) as one:
            await one.open(chance.choice(pages))
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                await asyncio.sleep(chance.uniform(*PAUSE))
                page = chance.choice(pages)
                found[page].append(await one.open(page))

    await asyncio.gather(*(visit(seed) for seed in range(SESSIONS)))
    return found


def _visitors_row(page: str, times: list[float]) -> Row:
    claim = f"{SESSIONS} visitors on {_name(page)}, a run every 1-3 s: 95 % answered within"
    return Row(claim, percentile(times, 95), "ms", 100, beside=_beside(times))


def _beside(times: list[float]) -> str:
    return f"{len(times)} runs, median {statistics.median(times):.0f} ms"


def _over_all(address: str, process: psutil.Process) -> list[Row]:
    """Forty visitors over all pages, in two halves: what the second adds to the memory would go on growing."""
    halves = []
    for _ in range(2):
        halves.append(asyncio.run(_visitors(address, list(PAGES), OVER_ALL / 2)))
        halves[-1]["memory"] = [_resident(process), *(_resident(each) for each in process.children())]
    rows = []
    for page in PAGES:
        times = halves[0][page] + halves[1][page]
        claim = f"{SESSIONS} visitors over all pages: 95 % of the runs of {_name(page)} within"
        rows.append(Row(claim, percentile(times, 95), "ms", 300, beside=_beside(times)))
    before, after = (half["memory"] for half in halves)
    beside = f"{before[0]:.0f} MB, {after[0]:.0f} MB; the engine {before[1]:.0f} MB, {after[1]:.0f} MB"
    rows.append(Row(f"memory of the Streamlit process with {SESSIONS} visitors", after[0], "MB", 220))
    grown = max(now - then for then, now in zip(before, after, strict=True))
    rows.append(Row("what a second minute of these visitors adds to either process", grown, "MB", 10, beside=beside))
    return rows


def _resident(process: psutil.Process) -> float:
    """Megabytes; pages of files that the system has dropped in between count as little as it says."""
    return process.memory_info().rss / 1e6
