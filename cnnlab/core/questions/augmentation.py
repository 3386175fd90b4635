"""Which picture can a pipeline not have made: an impostor that is impossible for it, and not only unlikely."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import atan, degrees
from random import Random
from typing import Any

import numpy as np

from cnnlab.core.augmentation import LARGEST_SEED
from cnnlab.core.augmentation import degrees as of_a_turn
from cnnlab.core.errors import N_

PICTURES = 4
AFAR = 1000  # seeds between the page's and those of the questions, so that no picture of the grid comes again

POLICIES = {"RandAugment", "AugMix"}  # they turn, bend and colour by layers of their own
FADING = {"RandomGrayscale", "RandomSaturation", "RandomColorDegeneration", "RandomColorJitter", "RandomContrast"}
NEGATING = {"RandomInvert", "Solarization"}
TURN_TO_SPARE = 40  # degrees by which an impossible turn lies beyond the range
SHIFT = 0.4  # of the picture: shifted further, its mirrored borders fill it
SEEN = 14  # grey levels by which an impostor differs from its draw, on average
CONTRASTED = 24  # levels, standard deviation


@dataclass(frozen=True)
class Impostor:
    """Something that a pipeline cannot do; `why` is an English literal with gaps that `values` fill."""

    name: str
    why: str
    make: Callable[[np.ndarray], np.ndarray]  # from uint8 (height, width, 3) to the same
    values: dict[str, Any] = field(default_factory=dict)


def question_seed(seed: int, number: int) -> int:
    """The first of the four seeds of a question; none of them is near the page's own seed.

    >>> question_seed(8, 0), question_seed(8, 1)
    (1008, 1012)
    """
    return (seed + AFAR + PICTURES * number) % (LARGEST_SEED - PICTURES)


def place_of_impostor(seed: int, number: int) -> int:
    """Which of the four pictures is the impostor, the first being 0; the same for the same seed and question."""
    return Random(f"{seed} {number}").randrange(PICTURES)


def impostor_for(layers: Sequence[dict], draws: np.ndarray, seed: int, number: int) -> Impostor | None:
    """One of the impostors that show on these draws, uint8 (count, height, width, 3); question by question another."""
    shown = [each for each in impossible(layers) if all(_shows(each, draw) for draw in draws)]
    return shown[(Random(f"which {seed}").randrange(60) + number) % len(shown)] if shown else None


def impossible(layers: Sequence[dict]) -> list[Impostor]:
    """All that these Keras layer configs certainly cannot make of a picture.

    >>> [each.name for each in impossible([{"class_name": "RandomFlip", "config": {"mode": "horizontal"}}])]
    ['upside_down', 'half_turn', 'quarter_turn', 'negative', 'grey', 'quarters']
    >>> [each.name for each in impossible([{"class_name": "RandAugment", "config": {}}])]
    ['quarters']
    """
    names = {each["class_name"] for each in layers}
    found = [] if names & POLICIES else [*_moved(layers), *_coloured(names)]
    return [*found, QUARTERS]


def _moved(layers: Sequence[dict]) -> list[Impostor]:
    turn, told = _turn(layers), {"degrees": round(_turn(layers))}
    if _shift(layers) > SHIFT:
        return []
    upright = not any(each["class_name"] == "RandomFlip" and "vertical" in each["config"]["mode"] for each in layers)
    still = turn < 1
    found = []
    if upright and turn <= (180 - TURN_TO_SPARE) / 2:
        found.append(Impostor("upside_down", ON_ITS_HEAD_STILL if still else ON_ITS_HEAD, np.flipud, told))
        found.append(Impostor("half_turn", HALF_STILL if still else HALF, lambda draw: np.rot90(draw, 2), told))
    if turn <= (90 - TURN_TO_SPARE) / 2:
        found.append(Impostor("quarter_turn", QUARTER_STILL if still else QUARTER, np.rot90, told))
    return found


def _turn(layers: Sequence[dict]) -> float:
    """By how many degrees at most these layers make what was upright lean."""
    most = 0.0
    for each in layers:
        config = each["config"]
        if each["class_name"] == "RandomRotation":
            most += of_a_turn(max(map(abs, config["factor"])))
        elif each["class_name"] == "RandomShear":
            most += sum(degrees(atan(max(map(abs, config[name])))) for name in ("x_factor", "y_factor"))
        elif each["class_name"] == "RandomPerspective":
            most += 90 * config["scale"]
    return most


def _shift(layers: Sequence[dict]) -> float:
    moving = [each["config"] for each in layers if each["class_name"] == "RandomTranslation"]
    return max(
        (abs(end) for each in moving for name in ("height_factor", "width_factor") for end in each[name]), default=0
    )


def _coloured(names: set[str]) -> list[Impostor]:
    found = [] if names & NEGATING else [Impostor("negative", NEGATIVE, lambda draw: 255 - draw)]
    return found if names & FADING else [*found, Impostor("grey", GREY, _grey)]


def _grey(draw: np.ndarray) -> np.ndarray:
    return np.repeat(np.rint(draw @ [0.299, 0.587, 0.114]).astype(np.uint8)[..., None], 3, axis=-1)


def _quarters_swapped(draw: np.ndarray) -> np.ndarray:
    """The upper left and the lower right quarter in each other's place."""
    height, width = (each // 2 for each in draw.shape[:2])
    made = draw.copy()
    made[:height, :width], made[-height:, -width:] = draw[-height:, -width:], draw[:height, :width]
    return made


def _shows(impostor: Impostor, draw: np.ndarray) -> bool:
    """Whether one can see it: a grey picture has no colours to lose."""
    made = impostor.make(draw)
    if made.shape != draw.shape:
        return False
    contrasted = impostor.name != "negative" or draw.mean(axis=-1).std() > CONTRASTED
    return contrasted and np.abs(made.astype(int) - draw).mean() > SEEN


ON_ITS_HEAD = N_("It stands on its head. No layer here flips up and down, and none leans it by more than {degrees}°.")
ON_ITS_HEAD_STILL = N_("It stands on its head. No layer here flips up and down or turns.")
HALF = N_("It is turned by half a circle. The layers here lean it by {degrees}° at most.")
HALF_STILL = N_("It is turned by half a circle. No layer here turns.")
QUARTER = N_("It lies on its side. The layers here lean it by {degrees}° at most.")
QUARTER_STILL = N_("It lies on its side. No layer here turns.")
NEGATIVE = N_("It is a negative: what was dark is light. No layer here does that.")
GREY = N_("It has lost all its colour. No layer here takes colour away.")
QUARTERS = Impostor(
    "quarters",
    N_("Two of its quarters have changed places. No layer of Keras cuts one picture up and swaps the pieces."),
    _quarters_swapped,
)
