"""Oxford-IIIT Pet: photographs with trimaps; 1 pet, 2 background, 3 border in the files become 0, 1, 2."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

from cnnlab.train.check import check_folder, check_pictures
from cnnlab.train.errors import DataError

FOLDERS = ("oxford_pets_3_breeds", "oxford_pets")
MAX_NAMED = 5  # with more breeds, only their number is given
ROTATION, ZOOM = 15.0, 0.25  # degrees; fraction of the size
BRIGHTNESS, SATURATION = 0.25, 0.3  # fractions

Arrays = dict[str, tuple[np.ndarray, np.ndarray]]


def pairs(data: Path) -> list[tuple[Path, Path]]:
    """Pair each picture with its trimap, in order of name. Raises DataError if one is missing or damaged."""
    folder = _folder(data)
    check_folder(folder / "images", "photographs (.jpg)")
    check_folder(folder / "annotations" / "trimaps", "trimaps (.png)")
    pictures = {path.stem: path for path in (folder / "images").glob("[!.]*.jpg")}
    trimaps = {path.stem: path for path in (folder / "annotations" / "trimaps").glob("[!.]*.png")}
    for unpaired, missing in ((trimaps.keys() - pictures, "picture"), (pictures.keys() - trimaps, "trimap")):
        if unpaired:
            raise DataError(
                "{folder} has no {missing} for {names}. Every picture needs a trimap of the same name: add what is "
                "missing, or remove its counterpart.",
                folder=str(folder),
                missing=missing,
                names=", ".join(sorted(unpaired)[:5]),
            )
    if not pictures:
        raise DataError(
            "There are no photographs (.jpg) in {folder}. Put the data set there, or download it with --fetch.",
            folder=str(folder / "images"),
        )
    found = [(pictures[name], trimaps[name]) for name in sorted(pictures)]
    check_pictures([path for pair in found for path in pair])
    return found


def breeds(data: Path) -> str:
    """The breeds in the data set, from the file names: "Abyssinian_12.jpg" is an Abyssinian."""
    pictures = (_folder(data) / "images").glob("[!.]*.jpg")
    names = sorted({path.stem.rpartition("_")[0].replace("_", " ") for path in pictures})
    if len(names) > MAX_NAMED:
        return f"{len(names)} breeds"
    return ", ".join(f"{name[:1].upper()}{name[1:]}" for name in names)


def read_pets(data: Path, size: int) -> Arrays:
    """Read train, validation and test: pictures uint8 (count, size, size, 3), masks uint8 (count, size, size).

    Of every ten pictures, in order of name, one is for validation and two are for the test, so that every breed is in
    all three.
    """
    parts: dict[str, list[tuple[Path, Path]]] = {"train": [], "validation": [], "test": []}
    for index, pair in enumerate(pairs(data)):
        parts[{0: "validation", 3: "test", 7: "test"}.get(index % 10, "train")].append(pair)
    if not all(parts.values()):
        raise DataError(
            "{folder} has only {count} pairs of a picture and a trimap; at least 4 are needed. Add more.",
            folder=str(data),
            count=sum(map(len, parts.values())),
        )
    return {name: _read(part, size) for name, part in parts.items()}


def read_mask(path: Path, size: int) -> np.ndarray:
    """Read a trimap as uint8 (size, size) of 0 pet, 1 background, 2 border, resized by nearest neighbour."""
    with Image.open(path) as image:
        values = np.asarray(image.resize((size, size), Image.Resampling.NEAREST))
    if values.ndim != 2 or values.min() < 1 or values.max() > 3:
        listed = ", ".join(map(str, np.unique(values)[:6]))
        found = f"the values {listed}" if values.ndim == 2 else f"{values.shape[2]} channels"
        raise DataError(
            "{path} is not a trimap, a picture of one channel with the values 1, 2 and 3: it has {found}. "
            "Restore it from the data set.",
            path=str(path),
            found=found,
        )
    return (values - 1).astype(np.uint8)


def augment_pairs(
    pictures: np.ndarray, masks: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Flip, rotate, zoom and shift each picture with its mask; vary the picture's brightness and saturation."""
    changed = [_augment_pair(picture, mask, random) for picture, mask in zip(pictures, masks, strict=True)]
    return np.stack([picture for picture, _ in changed]), np.stack([mask for _, mask in changed])


def _augment_pair(picture, mask, random):
    if random.random() < 0.5:
        picture, mask = picture[:, ::-1], mask[:, ::-1]
    inverse = _inverse_affine(len(mask), random)
    image = Image.fromarray(picture).transform(mask.shape, Image.Transform.AFFINE, inverse, Image.Resampling.BILINEAR)
    brightness, saturation = 1 + BRIGHTNESS * random.uniform(-1, 1), 1 + SATURATION * random.uniform(-1, 1)
    image = ImageEnhance.Color(ImageEnhance.Brightness(image).enhance(brightness)).enhance(saturation)
    classes = Image.fromarray(mask).transform(
        mask.shape, Image.Transform.AFFINE, inverse, Image.Resampling.NEAREST, fillcolor=1
    )
    return np.asarray(image), np.asarray(classes)  # beyond the border, pictures are black and masks background


def _inverse_affine(size: int, random: np.random.Generator) -> tuple[float, ...]:
    """A random affine map from output to input pixels: rotation and zoom about the centre, then a shift."""
    angle, zoom = np.deg2rad(ROTATION * random.uniform(-1, 1)), 1 + ZOOM * random.uniform(-1, 1)
    cosine, sine, centre = zoom * np.cos(angle), zoom * np.sin(angle), size / 2
    x, y = centre + 0.1 * size * random.uniform(-1, 1, size=2)
    return (cosine, sine, x - centre * (cosine + sine), -sine, cosine, y - centre * (cosine - sine))


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
