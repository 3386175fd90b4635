"""Grad-CAM compared with the compiled forward pass, a bare forward and backward pass, and tf-keras-vis."""

import os
import statistics
import time
import warnings
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf

from benchmarks.table import Row
from cnnlab.core.pictures import sample, square
from cnnlab.nets import catalog
from cnnlab.nets.grad_cam import GradCAM

ROUNDS = 60
EARLIER = ("block6a_depthwise_relu", "block4a_expand_relu", "block2a_depthwise_relu")


def measure() -> list[Row]:
    print("explaining ...", flush=True)
    model = catalog.load("efficientnet_lite0")
    picture = square(sample("cat"), "crop", 224).pixels[None].astype("float32")
    forward = _forward(model)
    last = GradCAM(model)
    seconds = _in_turn({"forward": lambda: forward(picture), "last": lambda: last(picture, 285)})
    details = f"{1000 * seconds['last']:.1f} ms, forward pass {1000 * seconds['forward']:.1f} ms"
    rows = [
        Row("Grad-CAM at the last layer, relative to the forward pass", _ratio(seconds), "x", 1.25, details=details)
    ]
    for layer in EARLIER:
        bare, ours = _forward_and_backward(model, layer), GradCAM(model, layer)
        seconds = _in_turn({"bare": lambda bare=bare: bare(picture), "ours": lambda ours=ours: ours(picture, 285)})
        name = f"Grad-CAM at {layer}, relative to a bare forward and backward pass"
        rows.append(Row(name, seconds["ours"] / seconds["bare"], "x", 1.1, details=f"{1000 * seconds['ours']:.1f} ms"))
    theirs = _tf_keras_vis(model)
    seconds = _in_turn({"theirs": lambda: theirs(picture), "last": lambda: last(picture, 285)}, rounds=15)
    details = f"tf-keras-vis {1000 * seconds['theirs']:.0f} ms"
    rows.append(Row("speed-up over tf-keras-vis", seconds["theirs"] / seconds["last"], "x", 8, True, details))
    return rows


def _ratio(seconds: dict[str, float]) -> float:
    return seconds["last"] / seconds["forward"]


def _in_turn(calls: dict[str, Callable], rounds: int = ROUNDS) -> dict[str, float]:
    """The median seconds of each call; the calls alternate, so that other load on the machine affects all of them."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for at in range(rounds + 3):
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            if at >= 3:
                times[name].append(time.perf_counter() - started)
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def _forward(model: keras.Model) -> Callable:
    run = tf.function(lambda pictures: model(pictures, training=False))
    return lambda picture: np.array(run(picture))


def _forward_and_backward(model: keras.Model, layer: str) -> Callable:
    """The gradient of one class's logit with respect to the layer's output, compiled, and nothing else."""
    extended = keras.Model(model.input, [model.get_layer(layer).output, model.layers[-2].output])
    kernel, bias = model.layers[-1].kernel, model.layers[-1].bias

    @tf.function
    def run(pictures):
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            x = tf.convert_to_tensor(pictures)
            tape.watch(x)
            maps, pooled = extended(x, training=False)
            score = tf.reduce_sum((pooled @ kernel + bias)[:, 285])
        return tape.gradient(score, maps)

    return lambda picture: np.array(run(picture))


def _tf_keras_vis(model: keras.Model) -> Callable:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tf_keras_vis.gradcam import Gradcam
        from tf_keras_vis.utils.model_modifiers import ReplaceToLinear
        from tf_keras_vis.utils.scores import CategoricalScore
    explain = Gradcam(model, model_modifier=ReplaceToLinear(), clone=True)
    options = {"penultimate_layer": "head_relu", "seek_penultimate_conv_layer": False}
    return lambda picture: np.array(explain(CategoricalScore(285), picture, **options))
