"""Make the pictures of the lessons on the home page, each from the lesson's own computation: cnnlab/text/pictures/."""

from pathlib import Path

import numpy as np
from PIL import Image

from cnnlab.core.pictures import sample, square
from cnnlab.engine import Engine
from cnnlab.figures import heat, palette

FOLDER = Path(__file__).parents[1] / "cnnlab/text/pictures"
SIZE = (720, 405)


def main() -> None:
    engine = Engine()
    try:
        _save(grad_cam(engine), "grad_cam")
    finally:
        engine.stop()
    (FOLDER / "icon.svg").write_text(icon(), encoding="utf-8")


def grad_cam(engine: Engine) -> np.ndarray:
    """The cat and, beside it, where the network found its first guess."""
    cat = square(sample("cat"), "crop", 224)
    found = engine.submit("explain", model="efficientnet_lite0", picture=cat.pixels).answer().value
    return np.concatenate([cat.view, heat.blend(cat.view, found["heat"], palette.EVEN, 0.8)], axis=1)


def icon(cells: int = 5) -> str:
    """A Gaussian blur's kernel as coloured cells, in SVG: the lab's sign in the browser's tab."""
    at = np.arange(cells) - cells // 2
    kernel = np.exp(-(at[:, None] ** 2 + at[None] ** 2) / 3)
    colours = palette.table(palette.EVEN)[(kernel * 255).astype(int)]
    squares = "".join(
        f'<rect x="{column}" y="{row}" width="1" height="1" fill="#{bytes(colours[row, column]).hex()}"/>'
        for row in range(cells)
        for column in range(cells)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {cells} {cells}">{squares}</svg>\n'


def _save(picture: np.ndarray, name: str) -> None:
    image = Image.fromarray(picture)
    scale = max(SIZE[0] / image.width, SIZE[1] / image.height)
    image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
    left, top = (image.width - SIZE[0]) // 2, (image.height - SIZE[1]) // 2
    image.crop((left, top, left + SIZE[0], top + SIZE[1])).save(FOLDER / f"{name}.jpg", quality=85)


if __name__ == "__main__":
    main()
