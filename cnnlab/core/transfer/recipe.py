"""An older recipe for augmentation, argument by argument, and the Keras layers that replaced it.

The arguments are those of ImageDataGenerator, which Keras 3 keeps as deprecated; its documentation gives their units:
`rotation_range` and `shear_range` are degrees, the shifts are fractions of the picture, `zoom_range=z` is 1 - z to
1 + z.
"""

import json
import math
from dataclasses import dataclass
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.history import Comparison, compared

SHEAR = round(math.sin(math.radians(0.2)), 4)


@dataclass(frozen=True)
class OldArgument:
    """Arguments of the recipe, what they do, and the code that does the same today; None where nothing should."""

    old: dict[str, Any]
    does: str
    now: str | None = None

    @property
    def code(self) -> str:
        """The arguments as they were written.

        >>> ARGUMENTS[0].code
        'rotation_range=40'
        """
        return ", ".join(f"{name}={_written(value)}" for name, value in self.old.items())


def _written(value: Any) -> str:
    return "1/255" if value == 1 / 255 else json.dumps(value) if isinstance(value, str) else repr(value)


ARGUMENTS = (
    OldArgument(
        {"rotation_range": 40},
        N_("Rotates by −40 to 40 degrees. The layer counts in full turns."),
        "RandomRotation(40 / 360)",
    ),
    OldArgument(
        {"width_shift_range": 0.2, "height_shift_range": 0.2},
        N_("Shifts by up to 20% of the width and of the height. The layer takes the height first."),
        "RandomTranslation(0.2, 0.2)",
    ),
    OldArgument(
        {"shear_range": 0.2},
        N_("Shears by up to 0.2 degrees, which is next to nothing. The layer's 0.2 would be a fraction: 11 degrees."),
        f"RandomShear({SHEAR})",
    ),
    OldArgument(
        {"zoom_range": 0.2},
        N_("Stretches height and width independently, to show 80% to 120% of them."),
        "RandomZoom(0.2, 0.2)",
    ),
    OldArgument(
        {"horizontal_flip": True},
        N_("Mirrors each picture with a probability of one half."),
        'RandomFlip("horizontal")',
    ),
    OldArgument(
        {"vertical_flip": True},
        N_(
            "Turns each picture upside down with a probability of one half. Photographs of cats are hardly ever upside "
            "down: leave it out."
        ),
    ),
    OldArgument(
        {"fill_mode": "nearest"},
        N_(
            'Repeats the edge pixels where the picture does not reach. An argument of each layer, by default "reflect".'
        ),
        'fill_mode="nearest"',
    ),
    OldArgument(
        {"rescale": 1 / 255},
        N_("Scales values to 0–1, whatever the base was trained on. Use the base's own `preprocess_input` instead."),
        "preprocess_input(pictures)",
    ),
)

# Accuracies that were reported for the recipe with VGG16 as its base.
REPORTED = {"extraction": 0.90, "augmented": 0.88, "fine_tuned": 0.91}
PICTURES = 1000  # as many as the test set of the 4,000 pictures of cats and dogs


def layers() -> list[str]:
    """The layers that do what the recipe did, without its vertical flip; those with borders fill them as it did.

    >>> layers()[0]
    'RandomRotation(40 / 360, fill_mode="nearest")'
    """
    return [_filled(argument.now) for argument in ARGUMENTS if argument.now and argument.now.startswith("Random")]


def _filled(layer: str) -> str:
    return layer if layer.startswith("RandomFlip") else layer[:-1] + ', fill_mode="nearest")'


def reported_difference() -> Comparison:
    """Whether the reported accuracies without and with augmentation differ by more than chance.

    >>> reported_difference().differs
    False
    """
    return compared(REPORTED["extraction"], REPORTED["augmented"], PICTURES)
