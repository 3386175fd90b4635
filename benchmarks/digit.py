"""A digit's way: how far the ten probabilities and the maps are behind the hand that draws."""

import math

from playwright.sync_api import Page, sync_playwright

from benchmarks import sessions
from benchmarks.server import ARGUMENTS, served, settle
from benchmarks.table import Row
from scripts import browser

DRAWINGS, POINTS, PACE = 3, 120, 8  # a mouse tells its place about every 8 ms
LISTEN = """() => {
  const all = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")].map((each) => each.shadowRoot);
  const paper = all.map((each) => each?.querySelector(".pad .paper")).find(Boolean);
  window.behind = [];
  let moves = [];
  paper.addEventListener("pointermove", (event) => moves.push(event.timeStamp));
  window.addEventListener("cnnlab-computed", ({ detail }) => {
    if (!detail.outputs) return;
    const seen = moves;
    moves = [];
    requestAnimationFrame(() => requestAnimationFrame((now) => window.behind.push(...seen.map((each) => now - each))));
  });
}"""
READY = "() => Object.keys(window.cnnlabNetworks ?? {}).length > 0"


def measure() -> list[Row]:
    print("a digit that is drawn ...", flush=True)
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
    claim = "a digit being drawn: 95 % of the hand's places are in the maps and the probabilities within"
    beside = f"{len(behind)} places, median {sessions.percentile(behind, 50):.0f} ms"
    return [Row(claim, sessions.percentile(behind, 95), "ms", 150, beside=beside)]


def _draw(page: Page) -> None:
    """A curl with two loops, as in an 8."""
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
