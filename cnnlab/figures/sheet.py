"""A view as one picture to send: the plates side by side, what they show, the colour bar with its numbers."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIDE = 720  # pixels of a plate
GAP, MARGIN, BAR = 16, 24, 18
BLACK, WHITE = (20, 24, 32), (255, 255, 255)
MOST_NUMBERED = 14  # cells a side up to which a number fits


def sheet(plates: list[np.ndarray], words: list[str], bar: np.ndarray, ticks: tuple[str, str, str]) -> np.ndarray:
    """Square plates (side, side, 3) beside one another, a colour bar and lines of words below; uint8.

    `bar` has the colours (count, 3) of the bar, `ticks` stand at its beginning, middle and end.
    """
    width = 2 * MARGIN + len(plates) * SIDE + (len(plates) - 1) * GAP
    height = MARGIN + SIDE + 90 + 34 * len(words)
    page = Image.new("RGB", (width, height), WHITE)
    for at, plate in enumerate(plates):
        image = Image.fromarray(plate).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
        page.paste(image, (MARGIN + at * (SIDE + GAP), MARGIN))
    draw = ImageDraw.Draw(page)
    top = MARGIN + SIDE + GAP
    page.paste(Image.fromarray(bar[None]).resize((width - 2 * MARGIN, BAR)), (MARGIN, top))
    for share, anchor, tick in zip((0.0, 0.5, 1.0), ("la", "ma", "ra"), ticks, strict=True):
        place = (MARGIN + share * (width - 2 * MARGIN), top + BAR + 4)
        draw.text(place, tick, BLACK, ImageFont.load_default(18), anchor=anchor)
    for at, line in enumerate(words):
        draw.text((MARGIN, top + BAR + 34 + 34 * at), line, BLACK, ImageFont.load_default(22 if at else 28))
    return np.asarray(page)


def numbered(signed: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """The plate of coloured cells with each cell's number on it, where there is room; uint8 (side, side, 3)."""
    image = Image.fromarray(cells).resize((SIDE, SIDE), Image.Resampling.NEAREST)
    rows, columns = signed.shape
    if max(rows, columns) > MOST_NUMBERED:
        return np.asarray(image)
    draw, step = ImageDraw.Draw(image), SIDE / rows
    reach = float(np.abs(signed).max()) or 1.0
    for row, column in np.ndindex(rows, columns):
        value = float(signed[row, column])
        ink = WHITE if abs(value) / reach > 0.6 else BLACK
        place = ((column + 0.5) * SIDE / columns, (row + 0.5) * step)
        draw.text(
            place, f"{round(value, 2) + 0.0:.2f}", ink, ImageFont.load_default(max(12, int(step / 3.6))), anchor="mm"
        )
    return np.asarray(image)
