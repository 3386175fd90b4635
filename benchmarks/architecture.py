"""The Architecture page: networks of keras.applications read, the deepest of them drawn, a layer pointed at."""

import statistics
import time

from playwright.sync_api import Page, sync_playwright

from benchmarks.server import ARGUMENTS, served, settle
from benchmarks.table import Row
from cnnlab.core.network.famous import KERAS, config
from cnnlab.core.network.files import read_file
from scripts import browser

ROUNDS = 5
DEEPEST, LAYERS = "DenseNet201", 700
# From a click until the drawing is on the screen.
UNFOLDED = """button => new Promise((drawn) => {
  const started = performance.now();
  button.click();
  requestAnimationFrame(() => requestAnimationFrame((now) => drawn(now - started)));
})"""
# The pointer goes to each of these rows: the layer lights up in the drawing, the table and the photograph.
POINTED = """rows => rows.map((row, at) => {
  const started = performance.now();
  const where = { clientX: at + 1, clientY: at + 1, pointerType: "mouse", bubbles: true, composed: true };
  row.dispatchEvent(new PointerEvent("pointermove", where));
  row.getBoundingClientRect();
  if (!row.matches(".lit")) throw new Error(`${row.dataset.name} is not lit`);
  return performance.now() - started;
})"""


def measure() -> list[Row]:
    print("architecture ...", flush=True)
    return [*_reading(), *_in_the_browser()]


def _reading() -> list[Row]:
    """From the JSON of a network to its table, in the time of this process."""
    seconds: dict[str, list[float]] = {name: [] for name in KERAS}
    for _round in range(ROUNDS):
        for name in KERAS:
            file = config(name)
            started = time.process_time()
            read_file(file).table()
            seconds[name].append(time.process_time() - started)
    medians = {name: 1000 * statistics.median(times) for name, times in seconds.items()}
    slowest = max(medians, key=medians.__getitem__)
    most = 1000 * max(seconds[slowest])
    what = f"table of a network, of the {len(KERAS)} of `keras.applications`"
    return [
        Row(f"{what}: the median", statistics.median(medians.values()), "ms", 50),
        Row(f"{what}: the slowest", medians[slowest], "ms", 100, details=f"{slowest}, at most {most:.0f} ms"),
    ]


def _in_the_browser() -> list[Row]:
    with served("app.py") as (address, _, _), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=ARGUMENTS)
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/architecture?lang=en")
        page.locator(".network g.node").first.wait_for()
        settle(page)
        rows = [_choosing(page), _unfolding(page), _pointing(page)]
        chromium.close()
    return rows


def _choosing(page: Page) -> Row:
    """Another network chosen on the page, until a layer of it is in the table and drawn."""
    page.get_by_role("combobox", name="Famous network", exact=True).click()
    page.keyboard.type(DEEPEST)
    option = page.get_by_role("option", name=DEEPEST)
    option.wait_for()
    started = time.perf_counter()
    option.click()
    page.locator(".network tbody tr[data-name^=conv5_]").first.wait_for(state="attached")
    seconds = time.perf_counter() - started
    settle(page)
    return Row(f"Architecture: {DEEPEST} from its choice to its drawing", seconds, "s", 1)


def _unfolding(page: Page) -> Row:
    seconds = page.get_by_role("button", name="Unfold all").evaluate(UNFOLDED) / 1000
    boxes, rows = (page.locator(f".network {part}").count() for part in ("g.node", "tbody tr"))
    if rows < LAYERS:
        raise RuntimeError(f"Only {rows} layers are shown.")
    return Row(f"Architecture: {DEEPEST} unfolded", seconds, "s", 1, details=f"{rows} layers in {boxes} boxes")


def _pointing(page: Page) -> Row:
    times = page.locator(".network tbody tr:nth-child(15n)").evaluate_all(POINTED)
    details = f"median of {len(times)} layers, at most {max(times):.1f} ms; nothing is asked of the server"
    return Row("Architecture: a layer lights up under the pointer", statistics.median(times), "ms", 16, details=details)
