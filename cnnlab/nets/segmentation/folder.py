"""Every picture of a folder segmented in batches: masks as PNG files, and a row of figures for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.pictures import open_picture
from cnnlab.core.pictures.uploads import mask_names
from cnnlab.core.segmentation import indexed_png, labels, mean_certainty
from cnnlab.core.segmentation.class_colours import class_colours
from cnnlab.nets.segmentation.errors import SegmentationError
from cnnlab.nets.segmentation.network import SegmentationNetwork, batch_size

SUFFIXES = {".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp"}


@dataclass(frozen=True)
class Row:
    """A picture: its size, the share of each class and the mean certainty, or why it was left out."""

    name: str
    size: tuple[int, int] = (0, 0)
    shares: tuple[float, ...] = ()
    certainty: float = 0.0
    error: str = ""


def pictures_in(folder: Path, out: Path) -> list[Path]:
    """Return the pictures of a folder, by name. Raises SegmentationError for none, and if the masks would be there."""
    found = (
        sorted(
            path
            for path in folder.iterdir()
            if path.is_file() and not path.name.startswith(".") and path.suffix.lower() in SUFFIXES
        )
        if folder.is_dir()
        else []
    )
    if not found:
        raise SegmentationError(
            N_("There are no pictures ({suffixes}) in {folder}. Choose a folder that contains some."),
            suffixes=", ".join(sorted(SUFFIXES)),
            folder=str(folder),
        )
    if out.resolve() == folder.resolve():
        raise SegmentationError(
            N_("The masks would overwrite the pictures in {folder}. Choose another folder for them."),
            folder=str(folder),
        )
    return found


def segment_files(
    network: SegmentationNetwork, files: Sequence[Path], out: Path, names: Sequence[str]
) -> Iterator[list[Row]]:
    """Segment files in batches, write a mask for each to `out`, and yield the rows of each batch.

    Masks are named as `mask_names` does. `names` are those of the classes.
    """
    out.mkdir(parents=True, exist_ok=True)
    targets = mask_names([path.name for path in files])
    for start in range(0, len(files), batch_size()):
        opened = [_opened(network, path) for path in files[start : start + batch_size()]]
        outputs = iter(network.run([entry[0] for entry in opened if not isinstance(entry, Row)], batch_size()))
        rows = []
        for path, target, entry in zip(
            files[start : start + batch_size()], targets[start : start + batch_size()], opened, strict=True
        ):
            if isinstance(entry, Row):
                rows.append(entry)
                continue
            rows.append(_written(next(outputs), entry[1], path.name, out / target, names))
        yield rows


def _opened(network: SegmentationNetwork, path: Path) -> tuple[np.ndarray, tuple[int, int]] | Row:
    """The network's input and the picture's size, or the row of a file that cannot be read."""
    try:
        picture = open_picture(path.read_bytes())
        return network.input(picture), (picture.shape[0], picture.shape[1])
    except (CnnLabError, OSError) as error:
        return Row(path.name, error=str(error))


def _written(output: np.ndarray, size: tuple[int, int], name: str, target: Path, names: Sequence[str]) -> Row:
    mask = labels(output, *size)
    classes = output.shape[-1]
    target.write_bytes(indexed_png(mask, class_colours(classes), names))
    shares = np.bincount(mask.ravel(), minlength=classes) / mask.size
    return Row(name, size, tuple(shares.tolist()), mean_certainty(output))
