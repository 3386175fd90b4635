"""The digit page: how far the maps and the ten probabilities lag behind the pointer while a digit is drawn."""

import math

from playwright.sync_api import Page, sync_playwright

from benchmarks import sessions
from benchmarks.server import ARGUMENTS, served, settle
from benchmarks.table import Row
from cnnlab.core.cards import card
from scripts import browser

DRAWINGS, POINTS, PACE = 3, 120, 8  # a mouse reports its position about every 8 ms
LISTEN = """() => {
  const all = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")].map((host) => host.shadowRoot);
  const paper = all.map((root) => root?.querySelector(".pad .paper")).find(Boolean);
  window.behind = [];
  let moves = [];
  paper.addEventListener("pointermove", (event) => moves.push(event.timeStamp));
  window.addEventListener("cnnlab-computed", ({ detail }) => {
    if (!detail.outputs) return;
    const seen = moves;
    moves = [];
    requestAnimationFrame(() => requestAnimationFrame((now) => window.behind.push(...seen.map((then) => now - then))));
  });
}"""
NETWORK = 4 * card("mnist_convnet").parameters  # bytes
READY = f"() => [...(window.cnnlabKept?.data.values() ?? [])].some((data) => data.length > {NETWORK})"


def measure() -> list[Row]:
    print("drawing a digit ...", flush=True)
    with served("app.py") as (address, _, _), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=ARGUMENTS)
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address + "/digit?lang=en")
        page.wait_for_function(READY)
        settle(page)
        page.evaluate(LISTEN)
        for _ in range(DRAWINGS):
            _draw(page)
            settle(page)
        behind = page.evaluate("window.behind")
        chromium.close()
    name = "drawing a digit: delay from the pointer to maps and probabilities, 95th percentile"
    details = f"{len(behind)} points, median {sessions.percentile(behind, 50):.0f} ms"
    return [Row(name, sessions.percentile(behind, 95), "ms", 150, details=details)]


def _draw(page: Page) -> None:
    """Draw a curve with two loops, like an 8."""
    box = page.locator(".pad .paper").bounding_box()
    assert box
    for at in range(POINTS):
        turn = 2 * math.pi * at / POINTS
        x, y = 0.5 + 0.2 * math.sin(2 * turn), 0.5 - 0.35 * math.cos(turn)
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        if at == 0:
            page.mouse.down()
        page.wait_for_timeout(PACE)
    page.mouse.up()
