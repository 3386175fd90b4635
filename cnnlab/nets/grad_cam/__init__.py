"""Heat maps: where in a picture a network finds evidence for a class, by Grad-CAM and the methods after it."""

from collections.abc import Callable

import keras

from cnnlab.core.errors import N_
from cnnlab.core.heat_maps import BY_ID, FUSING
from cnnlab.nets.grad_cam.ablation import AblationCAM
from cnnlab.nets.grad_cam.explainer import Explainer
from cnnlab.nets.grad_cam.explanation import BatchExplanation, GradCAMError, normalize
from cnnlab.nets.grad_cam.fused import Fused
from cnnlab.nets.grad_cam.input_gradients import GuidedBackprop, IntegratedGradients, SmoothGrad
from cnnlab.nets.grad_cam.layer_gradients import LARGEST_BATCH, GradCAM
from cnnlab.nets.grad_cam.occlusion import Occlusion
from cnnlab.nets.grad_cam.rise import RISE
from cnnlab.nets.grad_cam.score_cam import ScoreCAM
from cnnlab.nets.grad_cam.smooth_plus_plus import SmoothGradCAMPlusPlus
from cnnlab.nets.grad_cam.weightings import METHODS, channel_weights, combine
from cnnlab.nets.graph import Graph

__all__ = [
    "LARGEST_BATCH",
    "BatchExplanation",
    "Explainer",
    "GradCAM",
    "GradCAMError",
    "channel_weights",
    "combine",
    "explainer",
    "normalize",
]

AT_LAYER: dict[str, Callable[[keras.Model, str | None], Explainer]] = {
    "smooth-grad-cam++": SmoothGradCAMPlusPlus,
    "score-cam": ScoreCAM,
    "ablation-cam": AblationCAM,
}
ON_PIXELS: dict[str, Callable[[keras.Model], Explainer]] = {
    "integrated-gradients": IntegratedGradients,
    "occlusion": Occlusion,
    "rise": RISE,
    "smoothgrad": SmoothGrad,
    "guided-backprop": GuidedBackprop,
}


def explainer(model: keras.Model, method: str = "grad-cam", layer: str | None = None) -> Explainer:
    """A method of core/heat_maps.py on a classifier, ready to `explain(images, class_index=None, progress=...)`.

    `layer` is as GradCAM takes it, or several, "layer1+layer2", for the methods of one backward pass, whose maps are
    then fused; methods that work on pixels take none. Keep it: the first call compiles. Raises as GradCAM.
    """
    if method not in BY_ID:
        raise GradCAMError(
            N_("There is no method {asked}. Choose one of {known}."), asked=repr(method), known=", ".join(BY_ID)
        )
    if method in ON_PIXELS:
        return ON_PIXELS[method](model)
    layers = [layer] if layer is None or Graph(model).find(layer) else layer.split(FUSING)
    if len(layers) == 1:
        return GradCAM(model, layer, method) if method in METHODS else AT_LAYER[method](model, layer)
    if method not in METHODS:
        raise GradCAMError(
            N_("Maps of several layers are fused by {known} only, not by {asked}. Choose one layer."),
            known=", ".join(METHODS),
            asked=method,
        )
    return Fused(model, [str(name) for name in layers], method)
