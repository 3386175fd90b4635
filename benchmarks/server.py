"""The server: start time, memory, and the CPU time of one changed setting.

A real browser changes the setting. The cost is the CPU time of the server process alone, without the browser and the
engine.
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
from cnnlab.ui.lessons import HOME, grad_cam
from scripts import browser

ROOT = Path(__file__).parents[1]
APPS = ROOT / "benchmarks/apps"
STARTS, CHANGES, WARM_UP = 5, 20, 3
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def measure() -> list[Row]:
    print("starting the servers ...", flush=True)
    starts: dict[str, list[float]] = {name: [] for name in ("ours", "bare")}
    for _ in range(STARTS):  # alternating, so that other load on the machine affects both
        for name, app in (("ours", "app.py"), ("bare", "benchmarks/apps/bare.py")):
            with served(app) as (_, _, seconds):
                starts[name].append(seconds)
    ours, bare = (statistics.median(starts[name]) for name in ("ours", "bare"))
    rows = [Row("server start, relative to a bare app", ours / bare, "x", 1.5, details=f"{ours:.2f} s, {bare:.2f} s")]
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
        home = cost(_open(chromium, address + "/?lang=en", HOME.ready), process, _change_language)
        page = _open(chromium, address + "/grad_cam?lang=en", grad_cam.LESSON.ready)
        page.locator(".st-key-cam_box_more summary").click()
        opacity = cost(page, process, _move_slider)
        guess = cost(page, process, _change_guess)
        page.locator(".st-key-cam_guess label").last.click()  # "another class"
        any_class = cost(page, process, _change_class)
        anonymous = sum(_anonymous(child) for child in (process, *process.children()))
    highest = max(home, opacity, guess, any_class)
    details = f"bare page {bare:.1f} ms, conventional Streamlit and Keras app {usual:.0f} ms"
    return [
        Row("CPU time of a changed setting, home page", home, "ms", 25, details=details),
        Row("CPU time of a changed setting, Grad-CAM page: overlay opacity", opacity, "ms", 25),
        Row("CPU time of a changed setting, Grad-CAM page: another of the top five classes", guess, "ms", 25),
        Row("CPU time of a changed setting, Grad-CAM page: another of all 1,000 classes", any_class, "ms", 25),
        Row("conventional app, relative to the highest of these", usual / highest, "x", 10, at_least=True),
        Row("anonymous memory of server and engine after Grad-CAM", anonymous, "MB", 600),
    ]


@contextlib.contextmanager
def served(app: str, defaults: bool = False) -> Iterator[tuple[str, psutil.Process, float]]:
    """Serve an app; yield its address, its process and the seconds until it responded."""
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
    """The mean CPU time of a change in the server process, in milliseconds, after some warm-up changes.

    The system reports CPU time in steps of 10 ms, so it is read before the first change and after the last.
    """
    before = 0.0
    for at in range(WARM_UP + CHANGES):
        if at == WARM_UP:
            before = sum(process.cpu_times()[:2])
        change(page, at)
        settle(page)
    return 1000 * (sum(process.cpu_times()[:2]) - before) / CHANGES


def settle(page: Page) -> None:
    """Wait until the page shows no running script and the last messages have arrived."""
    page.wait_for_timeout(400)
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached", timeout=120_000)


def _move_slider(page: Page, at: int) -> None:
    page.locator("input[type=range]").first.press("ArrowLeft" if at % 2 else "ArrowRight")


def _change_language(page: Page, at: int) -> None:
    page.locator("[data-testid=stSidebar] label, [data-testid=stSidebar] button").filter(
        has_text="English" if at % 2 else "한국어"
    ).first.click()


def _change_guess(page: Page, at: int) -> None:
    page.locator(".st-key-cam_guess label").nth(1 + at % 5).click()  # label 0 is the radio's own


def _change_class(page: Page, at: int) -> None:
    """Choose a class that was not asked for before, so that the engine computes every one."""
    chosen = page.locator(".st-key-cam_class input")
    chosen.click()
    chosen.press("ArrowDown")
    chosen.press("Enter")


def _anonymous(process: psutil.Process) -> float:
    """The anonymous memory in megabytes; the rest is file pages, which the system can evict."""
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) * 1024 / 1e6
