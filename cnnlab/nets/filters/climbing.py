"""Gradient ascent: a picture is changed, step by step, so that a filter responds more strongly."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.filters import AscentError, AscentSettings
from cnnlab.core.filters.picture import COLOURS, frequency_scale
from cnnlab.nets.filters.lengths import TINY, finite, squared_length
from cnnlab.nets.filters.rectifiers import FIRST_STEPS
from cnnlab.nets.filters.smoothing import blurred, variation_gradient
from cnnlab.nets.filters.target import Target
from cnnlab.nets.gradients import compiled, compiled_gradient

MOST, HOLD = 8, 0.1  # steps in one call, and the seconds that they may take: until then nobody can cancel


class Climber:
    """Gradient ascent at one layer, or towards the classes of a classifier (`layer` None).

    Compiled once for each shape of pictures and for all filters: which one is climbed is a tensor. `kind` says what is
    compiled in: (whether frequencies are changed, whether the picture moves, whether it is smoothed), as AscentSettings
    has it. Raises as Target, and AscentError in `prepare` if pictures are too small for the layer.
    """

    def __init__(self, model: keras.Model, layer: str | None, kind: tuple[bool, bool, bool] = (False, False, False)):
        self.target = Target(model, layer)
        self._fourier, self._moves, self._smooths = kind
        self._seconds: dict[tuple[int, int], float] = {}  # of a step, by the number of pictures and their side
        self._plain = compiled_gradient(partial(self._score, False), self._finish)
        self._redirected = compiled_gradient(partial(self._score, True), self._finish)
        self._steps = compiled(self._repeat)
        self._peaks = compiled(lambda state: self.target.peaks(self._picture(state)))

    @property
    def traces(self) -> int:
        """How many times TensorFlow has recorded the step: once for each shape of pictures, whatever the filters."""
        return int(self._steps.experimental_get_tracing_count())  # type: ignore[attr-defined]

    def prepare(self, settings: AscentSettings, count: int = 1) -> None:
        """Compile what an ascent of `count` pictures takes, where that has not been done."""
        for side in settings.sides():
            if (count, side) not in self._seconds:
                self._compile(count, side, settings)
                self._seconds[count, side] = HOLD  # until a step has been timed

    def _compile(self, count: int, side: int, settings: AscentSettings) -> None:
        try:
            self.score(np.zeros((count, side, side, 3), "float32"), [0] * count, settings)
        except CnnLabError:
            raise
        except ValueError as error:  # Keras: a window is larger than what it slides over
            raise AscentError(
                N_(
                    "A picture of {side} × {side} pixels is too small for the layer {layer}. Choose a larger size, or "
                    "fewer octaves."
                ),
                side=side,
                layer=self.target.label,
            ) from error

    def climb(
        self,
        states: np.ndarray,
        filters: Sequence[int],
        settings: AscentSettings,
        steps: range,
        check: Callable[[int], object] = lambda step: None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Take some of the steps of an ascent, from `states` (filters, side, side, 3) before them.

        Returns the states after them, and the scores before each of them (steps, filters): the first is that of the
        picture given. `check` is called with the next step before each call of the compiled steps, which are few enough
        not to take longer than HOLD, and may raise. Raises AscentError where a state or a score is infinite or
        undefined.
        """
        channels, current = (ops.convert_to_tensor(given) for given in (self._checked(filters), states))
        scores, step = [np.empty((0, len(filters)), "float32")], steps.start
        while step < steps.stop:
            check(step)
            current = self._at_size(current, settings.side(step))
            count = self._count(settings, range(step, steps.stop), len(filters))
            moved, amounts = self._amounts(settings, range(step, step + count), len(filters))
            started = time.perf_counter()
            after, found, squares = self._steps(current, channels, moved, amounts, np.int32(count))
            found, squares = ops.convert_to_numpy(found), ops.convert_to_numpy(squares)
            self._seconds[len(filters), settings.side(step)] = (time.perf_counter() - started) / count
            if step < FIRST_STEPS and not squares[0].all():
                after = self._unblocked(after, squares[0], (current, channels, moved[0], amounts))
            scores.append(found[:count])
            current, step = after, step + count
        return finite(ops.convert_to_numpy(current)), finite(np.concatenate(scores))

    def _count(self, settings: AscentSettings, steps: range, pictures: int) -> int:
        """How many of the steps to take in one call: of one size, and one by one while blocked ReLUs are looked for."""
        side = settings.side(steps.start)
        if steps.start < FIRST_STEPS:
            return 1
        most = min(MOST, len(steps), max(1, int(HOLD / self._seconds.get((pictures, side), HOLD))))
        return next((at for at in range(1, most) if settings.side(steps[at]) != side), most)

    def _repeat(self, state: Any, channels: Any, moved: Any, amounts: Any, count: Any) -> tuple[Any, Any, Any]:
        """The state after `count` steps, at most MOST; the scores before each of them and the gradients' squares."""
        shape, nothing = tuple(state.shape), ops.zeros((MOST, state.shape[0]))

        def body(at: Any, state: Any, scores: Any, squares: Any) -> tuple[Any, ...]:
            state, found, length = self._plain(shape, state, channels, ops.take(moved, at, axis=0), amounts)
            here = ops.equal(ops.arange(MOST), at)[:, None]
            scores, squares = ops.where(here, found, scores), ops.where(here, length, squares)
            return at + 1, ops.reshape(state, shape), *(ops.reshape(kept, nothing.shape) for kept in (scores, squares))

        first = ops.zeros((), "int32"), state, nothing, nothing
        _, after, scores, squares = ops.while_loop(lambda at, *_: at < count, body, first)
        return after, scores, squares

    def score(self, states: np.ndarray, filters: Sequence[int], settings: AscentSettings) -> np.ndarray:
        """The scores (filters,) of pictures, unmoved."""
        still = AscentSettings(size=settings.size, parametrization=settings.parametrization)
        moved, amounts = self._amounts(still, range(1), len(filters))
        given = ops.convert_to_tensor(states), ops.convert_to_tensor(self._checked(filters)), moved, amounts
        scores: np.ndarray = ops.convert_to_numpy(self._steps(*given, np.int32(1))[1])[0]
        return scores

    def peaks(self, states: np.ndarray, filters: Sequence[int]) -> np.ndarray:
        """The largest value (filters,) of each filter's channel before the layer's ReLU."""
        found: np.ndarray = ops.convert_to_numpy(self._peaks(ops.convert_to_tensor(states)))
        return found[np.arange(len(filters)), list(filters)]

    def _unblocked(self, state: Any, squares: np.ndarray, given: tuple[Any, ...]) -> Any:
        """The state after a step, of pictures whose gradient is 0 with ReLUs that let it through."""
        other = self._redirected(tuple(state.shape), *given)[0]
        return ops.where((squares == 0)[:, None, None, None], other, state)

    def _checked(self, filters: Sequence[int]) -> np.ndarray:
        if not filters or not all(0 <= at < self.target.count for at in filters):
            raise AscentError(
                N_("There are filters 0 to {last}, and {given} is not among them. Choose one of them."),
                last=self.target.count - 1,
                given=", ".join(map(str, filters)) or "-",
            )
        return np.asarray(filters, "int32")

    @staticmethod
    def _amounts(settings: AscentSettings, steps: range, count: int) -> tuple[Any, Any]:
        """The numbers of up to MOST steps, as tensors, so that others do not compile again."""
        found = [settings.transform(step) for step in (steps if settings.moves else steps[:1])]
        moved = np.array(found + found[-1:] * (MOST - len(found)), "float32")
        amounts = np.array([settings.rate, settings.blur, settings.variation], "float32")
        return tuple(map(ops.convert_to_tensor, (np.repeat(moved[:, None], count, axis=1), amounts)))

    @staticmethod
    def _at_size(states: Any, side: int) -> Any:
        if states.shape[1] == side:
            return states
        return ops.image.resize(states, (side, side), interpolation="bicubic", data_format="channels_last")

    def _picture(self, state: Any) -> Any:
        """The picture that a state stands for; the twin of cnnlab.core.filters.picture.from_frequencies."""
        if not self._fourier:
            return state
        channels = ops.moveaxis(state, -1, 1)  # (batch, 3, side, side)
        real, imaginary = ops.fft2((channels, ops.zeros_like(channels)))
        scale = frequency_scale(state.shape[1])
        smooth, _ = ops.ifft2((real * scale, imaginary * scale))
        return ops.sigmoid(ops.matmul(ops.moveaxis(smooth, 1, -1), COLOURS.T))

    def _score(self, redirect: bool, addend: Any, state: Any, channels: Any, moved: Any, amounts: Any) -> Any:
        picture = self._picture(state + addend)
        if self._moves:
            picture = ops.image.affine_transform(picture, moved, fill_mode="reflect", data_format="channels_last")
        scores = self.target(picture, channels, redirect=redirect, training=False)
        return ops.sum(scores), state, scores, amounts

    def _finish(self, gradient: Any, state: Any, scores: Any, amounts: Any) -> tuple[Any, Any, Any]:
        """The state after a step of length `rate` along the gradient; the scores before it; the gradient's squares."""
        rate, blur, variation = amounts[0], amounts[1], amounts[2]
        squares = squared_length(gradient)
        after = state + gradient * (rate * ops.rsqrt(ops.maximum(squares, TINY)))
        if self._smooths:
            less = variation_gradient(state)
            shorter = rate * variation * ops.rsqrt(ops.maximum(squared_length(less), TINY))
            after = blurred(after - less * shorter, blur)
        return after, scores, ops.reshape(squares, (-1,))


def kind_of(settings: AscentSettings) -> tuple[bool, bool, bool]:
    """What Climber has to have compiled in for these settings."""
    return settings.fourier, settings.moves, settings.smooths
