"""Every method on a model of the catalogue, compiled once; those that can share what is compiled do."""

import keras

from cnnlab.core.heat_maps import FUSING
from cnnlab.nets import catalog
from cnnlab.nets.grad_cam import AT_LAYER, ON_PIXELS, GradCAM, explainer
from cnnlab.nets.grad_cam.explainer import Explainer
from cnnlab.nets.grad_cam.input_gradients import InputGradients, IntegratedGradients, SmoothGrad
from cnnlab.nets.grad_cam.masked import MaskedScores
from cnnlab.nets.grad_cam.occlusion import Occlusion
from cnnlab.nets.grad_cam.rise import RISE
from cnnlab.nets.grad_cam.score_cam import ScoreCAM


def kept(model: keras.Model, method: str, layer: str | None = None) -> Explainer:
    """What `explainer` returns, kept with the model: the methods of one layer take few of the places in its cache."""
    if method in ("rise", "occlusion", "score-cam"):
        masked = catalog.cached(model, "masked", lambda: MaskedScores(model))
        if method == "score-cam":
            return catalog.cached(model, (method, layer), lambda: ScoreCAM(model, layer, masked))
        return RISE(model, masked) if method == "rise" else Occlusion(model, masked)
    if method in ("integrated-gradients", "smoothgrad"):
        gradients = catalog.cached(model, "input gradients", lambda: InputGradients(model))
        kind = IntegratedGradients if method == "integrated-gradients" else SmoothGrad
        return kind(model, gradients)
    if method in ON_PIXELS or method in AT_LAYER or FUSING in (layer or ""):
        return catalog.cached(model, (method, layer), lambda: explainer(model, method, layer))
    return catalog.cached(model, ("grad_cam", layer), lambda: GradCAM(model, layer)).using(method)
