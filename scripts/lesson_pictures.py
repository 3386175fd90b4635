"""Make the pictures on the home page: python -m scripts.lesson_pictures [STEM ...]

Each is made with its lesson's own computation. Without a stem it makes all of them and the icon.
One file, because it is a list: a function for each lesson.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from cnnlab.core.augmentation import FIRST, layer_config
from cnnlab.core.cards import card
from cnnlab.core.digits import bundled_images
from cnnlab.core.filters.galleries import TILE, galleries
from cnnlab.core.history import read_history
from cnnlab.core.network.famous import famous
from cnnlab.core.pictures import sample, square
from cnnlab.core.pictures.filtering import as_greys, filtered, scale
from cnnlab.core.requests import Augment, ComputeMaps, ComputeOutputs, Explain, SegmentPicture
from cnnlab.core.segmentation import labels
from cnnlab.core.stepping.cell import run
from cnnlab.core.stepping.kernels import KERNELS
from cnnlab.core.transfer.features import read_features
from cnnlab.core.transfer.pca import fit
from cnnlab.engine import Engine
from cnnlab.figures import heat, palette, segmented

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "static"
SIZE = (720, 405)


def convolution(_engine: Engine) -> np.ndarray:
    """The Summer Palace, its right half filtered with the kernel for vertical edges."""
    picture, kernel = sample("china"), KERNELS["sobel_x"].values()
    values = filtered(picture, kernel)
    greys = as_greys(values, *scale(values, kernel))
    middle = picture.shape[1] // 2
    return np.concatenate([picture[:, :middle], np.repeat(greys[:, middle:, None], 3, axis=2)], axis=1)


def pooling(_engine: Engine) -> np.ndarray:
    """The cat, and beside it the same picture after 12 x 12 max pooling, enlarged to the original size."""
    picture = square(sample("cat"), "crop", 240).view[:240, :240]
    layer = {"class_name": "MaxPooling2D", "config": {"pool_size": 12}}
    pooled = run(layer, picture.astype(float), []).astype(np.uint8)
    return np.concatenate([picture, np.kron(pooled, np.ones((12, 12, 1), np.uint8))], axis=1)


def digit(engine: Engine) -> np.ndarray:
    """A test digit, and beside it nine feature maps of the first layer."""
    picture = bundled_images()["mnist-7"].picture
    maps = engine.submit(ComputeOutputs("mnist_convnet", picture[..., None])).result().value.by_layer["conv1"]
    colours = palette.table(palette.EVEN)[(maps[..., :9] / maps.max() * 255).astype(int)]  # (26, 26, 9, 3)
    framed = np.pad(colours, ((1, 1), (1, 1), (0, 0), (0, 0))).transpose(2, 0, 1, 3)  # (9, 28, 28, 3)
    sheet = np.concatenate([np.concatenate(framed[first : first + 3], axis=1) for first in (0, 3, 6)])
    large = np.kron(picture[..., None], np.ones((3, 3, 3), np.uint8))
    both = np.concatenate([large, sheet], axis=1)
    return np.pad(both, ((6, 6), (0, 0), (0, 0))).astype(np.uint8)


def architecture(_engine: Engine) -> np.ndarray:
    """The convolutions and poolings of VGG16 as boxes, their heights and widths to scale, their depths by channels."""
    image = Image.new("RGB", (2 * SIZE[0], 2 * SIZE[1]), "white")
    pencil = ImageDraw.Draw(image)
    left, middle = 50.0, image.height * 0.54
    for row in famous("VGG16").table():
        if row.class_name not in ("Conv2D", "MaxPooling2D"):
            continue
        side, depth = 2.2 * row.output_shape[0], 10 + row.output_shape[-1] / 8
        slant, top, bottom = side / 4, middle - side / 2, middle + side / 2
        front = [(left, top), (left + depth, top), (left + depth, bottom), (left, bottom)]
        roof = [(left, top), (left + slant, top - slant), (left + depth + slant, top - slant), (left + depth, top)]
        far = [(left + depth, top), roof[2], (left + depth + slant, bottom - slant), (left + depth, bottom)]
        for corners in (front, roof, far):
            pencil.polygon(corners, fill=palette.KINDS[row.class_name], outline="white", width=3)
        left += depth + 28
    return np.asarray(image)


def augmentation(engine: Engine) -> np.ndarray:
    """The cat, augmented eight times by flip, rotation and zoom."""
    pictures = np.stack([square(sample("cat"), "crop", 203).pixels] * 8)
    layers = [layer_config(name) for name in FIRST]
    augmented = engine.submit(Augment(pictures, layers, seed=3)).result().value.images
    narrow = augmented[:, :, 11:-12]  # cropped so that two rows of four have the right aspect ratio
    return np.concatenate([np.concatenate(narrow[first : first + 4], axis=1) for first in (0, 4)])


def histories(_engine: Engine) -> np.ndarray:
    """Training and validation loss of the network trained from scratch, drawn with Pillow."""
    history = read_history((card("cats_dogs_scratch").folder / "history.csv").read_bytes(), "history.csv")
    image = Image.new("RGB", (2 * SIZE[0], 2 * SIZE[1]), "white")
    pencil = ImageDraw.Draw(image)
    for name, colour in (("loss", palette.RUNS[0]), ("val_loss", palette.RUNS[1])):
        values = [value or 0.0 for value in history.metrics[name]]
        points = [
            (
                80 + (image.width - 160) * at / (len(values) - 1),
                image.height - 80 - min(value, 1.6) / 1.7 * (image.height - 160),
            )
            for at, value in enumerate(values)
        ]
        pencil.line(points, fill=colour, width=16, joint="curve")
    return np.asarray(image)


def transfer(_engine: Engine) -> np.ndarray:
    """The features of the validation pictures as points of a plane, cats blue and dogs vermilion."""
    features = read_features()
    points = fit(features["train"].features).project(features["validation"].features)
    image = Image.new("RGB", (2 * SIZE[0], 2 * SIZE[1]), "white")
    pencil = ImageDraw.Draw(image)
    low, high = np.percentile(points, [1, 99], axis=0)
    places = 60 + (points - low) / (high - low) * (np.array(image.size) - 120)
    for (x, y), label in zip(places, features["validation"].labels, strict=True):
        draw = pencil.rectangle if label else pencil.ellipse
        draw([x - 13, y - 13, x + 13, y + 13], fill=palette.RUNS[label], outline="white", width=3)
    return np.asarray(image)


def filters(_engine: Engine) -> np.ndarray:
    """Filters of three layers of EfficientNet-Lite0, seven by four of each, from early to late."""
    sheets = [np.asarray(Image.open(gallery.path)) for gallery in galleries(card("efficientnet_lite0"))]
    return np.concatenate([sheet[: 7 * TILE, : 4 * TILE] for sheet in sheets], axis=1)


def activations(engine: Engine) -> np.ndarray:
    """The cat, and beside it sixteen channels of an early layer that answer to it."""
    known = card("cats_dogs_augmented")
    cat = square(sample("cat"), "crop", known.input.height)
    request = ComputeMaps(known.id, cat.pixels, ("conv2",), "conv2", "conv2")
    found = engine.submit(request).result().value
    chosen = np.argsort(-found.activity.means, kind="stable")[:16]
    colours = np.pad(palette.table(palette.EVEN)[found.maps.cells[chosen]], ((0, 0), (1, 1), (1, 1), (0, 0)))
    sheet = np.concatenate([np.concatenate(colours[first : first + 4], axis=1) for first in range(0, 16, 4)])
    large = Image.fromarray(cat.view).resize((sheet.shape[1], sheet.shape[0]), Image.Resampling.LANCZOS)
    return np.concatenate([np.asarray(large), sheet], axis=1)


def grad_cam(engine: Engine) -> np.ndarray:
    """The cat, and beside it the heat map of the predicted class."""
    cat = square(sample("cat"), "crop", 224)
    found = engine.submit(Explain("efficientnet_lite0", cat.pixels)).result().value
    return np.concatenate([cat.view, heat.blend(cat.view, found.heat, palette.EVEN, 0.8)], axis=1)


def segmentation(engine: Engine) -> np.ndarray:
    """A dog, its right half with the mask over it."""
    picture = sample("shepherd")
    found = engine.submit(SegmentPicture("pets_unet", picture)).result().value
    masked = segmented.over(picture, labels(found.probabilities, *found.size), dict(enumerate(segmented.CLASSES)), 0.6)
    middle = picture.shape[1] // 2
    return np.concatenate([picture[:, :middle], masked[:, middle:]], axis=1)


def icon(cells: int = 5) -> str:
    """The icon of the browser tab, and the logo, as SVG: a Gaussian kernel, a path for each colour of its cells."""
    at = np.arange(cells) - cells // 2
    kernel = np.exp(-(at[:, None] ** 2 + at[None] ** 2) / 3)
    colours = palette.table(palette.EVEN)[(kernel * 255).astype(int)]
    paths: dict[str, str] = {}
    for row, column in np.ndindex(cells, cells):
        colour = bytes(colours[row, column]).hex()
        paths[colour] = paths.get(colour, "") + f"M{column} {row}h1v1h-1z"
    drawn = "".join(f'<path fill="#{colour}" d="{path}"/>' for colour, path in paths.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {cells} {cells}">{drawn}</svg>\n'


def _save(picture: np.ndarray, name: str) -> None:
    image = Image.fromarray(picture)
    scale = max(SIZE[0] / image.width, SIZE[1] / image.height)
    image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
    left, top = (image.width - SIZE[0]) // 2, (image.height - SIZE[1]) // 2
    image.crop((left, top, left + SIZE[0], top + SIZE[1])).save(FOLDER / f"{name}.jpg", quality=85)


# By the lesson's stem. A new lesson's picture is a function here.
PICTURES: dict[str, Callable[[Engine], np.ndarray]] = {
    "convolution": convolution,
    "pooling": pooling,
    "digit": digit,
    "architecture": architecture,
    "augmentation": augmentation,
    "histories": histories,
    "transfer": transfer,
    "filters": filters,
    "activations": activations,
    "grad_cam": grad_cam,
    "segmentation": segmentation,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the pictures on the home page.")
    parser.add_argument("stems", nargs="*", metavar="STEM", help=f"one of {', '.join(PICTURES)}; none for all")
    stems = parser.parse_args().stems
    if unknown := set(stems) - set(PICTURES):
        parser.error(f"There is no picture of {', '.join(sorted(unknown))} here. Choose from {', '.join(PICTURES)}.")
    engine = Engine()
    try:
        for stem in stems or PICTURES:
            _save(PICTURES[stem](engine), stem)
    finally:
        engine.stop()
    if not stems:
        (ROOT / "cnnlab/ui/shell/icon.svg").write_text(icon(), encoding="utf-8")


if __name__ == "__main__":
    main()
