"""Oxford-IIIT Pet: photographs with trimaps, 1 pet, 2 background, 3 border in the files and 0, 1, 2 here."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

from cnnlab.train.check import check_folder, check_pictures
from cnnlab.train.errors import DataError

FOLDERS = ("oxford_pets_3_breeds", "oxford_pets")
FEW = 5  # breeds that are named
TURN, ZOOM = 15.0, 0.25  # degrees; share of the size
BRIGHTER, MORE_COLOUR = 0.25, 0.3

Arrays = dict[str, tuple[np.ndarray, np.ndarray]]


def pairs(data: Path) -> list[tuple[Path, Path]]:
    """Each picture with its trimap, in order of name; DataError for one without the other, or one that is damaged."""
    folder = _folder(data)
    check_folder(folder / "images", "photographs (.jpg)")
    check_folder(folder / "annotations" / "trimaps", "trimaps (.png)")
    pictures = {each.stem: each for each in (folder / "images").glob("[!.]*.jpg")}
    trimaps = {each.stem: each for each in (folder / "annotations" / "trimaps").glob("[!.]*.png")}
    for alone, other in ((trimaps.keys() - pictures, "picture"), (pictures.keys() - trimaps, "trimap")):
        if alone:
            raise DataError(
                "Pairs of a picture and a trimap of one name were expected in {folder}; there is no {other} for "
                "{names}. Put it there, or take the other one out.",
                folder=str(folder),
                other=other,
                names=", ".join(sorted(alone)[:5]),
            )
    if not pictures:
        raise DataError("Photographs (.jpg) were expected in {folder}; there are none.", folder=str(folder / "images"))
    found = [(pictures[name], trimaps[name]) for name in sorted(pictures)]
    check_pictures([path for pair in found for path in pair])
    return found


def breeds(data: Path) -> str:
    """Which breeds lie there, by the names of the files: "Abyssinian_12.jpg" is one of the first."""
    pictures = (_folder(data) / "images").glob("[!.]*.jpg")
    names = sorted({each.stem.rpartition("_")[0].replace("_", " ") for each in pictures})
    return ", ".join(f"{each[:1].upper()}{each[1:]}" for each in names) if len(names) <= FEW else f"{len(names)} breeds"


def read_pets(data: Path, size: int) -> Arrays:
    """train, validation, test: pictures uint8 (count, size, size, 3), masks uint8 (count, size, size).

    Of every ten pictures in order of name one is for validation and two are for the test: each breed is in each.
    """
    parts: dict[str, list[tuple[Path, Path]]] = {"train": [], "validation": [], "test": []}
    for index, pair in enumerate(pairs(data)):
        parts[{0: "validation", 3: "test", 7: "test"}.get(index % 10, "train")].append(pair)
    if not all(parts.values()):
        raise DataError(
            "At least 4 pairs of a picture and a trimap were expected in {folder}; there are {count}. Put more there.",
            folder=str(data),
            count=sum(map(len, parts.values())),
        )
    return {name: _read(part, size) for name, part in parts.items()}


def read_mask(path: Path, size: int) -> np.ndarray:
    """A trimap as uint8 (size, size) of 0 pet, 1 background, 2 border, the nearest pixel taken."""
    with Image.open(path) as image:
        values = np.asarray(image.resize((size, size), Image.Resampling.NEAREST))
    if values.ndim != 2 or values.min() < 1 or values.max() > 3:
        raise DataError(
            "{path} should be a trimap, a picture of one channel with the values 1, 2 and 3; it has {found}. "
            "Take it from the data set again.",
            path=str(path),
            found=", ".join(map(str, np.unique(values)[:6])) if values.ndim == 2 else f"{values.shape[2]} channels",
        )
    return (values - 1).astype(np.uint8)


def vary(pictures: np.ndarray, masks: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Mirror, turn, zoom and shift each picture together with its mask, and change the picture's light and colour."""
    changed = [_vary_one(picture, mask, random) for picture, mask in zip(pictures, masks, strict=True)]
    return np.stack([picture for picture, _ in changed]), np.stack([mask for _, mask in changed])


def _vary_one(picture, mask, random):
    if random.random() < 0.5:
        picture, mask = picture[:, ::-1], mask[:, ::-1]
    back = _way_back(len(mask), random)
    image = Image.fromarray(picture).transform(mask.shape, Image.Transform.AFFINE, back, Image.Resampling.BILINEAR)
    light, colour = 1 + BRIGHTER * random.uniform(-1, 1), 1 + MORE_COLOUR * random.uniform(-1, 1)
    image = ImageEnhance.Color(ImageEnhance.Brightness(image).enhance(light)).enhance(colour)
    classes = Image.fromarray(mask).transform(
        mask.shape, Image.Transform.AFFINE, back, Image.Resampling.NEAREST, fillcolor=1
    )
    return np.asarray(image), np.asarray(classes)  # what comes in from outside is black, and background


def _way_back(size: int, random: np.random.Generator) -> tuple[float, ...]:
    """The affine map from a pixel of the new picture to where it comes from: about the middle, then shifted."""
    angle, zoom = np.deg2rad(TURN * random.uniform(-1, 1)), 1 + ZOOM * random.uniform(-1, 1)
    cosine, sine, middle = zoom * np.cos(angle), zoom * np.sin(angle), size / 2
    across, down = middle + 0.1 * size * random.uniform(-1, 1, size=2)
    return (cosine, sine, across - middle * (cosine + sine), -sine, cosine, down - middle * (cosine - sine))


def _folder(data: Path) -> Path:
    return next((data / name for name in FOLDERS if (data / name).is_dir()), data / FOLDERS[0])


def _read(part: list[tuple[Path, Path]], size: int) -> tuple[np.ndarray, np.ndarray]:
    pictures = np.empty((len(part), size, size, 3), np.uint8)
    masks = np.empty((len(part), size, size), np.uint8)
    for index, (picture, trimap) in enumerate(part):
        with Image.open(picture) as image:
            pictures[index] = np.asarray(image.convert("RGB").resize((size, size), Image.Resampling.BILINEAR))
        masks[index] = read_mask(trimap, size)
    return pictures, masks
