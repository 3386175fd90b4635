"""The Convolution page: time until it is usable, cost of a change and of a step, forty visitors at once."""

import statistics
import time

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import sessions
from benchmarks.server import ARGUMENTS, cost, served, settle
from benchmarks.table import Row
from cnnlab.ui.lessons import convolution
from scripts import browser

KERNELS = tuple(f"{size} × {size}" for size in range(1, 8))
VISITS, CHANGES, WARM_UP = 7, 40, 5
CHART = ".js-plotly-plot .heatmaplayer"
NUMBERS = ".st-key-answer .numbers"
CHOSEN = "[data-testid=stCode]"


def measure() -> list[Row]:
    print("the Convolution page ...", flush=True)
    with served("app.py") as (ours, process, _), served("benchmarks/apps/chart.py") as (bare, _, _):
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser.find(), args=ARGUMENTS)
            rows = _in_the_browser(chromium, ours + "/convolution?lang=en", bare, process)
            chromium.close()
        times = sessions.answer_times(ours, "convolution", "conv_kernel_size", KERNELS)
    details = f"{len(times)} changes, median {statistics.median(times):.0f} ms"
    name = f"{sessions.SESSIONS} visitors who change a setting every 1-3 s: 95th percentile of the response"
    return [*rows, Row(name, sessions.percentile(times, 95), "ms", 150, details=details)]


def _in_the_browser(chromium: Browser, ours: str, bare: str, process: psutil.Process) -> list[Row]:
    usable: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(VISITS):  # alternating, so that other load on the machine affects both
        usable["ours"].append(_visit(chromium, ours, convolution.LESSON.ready))
        usable["bare"].append(_visit(chromium, bare, CHART))
    page, chart = _open(chromium, ours, convolution.LESSON.ready), _open(chromium, bare, CHART)
    answered: dict[str, list[float]] = {"ours": [], "bare": []}
    for at in range(WARM_UP + CHANGES):  # alternating, as above
        taken = {"ours": _answer(page, _stride, NUMBERS, at), "bare": _answer(chart, _move_slider, CHOSEN, at)}
        for name, milliseconds in taken.items() if at >= WARM_UP else ():
            answered[name].append(milliseconds)
    return [
        _ratio(
            "time until the Convolution page is usable, relative to a bare page with a slider and a chart", usable, "s"
        ),
        _ratio("response to a changed setting, relative to that page", answered, "ms"),
        Row("a step of the grid until it is drawn (no request to the server)", _step(page), "ms", 50),
        Row("CPU time of a changed setting, Convolution page", cost(page, process, _stride), "ms", 25),
    ]


def _ratio(name: str, times: dict[str, list[float]], unit: str) -> Row:
    ours, bare = (statistics.median(times[app]) for app in ("ours", "bare"))
    return Row(name, ours / bare, "x", 1.5, details=f"{ours:.2f} {unit}, {bare:.2f} {unit}")


def _visit(chromium: Browser, address: str, finished: str) -> float:
    """Seconds from the request until `finished` is visible, in a fresh browser profile."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(finished).first.wait_for()
    taken = time.perf_counter() - started
    context.close()
    return taken


def _open(chromium: Browser, address: str, finished: str) -> Page:
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.locator(finished).first.wait_for()
    settle(page)
    return page


def _answer(page: Page, change, watched: str, at: int) -> float:
    """Milliseconds from a change until the content of `watched` differs."""
    before = _content(page, watched)
    started = time.perf_counter()
    change(page, at)
    page.wait_for_function(
        "([where, before]) => document.querySelector(where).innerText !== before", arg=[watched, before], polling=5
    )
    taken = 1000 * (time.perf_counter() - started)
    settle(page)
    return taken


def _content(page: Page, watched: str) -> str:
    return page.locator(watched).first.inner_text()


def _move_slider(page: Page, at: int) -> None:
    page.locator("input[type=range]").first.press("ArrowRight" if at % 2 == 0 else "ArrowLeft")


def _stride(page: Page, at: int) -> None:
    """Alternate between stride 2 and 1, without Playwright's checks before a click, like pressing a key."""
    control = page.locator(".st-key-conv_strides button, .st-key-conv_strides label").filter(has_text="21"[at % 2])
    control.first.evaluate("control => control.click()")


def _step(page: Page) -> float:
    """Milliseconds from the slider's event to the second frame after it; the first one draws the change."""
    return page.locator(".stepper input[type=range]").first.evaluate(
        """async (slider) => {
            const times = [];
            for (let at = 0; at < 20; at++) {
                const started = performance.now();
                slider.value = at % 9;
                slider.dispatchEvent(new Event("input"));
                await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                times.push(performance.now() - started);
            }
            return times.sort((a, b) => a - b)[10];
        }"""
    )
