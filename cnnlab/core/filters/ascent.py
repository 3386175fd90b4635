"""The settings of a gradient ascent towards a filter, and everything in it that is random."""

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np

from cnnlab.core.errors import N_, CnnLabError

Parametrization = Literal["pixels", "fourier"]
SHRINK = 1.4  # an octave is so many times as large as the one before (Mordvintsev et al. 2015, DeepDream)
LEAST_SIDE = 32  # pixels of the smallest octave
NOISE = (0.4, 0.6)  # the first picture of "pixels", in [0, 1]: grey noise
SPECTRUM = 0.01 * 2**0.5  # standard deviation of the first white noise of "fourier": 0.01 in each part of a coefficient
RANGES: dict[str, tuple[float, float]] = {
    "steps": (1, 512),
    "rate": (0.1, 100),
    "size": (LEAST_SIDE, 512),
    "jitter": (0, 32),
    "rotation": (0, 45),
    "scale": (0, 0.5),
    "blur": (0, 2),
    "variation": (0, 1),
    "octaves": (1, 6),
    "seed": (0, 99_999),
}


class AscentError(CnnLabError):
    """A setting, a layer or a filter that no ascent can use."""


@dataclass(frozen=True)
class AscentSettings:
    """How a picture is changed, step by step, so that a filter responds more strongly.

    `rate` is the length of a step: the change of all values together (their L2 norm), in units of the range from black,
    0, to white, 1; the first published recipes use 30 steps of 10. `size` is the picture's side in pixels. In each step
    the picture is shifted by at most `jitter` pixels, turned by at most `rotation` degrees and scaled by at most the
    share `scale`. After each step it is blurred with a Gaussian of `blur` pixels; `variation` is the share of a step
    that reduces the total variation. Both are for "pixels" alone, as are `octaves`: how many sizes the picture grows
    through.

    "fourier" changes the picture's frequencies, the low ones more, in colours that are not correlated in photographs.
    Raises AscentError for a value out of range.
    """

    steps: int = 30
    rate: float = 10.0
    size: int = 128
    parametrization: Parametrization = "pixels"
    jitter: int = 0
    rotation: float = 0.0
    scale: float = 0.0
    blur: float = 0.0
    variation: float = 0.0
    octaves: int = 1
    seed: int = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            low, high = RANGES.get(field.name, (None, None))
            value = getattr(self, field.name)
            if low is not None and high is not None and not low <= value <= high:
                raise AscentError(
                    N_("`{name}` is {value}; it has to be from {low} to {high}. Choose a value in between."),
                    name=field.name,
                    value=value,
                    low=low,
                    high=high,
                )

    @property
    def fourier(self) -> bool:
        return self.parametrization == "fourier"

    @property
    def moves(self) -> bool:
        """Whether the picture is shifted, turned or scaled in each step."""
        return bool(self.jitter or self.rotation or self.scale)

    @property
    def smooths(self) -> bool:
        """Whether the picture is blurred, or its total variation is reduced."""
        return not self.fourier and bool(self.blur or self.variation)

    def sides(self) -> tuple[int, ...]:
        """The picture's side in each octave, the largest last; never below LEAST_SIDE.

        >>> AscentSettings(size=128, octaves=3).sides(), AscentSettings(size=40, octaves=3).sides()
        ((65, 91, 128), (32, 40))
        """
        count = 1 if self.fourier else self.octaves
        found = {max(LEAST_SIDE, round(self.size / SHRINK**smaller)) for smaller in range(count)}
        return tuple(sorted(found))

    def side(self, step: int) -> int:
        """The picture's side in a step, from 0: the octaves share the steps equally, the last ones have one more."""
        sides = self.sides()
        return sides[step * len(sides) // self.steps]

    def start(self) -> np.ndarray:
        """The first picture, float32 (side, side, 3): grey noise in [0, 1], or white noise around 0 for "fourier"."""
        random = np.random.default_rng(self.seed)
        shape = (self.side(0), self.side(0), 3)
        if self.fourier:
            return random.normal(0, SPECTRUM, shape).astype("float32")
        return random.uniform(*NOISE, shape).astype("float32")

    def transform(self, step: int) -> np.ndarray:
        """How the picture moves in a step, float32 (8,): its (x, y) is taken from (a x + b y + c, d x + e y + f).

        The values are a, b, c, d, e, f, 0, 0, as `keras.ops.image.affine_transform` takes them. The same step and seed
        always give the same; turning and scaling leave the middle of the picture where it is.
        """
        random = np.random.default_rng([self.seed, step])
        shift = random.integers(-self.jitter, self.jitter, 2, endpoint=True)
        angle = np.deg2rad(random.uniform(-self.rotation, self.rotation))
        times = 1 + random.uniform(-self.scale, self.scale)
        turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) / times
        middle = np.full(2, (self.side(step) - 1) / 2)
        offset = middle - turned @ middle + shift
        return np.array([*turned[0], offset[0], *turned[1], offset[1], 0, 0], "float32")
