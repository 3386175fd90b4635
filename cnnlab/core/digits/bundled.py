"""The bundled test images of MNIST and Fashion-MNIST."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class BundledImage:
    """A test image, `kind` "mnist" or "fashion", and its class `label`."""

    id: str
    kind: str
    label: int
    picture: np.ndarray  # uint8 (28, 28), 255 is ink


@cache
def bundled_images() -> dict[str, BundledImage]:
    """Return the bundled test images by id: a typical digit and an unusual one of each class, then 20 of Fashion-MNIST.

    >>> len(bundled_images()), bundled_images()["mnist-7"].label
    (40, 7)
    """
    with np.load(SAMPLES / "digits.npz") as file:
        pictures = file["pictures"]
    entries = json.loads((SAMPLES / "digits.json").read_text(encoding="utf-8"))
    return {
        entry["id"]: BundledImage(entry["id"], entry["kind"], entry["label"], picture)
        for entry, picture in zip(entries, pictures, strict=True)
    }
