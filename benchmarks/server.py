"""The server: its start, its memory, and the processor time that one changed setting costs it.

A setting is changed by a real browser; the cost is the server process's own processor time, so that the browser's
and the engine's work are not in it.
"""

import contextlib
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

from benchmarks.table import Row
from scripts import browser

ROOT = Path(__file__).parents[1]
APPS = ROOT / "benchmarks/apps"
STARTS, CHANGES, WARM_UP = 5, 20, 3
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def measure() -> list[Row]:
    print("starting each server in turn ...", flush=True)
    starts: dict[str, list[float]] = {name: [] for name in ("ours", "bare")}
    for _ in range(STARTS):  # in turn, so that a busy moment of the machine meets both
        for name, app in (("ours", "app.py"), ("bare", "benchmarks/apps/bare.py")):
            with served(app) as (_, _, seconds):
                starts[name].append(seconds)
    ours, bare = (statistics.median(starts[name]) for name in ("ours", "bare"))
    rows = [Row("start of the server, against a bare app", ours / bare, "x", 1.5, beside=f"{ours:.2f} s, {bare:.2f} s")]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=ARGUMENTS)
        rows += _changes(chromium)
        chromium.close()
    return rows


def _changes(chromium) -> list[Row]:
    print("changing settings ...", flush=True)
    with served("benchmarks/apps/bare.py") as (address, process, _):
        bare = cost(_open(chromium, address, "input[type=range]"), process, _move_slider)
    with served("benchmarks/apps/usual.py", defaults=True) as (address, process, _):
        usual = cost(_open(chromium, address, "input[type=range]"), process, _move_slider)
    with served("app.py") as (address, process, _):
        home = cost(_open(chromium, address + "/?lang=en", "[data-testid=stPageLink]"), process, _change_language)
        page = _open(chromium, address + "/grad_cam?lang=en", "[data-testid=stMetric]")
        opacity = cost(page, process, _move_slider)
        guess = cost(page, process, _change_guess)
        page.get_by_text("Another class", exact=True).click()
        any_class = cost(page, process, _change_class)
        anonymous = sum(_anonymous(each) for each in (process, *process.children()))
    costliest = max(home, opacity, guess, any_class)
    beside = f"a bare page {bare:.1f} ms, the usual Streamlit and Keras app {usual:.0f} ms"
    return [
        Row("processor time of a changed setting, home page", home, "ms", 25, beside=beside),
        Row("processor time of a changed setting, Grad-CAM page, strength of the colours", opacity, "ms", 25),
        Row("the same, another of the first five guesses", guess, "ms", 25),
        Row("the same, another of all 1000 classes, each a new task for the engine", any_class, "ms", 25),
        Row("the usual app's cost, against the costliest of these", usual / costliest, "x", 10, at_least=True),
        Row("anonymous memory of server and engine, Grad-CAM warm", anonymous, "MB", 600),
    ]


@contextlib.contextmanager
def served(app: str, defaults: bool = False) -> Iterator[tuple[str, psutil.Process, float]]:
    """A server of an app: its address, its process, the seconds until it answered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", app, "--server.port", str(port), "--server.headless", "true"]
    command += ["--runner.postScriptGC", "true"] if defaults else []
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        while True:
            with contextlib.suppress(OSError), urllib.request.urlopen(address + "/_stcore/health", timeout=5):
                break
            time.sleep(0.01)
        yield address, psutil.Process(process.pid), time.perf_counter() - started
    finally:
        process.kill()
        process.wait()


def _open(chromium, address: str, finished: str) -> Page:
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.locator(finished).first.wait_for(state="attached", timeout=120_000)
    settle(page)
    return page


def cost(page: Page, process: psutil.Process, change) -> float:
    """The mean processor time in milliseconds that a change costs the server process, after a few to warm up.

    The system tells it in steps of 10 ms, so it is read before the first and after the last.
    """
    before = 0.0
    for at in range(WARM_UP + CHANGES):
        if at == WARM_UP:
            before = sum(process.cpu_times()[:2])
        change(page, at)
        settle(page)
    return 1000 * (sum(process.cpu_times()[:2]) - before) / CHANGES


def settle(page: Page) -> None:
    """Until the page shows no running script any more, and what the script has still to send has been sent."""
    page.wait_for_timeout(400)
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached", timeout=120_000)


def _move_slider(page: Page, at: int) -> None:
    page.locator("input[type=range]").first.press("ArrowLeft" if at % 2 else "ArrowRight")


def _change_language(page: Page, at: int) -> None:
    page.locator("[data-testid=stSidebar] label, [data-testid=stSidebar] button").filter(
        has_text="English" if at % 2 else "한국어"
    ).first.click()


def _change_guess(page: Page, at: int) -> None:
    page.locator("[data-testid=stRadio]").first.locator("label").nth(1 + at % 5).click()


def _change_class(page: Page, at: int) -> None:
    """A class that nobody has asked for yet, of all thousand, so that the engine works for each."""
    chosen = page.locator("[data-testid=stSelectbox]").filter(has_text="Any of its").locator("input")
    chosen.click()
    chosen.press("ArrowDown")
    chosen.press("Enter")


def _anonymous(process: psutil.Process) -> float:
    """Megabytes that are the process's own; the rest are pages of files, which the system can drop."""
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) * 1024 / 1e6
