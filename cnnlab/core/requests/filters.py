"""A picture towards which a filter responds, step by step, and how long one call of a model takes."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from cnnlab.core.filters import AscentSettings
from cnnlab.core.requests.request import Request


@dataclass(frozen=True, eq=False)
class Ascended:
    """An ascent so far.

    `scores` has the filter's score before each step and after the last one. `peak` is the largest value before the
    layer's ReLU where the score is 0 after the last step, None otherwise.
    """

    picture: NDArray[np.uint8]  # (side, side, 3), as it is shown
    scores: NDArray[np.float32]  # (steps + 1,)
    seconds: float  # of the steps, without loading and compiling
    peak: float | None = None

    @property
    def steps(self) -> int:
        return len(self.scores) - 1


@dataclass(frozen=True, eq=False)
class CallTimes:
    """The median milliseconds in which a model answers for one picture, by three ways to call it.

    `largest_difference` is that between the outputs of the three.
    """

    predict: float
    call: float
    compiled: float
    parts: int  # layers and other operations that the call runs, one after the other
    largest_difference: float

    @property
    def predict_ratio(self) -> float:
        """How many times as long `predict` takes as the compiled call.

        >>> times = CallTimes(30.0, 20.0, 10.0, 3, 0.0)
        >>> times.predict_ratio, times.call_ratio
        (3.0, 2.0)
        """
        return self.predict / self.compiled

    @property
    def call_ratio(self) -> float:
        """The same of `model(x)`."""
        return self.call / self.compiled


@dataclass(frozen=True, eq=False)
class Ascend(Request[Ascended]):
    """The first `step` steps, from 1 to `settings.steps`, of an ascent towards a filter of a layer.

    `layer` None takes the logit of the class `index`. The same answer whoever asks; steps that follow those that were
    asked for before take the time of these steps alone.
    """

    gives_way: ClassVar[bool] = True

    model: str
    layer: str | None
    index: int
    settings: AscentSettings
    step: int


@dataclass(frozen=True, eq=False)
class TimeCalls(Request[CallTimes]):
    """Time `predict(x)`, `model(x)` and a compiled call of a model, in turns."""

    gives_way: ClassVar[bool] = True

    model: str
