"""A view as one picture to download: its panels side by side, a colour bar with ticks and lines of text."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIDE = 720  # pixels of a panel
GAP, MARGIN, BAR = 16, 24, 18
BLACK, WHITE = (20, 24, 32), (255, 255, 255)
MOST_NUMBERED = 14  # largest map, in cells a side, whose numbers fit


def download_sheet(
    panels: list[np.ndarray], lines: list[str], colours: np.ndarray, ticks: tuple[str, str, str]
) -> np.ndarray:
    """Place square panels (side, side, 3) side by side, with a colour bar and lines of text below; uint8.

    The bar shows `colours` (count, 3) from left to right; `ticks` label its start, middle and end.
    """
    width = 2 * MARGIN + len(panels) * SIDE + (len(panels) - 1) * GAP
    height = MARGIN + SIDE + 90 + 34 * len(lines)
    page = Image.new("RGB", (width, height), WHITE)
    for at, panel in enumerate(panels):
        image = Image.fromarray(panel).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
        page.paste(image, (MARGIN + at * (SIDE + GAP), MARGIN))
    canvas = ImageDraw.Draw(page)
    top = MARGIN + SIDE + GAP
    page.paste(Image.fromarray(colours[None]).resize((width - 2 * MARGIN, BAR)), (MARGIN, top))
    for share, anchor, tick in zip((0.0, 0.5, 1.0), ("la", "ma", "ra"), ticks, strict=True):
        place = (MARGIN + share * (width - 2 * MARGIN), top + BAR + 4)
        canvas.text(place, tick, BLACK, ImageFont.load_default(18), anchor=anchor)
    for at, line in enumerate(lines):
        canvas.text((MARGIN, top + BAR + 34 + 34 * at), line, BLACK, ImageFont.load_default(22 if at else 28))
    return np.asarray(page)


def numbered(signed: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Write each cell's value on the coloured cells, if there is room for it; uint8 (side, side, 3)."""
    image = Image.fromarray(cells).resize((SIDE, SIDE), Image.Resampling.NEAREST)
    rows, columns = signed.shape
    if max(rows, columns) > MOST_NUMBERED:
        return np.asarray(image)
    canvas, step = ImageDraw.Draw(image), SIDE / rows
    reach = float(np.abs(signed).max()) or 1.0
    for row, column in np.ndindex(rows, columns):
        value = float(signed[row, column])
        ink = WHITE if abs(value) / reach > 0.6 else BLACK
        place = ((column + 0.5) * SIDE / columns, (row + 0.5) * step)
        font = ImageFont.load_default(max(12, int(step / 3.6)))
        canvas.text(place, f"{round(value, 2) + 0.0:.2f}", ink, font, anchor="mm")
    return np.asarray(image)
