"""The question which picture a pipeline cannot have made: an impostor that is impossible, not just unlikely."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import atan, degrees
from random import Random
from typing import Any

import numpy as np

from cnnlab.core.augmentation import LARGEST_SEED
from cnnlab.core.augmentation import degrees as in_degrees
from cnnlab.core.errors import N_
from cnnlab.core.questions.exercises import Slip

Layer = dict[str, Any]  # a Keras layer config

PICTURES = 4
LETTERS = "ABCD"
AFAR = 1000  # from the page's seed to those of the questions, so that no picture of the grid is repeated

POLICIES = {"RandAugment", "AugMix"}  # they contain layers that rotate, distort and recolour
FADING = {"RandomGrayscale", "RandomSaturation", "RandomColorDegeneration", "RandomColorJitter", "RandomContrast"}
NEGATING = {"RandomInvert", "Solarization"}
ROTATION_MARGIN = 40  # degrees by which an impossible rotation exceeds the range
MAX_SHIFT = 0.4  # as a fraction of the picture; shifted further, it is mostly its own mirror image
MIN_DIFFERENCE = 14  # grey levels, the mean difference between an impostor and its original
MIN_CONTRAST = 24  # grey levels, the standard deviation of a picture whose negative is recognizable


@dataclass(frozen=True)
class Impostor:
    """A change that a pipeline cannot make; `why` is an English literal with placeholders that `values` fill."""

    name: str
    why: str
    make: Callable[[np.ndarray], np.ndarray]  # from uint8 (height, width, 3) to the same
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ImpostorQuestion:
    """Which of four pictures can the pipeline not have made? `answer` is the index of the impostor among them."""

    impostor: Impostor
    answer: int
    question: str = N_("Which of these four pictures can this pipeline not have made?")

    @property
    def options(self) -> dict[str, Slip | None]:
        """The letters of the pictures; the right one has no slip."""
        return {letter: None if at == self.answer else CAN_BE_MADE for at, letter in enumerate(LETTERS)}

    def pictures(self, versions: np.ndarray) -> list[np.ndarray]:
        """Return the four pictures: augmented versions (4, height, width, 3), one of them changed to the impostor."""
        return [self.impostor.make(version) if at == self.answer else version for at, version in enumerate(versions)]


def impostor_question(layers: Sequence[Layer], versions: np.ndarray, seed: int, number: int) -> ImpostorQuestion | None:
    """Ask about these augmented versions, uint8 (4, height, width, 3); None if no impostor is visible on all of them.

    `number` counts the questions about the same pipeline; it determines the impostor and its position.
    """
    impostor = impostor_for(layers, versions, seed, number)
    return ImpostorQuestion(impostor, place_of_impostor(seed, number)) if impostor else None


def question_seed(seed: int, number: int) -> int:
    """Return the first of the four seeds of a question; none of them is near the page's own seed.

    >>> question_seed(8, 0), question_seed(8, 1)
    (1008, 1012)
    """
    return (seed + AFAR + PICTURES * number) % (LARGEST_SEED - PICTURES)


def place_of_impostor(seed: int, number: int) -> int:
    """Return the index of the impostor among the four pictures, the same for the same seed and question."""
    return Random(f"{seed} {number}").randrange(PICTURES)


def impostor_for(layers: Sequence[Layer], pictures: np.ndarray, seed: int, number: int) -> Impostor | None:
    """Choose an impostor that is visible on these pictures; a different one for each question.

    `pictures` are augmented versions, uint8 (count, height, width, 3). None if no impostor is visible on all of them.
    """
    visible = [
        impostor for impostor in impossible(layers) if all(_is_visible(impostor, picture) for picture in pictures)
    ]
    return visible[(Random(f"which {seed}").randrange(60) + number) % len(visible)] if visible else None


def impossible(layers: Sequence[Layer]) -> list[Impostor]:
    """Return all changes that these Keras layer configs certainly cannot make.

    >>> flip = {"class_name": "RandomFlip", "config": {"mode": "horizontal"}}
    >>> [impostor.name for impostor in impossible([flip])]
    ['upside_down', 'half_turn', 'quarter_turn', 'negative', 'grey', 'quarters']
    >>> [impostor.name for impostor in impossible([{"class_name": "RandAugment", "config": {}}])]
    ['quarters']
    """
    names = {layer["class_name"] for layer in layers}
    found = [] if names & POLICIES else [*_moved(layers), *_recoloured(names)]
    return [*found, QUARTERS]


def _moved(layers: Sequence[Layer]) -> list[Impostor]:
    if _largest_shift(layers) > MAX_SHIFT:
        return []
    tilt = _largest_tilt(layers)
    stays_upright, values = tilt < 1, {"degrees": round(tilt)}
    found = []
    if not _flips_vertically(layers) and tilt <= (180 - ROTATION_MARGIN) / 2:
        found.append(Impostor("upside_down", UPSIDE_DOWN_UPRIGHT if stays_upright else UPSIDE_DOWN, np.flipud, values))
        half = HALF_TURN_UPRIGHT if stays_upright else HALF_TURN
        found.append(Impostor("half_turn", half, lambda picture: np.rot90(picture, 2), values))
    if tilt <= (90 - ROTATION_MARGIN) / 2:
        quarter = QUARTER_TURN_UPRIGHT if stays_upright else QUARTER_TURN
        found.append(Impostor("quarter_turn", quarter, np.rot90, values))
    return found


def _flips_vertically(layers: Sequence[Layer]) -> bool:
    return any(layer["class_name"] == "RandomFlip" and "vertical" in layer["config"]["mode"] for layer in layers)


def _largest_tilt(layers: Sequence[Layer]) -> float:
    """The most degrees by which these layers can tilt an upright object."""
    most = 0.0
    for layer in layers:
        config = layer["config"]
        if layer["class_name"] == "RandomRotation":
            most += in_degrees(max(map(abs, config["factor"])))
        elif layer["class_name"] == "RandomShear":
            most += sum(degrees(atan(max(map(abs, config[name])))) for name in ("x_factor", "y_factor"))
        elif layer["class_name"] == "RandomPerspective":
            most += 90 * config["scale"]
    return most


def _largest_shift(layers: Sequence[Layer]) -> float:
    configs = [layer["config"] for layer in layers if layer["class_name"] == "RandomTranslation"]
    ends = [end for config in configs for name in ("height_factor", "width_factor") for end in config[name]]
    return max(map(abs, ends), default=0)


def _recoloured(names: set[str]) -> list[Impostor]:
    found = [] if names & NEGATING else [Impostor("negative", NEGATIVE, lambda picture: 255 - picture)]
    return found if names & FADING else [*found, Impostor("grey", GREY, _grey)]


def _grey(picture: np.ndarray) -> np.ndarray:
    return np.repeat(np.rint(picture @ [0.299, 0.587, 0.114]).astype(np.uint8)[..., None], 3, axis=-1)


def _quarters_swapped(picture: np.ndarray) -> np.ndarray:
    """The picture with its upper left and lower right quarters swapped."""
    height, width = (side // 2 for side in picture.shape[:2])
    swapped = picture.copy()
    swapped[:height, :width], swapped[-height:, -width:] = picture[-height:, -width:], picture[:height, :width]
    return swapped


def _is_visible(impostor: Impostor, picture: np.ndarray) -> bool:
    """Whether the change can be seen; a grey picture, for example, has no colour to lose."""
    changed = impostor.make(picture)
    if changed.shape != picture.shape:
        return False
    has_contrast = impostor.name != "negative" or float(picture.mean(axis=-1).std()) > MIN_CONTRAST
    return has_contrast and float(np.abs(changed.astype(int) - picture).mean()) > MIN_DIFFERENCE


CAN_BE_MADE = Slip(N_("This pipeline can make that picture. Look for a change that none of its layers makes."))
UPSIDE_DOWN = N_("It is upside down. No layer here flips vertically, and none tilts it by more than {degrees}°.")
UPSIDE_DOWN_UPRIGHT = N_("It is upside down. No layer here flips vertically or rotates.")
HALF_TURN = N_("It is rotated by 180°. The layers here tilt it by at most {degrees}°.")
HALF_TURN_UPRIGHT = N_("It is rotated by 180°. No layer here rotates.")
QUARTER_TURN = N_("It lies on its side. The layers here tilt it by at most {degrees}°.")
QUARTER_TURN_UPRIGHT = N_("It lies on its side. No layer here rotates.")
NEGATIVE = N_("It is a negative: light and dark are reversed. No layer here does that.")
GREY = N_("It has lost all its colour. No layer here removes colour.")
QUARTERS = Impostor(
    "quarters",
    N_("Two of its quarters are swapped. No Keras layer cuts up a picture and swaps the pieces."),
    _quarters_swapped,
)
