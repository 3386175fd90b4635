"""Switching a layer on the Augmentation page: a 3x3 grid in one batched call, compared with nine separate calls."""

import statistics
import time
from collections.abc import Callable

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.server import ARGUMENTS, served, settle
from benchmarks.table import Row
from cnnlab.core.augmentation import FIRST, layer_config
from cnnlab.core.pictures import sample, square
from cnnlab.core.requests import Augment
from cnnlab.engine import Engine
from scripts import browser

DRAWN = """(before) => [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")]
  .map((host) => host.shadowRoot?.querySelector(".pictures")?.dataset.drawn).find(Boolean) > before"""
ROUNDS, SIZE, COUNT = 15, 320, 9


def measure() -> list[Row]:
    """Time what the page waits for: the engine's answer, and the new grid in the browser."""
    print("augmentation ...", flush=True)
    layers = [layer_config(name) for name in FIRST]
    pictures = np.repeat(square(sample("cat"), "crop", SIZE).pixels[None], COUNT, axis=0)
    engine = Engine()
    try:
        batched = _milliseconds(lambda seed: _ask(engine, pictures, layers, seed))
        single = _milliseconds(lambda seed: [_ask(engine, pictures[:1], layers, seed + at) for at in range(COUNT)])
    finally:
        engine.stop()
    name = "switching an augmentation layer until the 3x3 grid of 320-pixel pictures is drawn"
    details = f"of which {batched:.0f} ms in Keras, in one batched call; nine separate calls take {single:.0f} ms"
    return [Row(name, _redrawn(), "ms", 300, details=details)]


def _redrawn() -> float:
    """The median milliseconds from a click on a layer to the new pictures, switching rotation and zoom on and off."""
    with served("app.py") as (address, _, _), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=ARGUMENTS)
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address + "/augmentation?lang=en")
        page.wait_for_function(DRAWN, arg=0)
        settle(page)
        taken = [_toggle(page, "Zoom" if at % 4 < 2 else "Rotation") for at in range(ROUNDS)]
        chromium.close()
    return statistics.median(taken)


def _toggle(page: Page, name: str) -> float:
    before = int(page.locator(".pictures").first.get_attribute("data-drawn") or 0)
    pill = page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True)
    started = time.perf_counter()
    pill.evaluate("text => text.closest('button, label').click()")  # without Playwright's checks before a click
    page.wait_for_function(DRAWN, arg=before, polling=5)
    taken = 1000 * (time.perf_counter() - started)
    settle(page)
    return taken


def _ask(engine: Engine, pictures: np.ndarray, layers: list[dict], seed: int) -> object:
    return engine.submit(Augment(pictures, layers, seed)).result()


def _milliseconds(run: Callable[[int], object]) -> float:
    run(0)
    taken = []
    for seed in range(ROUNDS):
        started = time.perf_counter()
        run(seed)
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken)
