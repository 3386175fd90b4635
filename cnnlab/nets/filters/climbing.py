"""Gradient ascent: a picture is changed, step by step, so that a filter responds more strongly."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import keras
import numpy as np
from keras import ops

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.core.filters import AscentError, AscentSettings
from cnnlab.core.filters.picture import COLOURS, frequency_scale
from cnnlab.nets.filters.rectifiers import FIRST_STEPS
from cnnlab.nets.filters.smoothing import blurred, variation_gradient
from cnnlab.nets.filters.target import Target
from cnnlab.nets.gradients import compiled, compiled_gradient

TINY = 1e-12  # the least sum of squares by which a gradient is divided, as in tf.math.l2_normalize


class Climber:
    """Gradient ascent at one layer, or towards the classes of a classifier (`layer` None).

    Compiled once for each shape of pictures and for all filters: which one is climbed is a tensor. `kind` says what is
    compiled in: (whether frequencies are changed, whether the picture moves, whether it is smoothed), as AscentSettings
    has it. Raises as Target, and AscentError in `prepare` if pictures are too small for the layer.
    """

    def __init__(self, model: keras.Model, layer: str | None, kind: tuple[bool, bool, bool] = (False, False, False)):
        self.target = Target(model, layer)
        self._fourier, self._moves, self._smooths = kind
        self._ready: set[tuple[int, int]] = set()
        self._plain = compiled_gradient(partial(self._score, False), self._finish)
        self._redirected = compiled_gradient(partial(self._score, True), self._finish)
        self._peaks = compiled(lambda state: self.target.peaks(self._picture(state)))

    @property
    def traces(self) -> int:
        """How many times TensorFlow has recorded the step: once for each shape of pictures, whatever the filters."""
        return int(self._plain.experimental_get_tracing_count())  # type: ignore[attr-defined]

    def prepare(self, settings: AscentSettings, count: int = 1) -> None:
        """Compile what an ascent of `count` pictures takes, where that has not been done."""
        for side in settings.sides():
            if (count, side) not in self._ready:
                self._compile(count, side, settings)
                self._ready.add((count, side))

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
        picture given. `check` is called before each step, and may raise. Raises AscentError where a state or a score
        is infinite or undefined.
        """
        channels, current = (ops.convert_to_tensor(given) for given in (self._checked(filters), states))
        moved, amounts = map(ops.convert_to_tensor, self._amounts(settings, 0, len(filters)))
        scores = []
        for step in steps:
            check(step)
            current = self._at_size(current, settings.side(step))
            if self._moves:
                moved, _ = self._amounts(settings, step, len(filters))
            given = (current, channels, moved, amounts)
            found = self._plain(tuple(current.shape), *given)
            if step < FIRST_STEPS and not (squares := ops.convert_to_numpy(found[2])).all():
                found = self._unblocked(found, squares, given)
            current = found[0]
            scores.append(ops.convert_to_numpy(found[1]))
        return finite(ops.convert_to_numpy(current)), finite(np.array(scores).reshape(-1, len(filters)))

    def score(self, states: np.ndarray, filters: Sequence[int], settings: AscentSettings) -> np.ndarray:
        """The scores (filters,) of pictures, unmoved."""
        still = AscentSettings(size=settings.size, parametrization=settings.parametrization)
        amounts = self._amounts(still, 0, len(filters))
        found = self._plain(tuple(states.shape), ops.convert_to_tensor(states), self._checked(filters), *amounts)
        scores: np.ndarray = ops.convert_to_numpy(found[1])
        return scores

    def peaks(self, states: np.ndarray, filters: Sequence[int]) -> np.ndarray:
        """The largest value (filters,) of each filter's channel before the layer's ReLU."""
        found: np.ndarray = ops.convert_to_numpy(self._peaks(ops.convert_to_tensor(states)))
        return found[np.arange(len(filters)), list(filters)]

    def _unblocked(self, found: Any, squares: np.ndarray, given: tuple[Any, ...]) -> tuple[Any, ...]:
        """The step of pictures whose gradient is 0, with ReLUs that let it through."""
        state, scores, _ = found
        other = self._redirected(tuple(state.shape), *given)[0]
        return ops.where((squares == 0)[:, None, None, None], other, state), scores, squares

    def _checked(self, filters: Sequence[int]) -> np.ndarray:
        if not filters or not all(0 <= at < self.target.count for at in filters):
            raise AscentError(
                N_("There are filters 0 to {last}, and {given} is not among them. Choose one of them."),
                last=self.target.count - 1,
                given=", ".join(map(str, filters)) or "-",
            )
        return np.asarray(filters, "int32")

    @staticmethod
    def _amounts(settings: AscentSettings, step: int, count: int) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of a step, as arrays, so that another one does not compile again."""
        moved = np.repeat(settings.transform(step)[None], count, axis=0)
        return moved, np.array([settings.rate, settings.blur, settings.variation], "float32")

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


def finite(values: np.ndarray) -> np.ndarray:
    """Return the values; raises AscentError where they are not all finite."""
    if not np.isfinite(values).all():
        raise AscentError(N_("Scores or gradients are infinite or undefined. Check the model's weights."))
    return values


def squared_length(gradients: Any) -> Any:
    """Each picture's squared L2 norm, (batch, 1, 1, 1)."""
    flat = ops.reshape(gradients, (ops.shape(gradients)[0], 1, -1))
    return ops.matmul(flat, ops.transpose(flat, (0, 2, 1)))[..., None]  # quicker than to square and add


def kind_of(settings: AscentSettings) -> tuple[bool, bool, bool]:
    """What Climber has to have compiled in for these settings."""
    return settings.fourier, settings.moves, settings.smooths
