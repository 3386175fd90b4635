"""The maps of all layers compared with the compiled forward pass; the Activations page from a key to its drawing."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import statistics
import time
from collections.abc import Callable

import numpy as np
import tensorflow as tf
from playwright.sync_api import sync_playwright

from benchmarks.server import ARGUMENTS, served, settle
from benchmarks.table import Row
from cnnlab.core.activations import shown_layers
from cnnlab.core.cards import card
from cnnlab.core.pictures import sample, square
from cnnlab.nets import catalog
from cnnlab.nets.activations import Activations
from scripts import browser

MODELS, ROUNDS, WARM_UP = ("cats_dogs_augmented", "efficientnet_lite0"), 40, 3
LISTEN = """() => {
  window.drawn = new Map();
  window.addEventListener("cnnlab-channel", ({ detail }) => {
    requestAnimationFrame(() => requestAnimationFrame((now) => window.drawn.set(detail.layer, now)));
  });
}"""


def measure() -> list[Row]:
    print("activations ...", flush=True)
    return [*map(_maps, MODELS), _drawing()]


def _maps(name: str) -> Row:
    """The maps of all layers of a network as arrays, from one compiled run."""
    known, model = card(name), catalog.load(name)
    layers = shown_layers(known)
    batch = square(sample("cat"), "crop", known.input.height).pixels[None].astype("float32")
    run = tf.function(lambda pictures: model(pictures, training=False))
    activations = Activations(model, [layer.output for layer in layers])
    seconds = _in_turn({"forward": lambda: np.array(run(batch)), "maps": lambda: activations(batch)})
    details = f"{1000 * seconds['maps']:.1f} ms, forward pass {1000 * seconds['forward']:.1f} ms"
    title = f"activations of all {len(layers)} layers of {name}, relative to the forward pass"
    return Row(title, seconds["maps"] / seconds["forward"], "x", 1.5, details=details)


def _drawing() -> Row:
    """From a key on the layer's slider until the maps of a layer that nobody has asked for yet are on the screen."""
    layers = [layer.name for layer in shown_layers(card(MODELS[0]))]
    times = []
    with served("app.py") as (address, _, _), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=ARGUMENTS)
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/activations?lang=en&act_layer={layers[0]}")
        page.wait_for_selector(".activations[data-drawn]", timeout=90_000)
        settle(page)
        page.evaluate(LISTEN)
        slider = page.locator(".st-key-act_layer").get_by_role("slider")
        slider.focus()
        for layer in layers[1:]:
            pressed = page.evaluate("performance.now()")
            page.keyboard.press("ArrowRight")
            page.wait_for_function("(layer) => window.drawn.has(layer)", arg=layer)
            times.append(page.evaluate("(layer) => window.drawn.get(layer)", layer) - pressed)
            settle(page)
        chromium.close()
    details = f"median of {len(times)} layers, at most {max(times) / 1000:.2f} s"
    return Row("Activations: another layer, from the key to the screen", statistics.median(times) / 1000, "s", 1,
               details=details)  # fmt: skip


def _in_turn(calls: dict[str, Callable]) -> dict[str, float]:
    """The median seconds of each call; the calls alternate, so that other load on the machine affects all of them."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for at in range(ROUNDS + WARM_UP):
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            if at >= WARM_UP:
                times[name].append(time.perf_counter() - started)
    return {name: statistics.median(seconds) for name, seconds in times.items()}
