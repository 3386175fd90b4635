"""Maps of several layers fused into one: the largest of their normalized values in each cell, as in torch-cam."""

import keras
import numpy as np
import numpy.typing as npt

from cnnlab.nets.grad_cam.explainer import Explainer, Steps
from cnnlab.nets.grad_cam.explanation import BatchExplanation
from cnnlab.nets.grad_cam.layer_gradients import GradCAM
from cnnlab.nets.grad_cam.masked import enlarged


class Fused(Explainer):
    """One method at several layers: each map divided by its largest value, enlarged bilinearly to the largest of them.

    Jiang et al. 2021 fuse LayerCAM's maps by their maximum too, so that fine edges come from early layers and meaning
    from late ones.
    """

    def __init__(self, model: keras.Model, layers: list[str], method: str):
        self._parts = [GradCAM(model, layer, method) for layer in layers]
        first = self._parts[0]
        super().__init__(model, first._scored, "+".join(part.layer for part in self._parts))

    def steps(self, images: npt.ArrayLike, class_index: npt.ArrayLike | None = None) -> Steps:
        """As Explainer.steps, layer by layer."""
        found: list[BatchExplanation] = []
        for part in self._parts:
            found.append(part.explain(images, class_index))
            yield len(found), len(self._parts)
        return BatchExplanation(fused([one.normalized for one in found]), found[0].logits, found[0].classes)


def fused(maps: list[np.ndarray]) -> np.ndarray:
    """The largest value in each cell of normalized maps (batch, height, width), in the size of the largest of them."""
    height, width = max(one.shape[1:] for one in maps)
    found: np.ndarray = np.max([enlarged(one, height, width) for one in maps], axis=0)
    return found
