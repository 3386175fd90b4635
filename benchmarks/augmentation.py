"""A changed toggle on the Augmentation page: a 3x3 grid in one batched call, beside nine single calls."""

import statistics
import time
from collections.abc import Callable

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.server import ARGUMENTS, served, settle
from benchmarks.table import Row
from cnnlab.core.augmentation import FIRST, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.engine import Engine
from scripts import browser

DRAWN = """(before) => [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
  .map((host) => host.shadowRoot?.querySelector(".pictures")?.dataset.drawn).find(Boolean) > before"""
ROUNDS, SIZE, COUNT = 15, 320, 9


def measure() -> list[Row]:
    """What a page waits for, through the engine's door: the pictures sent, augmented by Keras, sent back."""
    print("augmentation ...", flush=True)
    layers = [layer_config(name) for name in FIRST]
    pictures = np.repeat(square(sample("cat"), "crop", SIZE).pixels[None], COUNT, axis=0)
    engine = Engine()
    try:
        batched = _milliseconds(lambda seed: _ask(engine, pictures, layers, seed))
        nine = _milliseconds(lambda seed: [_ask(engine, pictures[:1], layers, seed + each) for each in range(COUNT)])
    finally:
        engine.stop()
    claim = "augmentation: a switched layer, until the 3x3 grid of 320-pixel pictures is drawn in the browser"
    beside = f"of which Keras {batched:.0f} ms in one batched call; nine single calls {nine:.0f} ms"
    return [Row(claim, _redrawn(), "ms", 300, beside=beside)]


def _redrawn() -> float:
    """The median of milliseconds from a click on a layer to the pictures on the screen, rotation and zoom on or off."""
    with served("app.py") as (address, _, _), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=ARGUMENTS)
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address + "/augmentation?lang=en")
        page.wait_for_function(DRAWN, arg=0)
        settle(page)
        taken = [_toggle(page, "Zoom" if place % 4 < 2 else "Rotation") for place in range(ROUNDS)]
        chromium.close()
    return statistics.median(taken)


def _toggle(page: Page, name: str) -> float:
    before = int(page.locator(".pictures").first.get_attribute("data-drawn") or 0)
    pill = page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True)
    started = time.perf_counter()
    pill.evaluate("each => each.closest('button, label').click()")  # without the waiting of a careful click
    page.wait_for_function(DRAWN, arg=before, polling=5)
    taken = 1000 * (time.perf_counter() - started)
    settle(page)
    return taken


def _ask(engine: Engine, pictures: np.ndarray, layers: list[dict], seed: int) -> object:
    return engine.submit("augment", pictures=pictures, layers=layers, layers_seed=seed).answer()


def _milliseconds(run: Callable[[int], object]) -> float:
    run(0)
    taken = []
    for seed in range(ROUNDS):
        started = time.perf_counter()
        run(seed)
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken)
