"""What every method shares: the checks of pictures, classes and results, and work that is done in steps."""

from collections.abc import Callable, Generator
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from cnnlab.core.errors import N_
from cnnlab.nets.ending import check
from cnnlab.nets.grad_cam.explanation import BatchExplanation, GradCAMError
from cnnlab.nets.surgery import Scored

Progress = Callable[[int, int], object]  # (done, total)
Arrays = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]  # signed maps, logits, explained classes, own outputs
Work = Generator[tuple[int, int], None, Arrays]  # yields how far it is after each pass
Steps = Generator[tuple[int, int], None, BatchExplanation]


def silent(done: int, total: int) -> None:
    """Report nothing."""


class Explainer:
    """A method on a model: a subclass is a `_work` that yields (done, total) and returns the arrays.

    `layer` is the layer that is explained, "" where the method works on pixels. `activation` turns logits into
    probabilities. Raises SurgeryError if the model is no classifier that can be opened.
    """

    def __init__(self, model: keras.Model, scored: Scored, layer: str = ""):
        self._scored, self.layer, self.activation = scored, layer, scored.activation
        self._input_shape = tuple(model.inputs[0].shape[1:])
        self._prepared: set[tuple[int, ...]] = set()  # shapes of pictures
        self._known = max(2, scored.units)  # a single sigmoid unit distinguishes two classes

    def __call__(self, images: npt.ArrayLike, class_index: npt.ArrayLike | None = None) -> np.ndarray:
        """float32 (batch, height, width) at the method's own size, in [0, 1], all zero without positive evidence."""
        return self.explain(images, class_index).normalized

    def raw(self, images: npt.ArrayLike, class_index: npt.ArrayLike | None = None) -> np.ndarray:
        """The same before it is divided by its largest value."""
        return self.explain(images, class_index).raw

    def explain(
        self, images: npt.ArrayLike, class_index: npt.ArrayLike | None = None, progress: Progress = silent
    ) -> BatchExplanation:
        """Explain `class_index` (one for all pictures, or one each); None takes the best class of each picture.

        `progress(done, total)` is called between passes through the network; what it raises ends the work.
        """
        steps = self.steps(images, class_index)
        while True:
            try:
                progress(*next(steps))
            except StopIteration as end:
                found: BatchExplanation = end.value
                return found

    def steps(self, images: npt.ArrayLike, class_index: npt.ArrayLike | None = None) -> Steps:
        """Do the work of `explain` in steps: yield (done, total) after each, and return the explanation at the end."""
        pictures = self._checked_pictures(images)
        classes = self._checked_classes(class_index, len(pictures))
        signed, logits, explained, own = yield from self._work(pictures, classes)
        if not (np.isfinite(signed).all() and np.isfinite(logits).all()):
            raise self._undefined()
        check(self._scored.ending, logits, own)
        return BatchExplanation(signed.astype(np.float32), logits, explained)

    def prepare(self, images: npt.ArrayLike) -> None:
        """Compile for pictures of this shape, once."""
        shape = np.shape(images)
        if shape not in self._prepared:
            self.explain(images)
            self._prepared.add(shape)

    def _work(self, pictures: np.ndarray, classes: np.ndarray) -> Work:
        raise NotImplementedError

    def _undefined(self) -> GradCAMError:
        if not self.layer:
            return GradCAMError(N_("Scores or gradients are infinite or undefined. Check the model's weights."))
        return GradCAMError(
            N_("Scores or gradients at the layer {layer} are infinite or undefined. Check the model's weights."),
            layer=self.layer,
        )

    def _checked_pictures(self, images: npt.ArrayLike) -> np.ndarray:
        pictures = np.asarray(images, dtype="float32")
        expected = self._input_shape
        fits = pictures.ndim == 4 and all(
            wanted in (None, size) for wanted, size in zip(expected, pictures.shape[1:], strict=True)
        )
        if not fits or len(pictures) == 0:
            raise GradCAMError(
                N_(
                    "The model takes pictures of shape (batch, {expected}), but the shape of these is {shape}. "
                    "Add the batch axis or resize them."
                ),
                expected=", ".join(map(str, expected)),
                shape=str(pictures.shape),
            )
        if not np.isfinite(pictures).all():
            raise GradCAMError(
                N_("Some values in the pictures are infinite or undefined. Replace them with finite numbers first.")
            )
        return pictures

    def _checked_classes(self, class_index: npt.ArrayLike | None, count: int) -> np.ndarray:
        """Return int32 (count,), -1 for the best class."""
        chosen = np.asarray(-1 if class_index is None else class_index)
        known = self._known
        if chosen.dtype.kind not in "iu" or chosen.shape not in ((), (count,)):
            raise GradCAMError(
                N_("{given} is neither a class index nor a list of {count}, one for each picture. Use whole numbers."),
                given=repr(class_index),
                count=count,
            )
        if class_index is not None and not (chosen.min() >= 0 and chosen.max() < known):
            raise GradCAMError(
                N_("{given} is out of range: the model's classes are 0 to {last}. Choose one of them."),
                given=repr(class_index),
                last=known - 1,
            )
        return np.broadcast_to(chosen, (count,)).astype("int32")


def both_logits(scores: Any) -> Any:
    """Logits (batch, classes) as float32; [-z, z] for the logit z of a single unit. Of the backend's tensors."""
    logits = ops.cast(scores, "float32")
    return ops.concatenate([-logits, logits], axis=-1) if logits.shape[-1] == 1 else logits


def chosen_classes(logits: Any, classes: Any) -> Any:
    """The class to explain of each picture: the best one where `classes` (batch,) is negative."""
    return ops.where(classes < 0, ops.cast(ops.argmax(logits, axis=-1), classes.dtype), classes)


def arrays_of(outputs: Any) -> list[np.ndarray]:
    """The backend's tensors as NumPy arrays."""
    return [np.asarray(ops.convert_to_numpy(output)) for output in outputs]


def joined(parts: list[list[np.ndarray]]) -> Arrays:
    """The arrays of several batches as one."""
    signed, logits, explained, own = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return signed, logits, explained, own
