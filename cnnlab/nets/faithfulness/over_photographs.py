"""`python -m cnnlab.nets.faithfulness.over_photographs`: the methods over the bundled cats and dogs.

Each map explains the network's own answer at its last layer, or on the pixels. The curves have a point for every
8 x 224 pixels, as RISE's have for many pictures. The result is core/heat_map_scores/measured.json, which a page shows.
It takes minutes; `make bench` runs it where photographs, models or the list of methods are no longer those of the
file. A change in a method's code is not noticed: run it by hand then.
"""

import json
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np

from cnnlab.core.cards import card
from cnnlab.core.heat_map_scores import (
    area,
    centred_blob,
    drop,
    localization,
    on_picture,
    order_of,
    points,
    random_map,
)
from cnnlab.core.heat_map_scores.animal import drawn_animal, found_animal
from cnnlab.core.heat_map_scores.over_photographs import (
    BLOB,
    MEASURED_FILE,
    MEASURES,
    RANDOM,
    RANDOM_PIXELS,
    digest_of,
    measured,
)
from cnnlab.core.heat_maps import METHODS
from cnnlab.core.pictures import sample, square
from cnnlab.core.segmentation import pack
from cnnlab.core.transfer.photographs import photographs
from cnnlab.nets import catalog
from cnnlab.nets.faithfulness.masking import seen_through, without_pixels
from cnnlab.nets.grad_cam.kept import kept
from cnnlab.nets.segmentation.segment import network_of

MODEL, SEGMENTER = "efficientnet_lite0", "pets_unet"
FEWER, DIGITS = 8, 4
MEASURED = [method.id for method in METHODS]
COMMAND = "python -m cnnlab.nets.faithfulness.over_photographs"


def measure(names: Sequence[str], methods: Sequence[str]) -> dict[str, Any]:
    """Return what measured.json holds, for photographs and methods by their ids; random maps and blob are added."""
    model = catalog.load(MODEL)
    values: dict[str, dict[str, list[float]]] = {}
    for name in names:
        picture = square(sample(name), "crop", model.input_shape[1]).pixels
        for method, heat, class_index in maps_of(model, picture, methods):
            scores = scored(model, picture, heat, class_index, animal_in(name, picture.shape[0]))
            for measure_name, value in zip(MEASURES, scores, strict=True):
                by_measure = values.setdefault(method, {each: [] for each in MEASURES})
                by_measure[measure_name].append(round(float(value), DIGITS))
        print(name, flush=True)
    networks = {name: card(name).sha256 for name in (MODEL, SEGMENTER)}
    stated = {"command": COMMAND, "model": MODEL, "photographs": list(names)}
    return {**stated, "pictures": digest_of(names), "networks": networks, "values": values}


def maps_of(model: keras.Model, picture: np.ndarray, methods: Sequence[str]) -> list[tuple[str, np.ndarray, int]]:
    """Each map of a picture with the class that all of them explain: the network's answer.

    There is a random map as coarse as those of the last layer, and one as fine as those on the pixels.
    """
    first = kept(model, "grad-cam").explain(picture[None])
    class_index = int(first.classes[0])
    found = [(method, kept(model, method).explain(picture[None], class_index).normalized[0]) for method in methods]
    size = picture.shape[0]
    coarse, fine = random_map(*first.normalized[0].shape), random_map(size, size)
    baselines = [(RANDOM, coarse), (RANDOM_PIXELS, fine), (BLOB, centred_blob(size))]
    return [(method, heat, class_index) for method, heat in [*found, *baselines]]


def scored(
    model: keras.Model, picture: np.ndarray, heat: np.ndarray, class_index: int, mask: np.ndarray
) -> tuple[float, ...]:
    """A number for each of MEASURES; 0 where a map without a positive value has none."""
    size = picture.shape[0]
    counts = points(size * size, FEWER * size)
    deletion = area(without_pixels(model, picture, heat, class_index, "deletion", counts))
    insertion = area(without_pixels(model, picture, heat, class_index, "insertion", counts))
    before, after = seen_through(model, picture, [heat], class_index)
    values = on_picture(heat, size)
    place = localization(values, mask, order_of(values))
    return (
        deletion,
        insertion,
        drop(before, after),
        float(after > before),
        place.mass or 0.0,
        place.rank or 0.0,
        float(place.hit or False),
    )


def animal_in(name: str, size: int) -> np.ndarray:
    """The animal's pixels: as outlined by hand, else by the segmentation network."""
    mask = drawn_animal(name, "crop", size)
    if mask is None:
        view = square(sample(name), "crop", size).view
        mask = found_animal(pack(network_of(catalog.load(SEGMENTER))(view)), size)
    assert mask is not None  # each of these photographs shows a cat or a dog
    return mask


def outdated() -> bool:
    """Whether the file is missing, or of other photographs, models or names of methods than there are now."""
    stated, names = measured(), tuple(photograph.id for photograph in photographs())
    if stated is None or stated.photographs != names or not stated.current:
        return True
    return set(MEASURED) != set(stated.values) - {RANDOM, RANDOM_PIXELS, BLOB}


def main() -> None:
    """Measure and write the file."""
    found = measure([photograph.id for photograph in photographs()], MEASURED)
    MEASURED_FILE.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
