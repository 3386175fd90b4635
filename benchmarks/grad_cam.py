"""Heat maps compared with the forward passes that they take, a bare forward and backward pass, and tf-keras-vis."""

import os
import statistics
import time
import warnings
from collections.abc import Callable, Mapping
from functools import partial

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf

from benchmarks.table import Row
from cnnlab.core.heat_maps import BY_ID
from cnnlab.core.pictures import sample, square
from cnnlab.nets import catalog
from cnnlab.nets.grad_cam import GradCAM
from cnnlab.nets.grad_cam.masked import BATCH, MaskedScores
from cnnlab.nets.grad_cam.occlusion import Occlusion
from cnnlab.nets.grad_cam.rise import RISE
from cnnlab.nets.grad_cam.score_cam import ScoreCAM

ROUNDS = 60
ONE_PASS = ("grad-cam", "grad-cam++", "hirescam", "layercam")
SMALL = "block5c_project_norm"  # a layer with 112 feature maps
EARLIER = ("block6a_depthwise_relu", "block4a_expand_relu", "block2a_depthwise_relu")


def measure() -> list[Row]:
    print("explaining ...", flush=True)
    model = catalog.load("efficientnet_lite0")
    picture = square(sample("cat"), "crop", 224).pixels[None].astype("float32")
    return [
        *_at_the_last_layer(model, picture),
        *_at_earlier_layers(model, picture),
        *_against_tf_keras_vis(model, picture),
        *_in_many_passes(model, picture),
    ]


def _at_the_last_layer(model: keras.Model, picture: np.ndarray) -> list[Row]:
    forward, last = _forward(model), GradCAM(model)
    calls = {"forward": lambda: forward(picture)}
    for method in ONE_PASS:
        calls[method] = partial(last.using(method), picture, 285)
    seconds = _in_turn(calls)
    bare = seconds.pop("forward")
    return [
        Row(
            f"{BY_ID[method].title} at the last layer, relative to the forward pass",
            own / bare,
            "x",
            1.1,
            details=f"{1000 * own:.1f} ms, forward pass {1000 * bare:.1f} ms",
        )
        for method, own in seconds.items()
    ]


def _at_earlier_layers(model: keras.Model, picture: np.ndarray) -> list[Row]:
    rows = []
    for layer in EARLIER:
        bare, ours = _forward_and_backward(model, layer), GradCAM(model, layer)
        calls: dict[str, Callable] = {"bare": partial(bare, picture)}
        for method in ONE_PASS[:3]:
            calls[method] = partial(ours.using(method), picture, 285)
        seconds = _in_turn(calls, rounds=30)
        for method in ONE_PASS[:3]:
            name = f"{BY_ID[method].title} at {layer}, relative to a bare forward and backward pass"
            details = f"{1000 * seconds[method]:.1f} ms"
            rows.append(Row(name, seconds[method] / seconds["bare"], "x", 1.1, details=details))
    return rows


def _against_tf_keras_vis(model: keras.Model, picture: np.ndarray) -> list[Row]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tf_keras_vis.gradcam import Gradcam
        from tf_keras_vis.gradcam_plus_plus import GradcamPlusPlus
        from tf_keras_vis.layercam import Layercam
    rows, last = [], GradCAM(model)
    for kind, method, goal in ((Gradcam, "grad-cam", 8), (GradcamPlusPlus, "grad-cam++", 1), (Layercam, "layercam", 1)):
        theirs, ours = _theirs(kind, model), last.using(method)
        calls = {"theirs": partial(theirs, picture), "ours": partial(ours, picture, 285)}
        seconds = _in_turn(calls, rounds=15)
        name = f"{BY_ID[method].title}: speed-up over tf-keras-vis"
        details = f"tf-keras-vis {1000 * seconds['theirs']:.0f} ms"
        rows.append(Row(name, seconds["theirs"] / seconds["ours"], "x", goal, True, details))
    return rows


def _in_many_passes(model: keras.Model, picture: np.ndarray) -> list[Row]:
    """Beside bare forward passes of as many batches; fewer masks than on the page, which change the ratio little."""
    forward, batch = _forward(model), np.repeat(picture, BATCH, axis=0)
    masked = MaskedScores(model)
    methods = {
        "score-cam": ScoreCAM(model, SMALL, masked),
        "rise": RISE(model, masked, masks=96),
        "occlusion": Occlusion(model, masked, grid=10),
    }
    rows = []
    for method, explain in methods.items():
        passes: list[int] = []
        for _done, total in explain.steps(picture, 285):
            passes.append(total)
        batches = -(-passes[-1] // BATCH)

        def bare(batches: int = batches) -> None:
            for _ in range(batches):
                forward(batch)

        calls: dict[str, Callable] = {"bare": bare, "ours": partial(explain, picture, 285)}
        seconds = _in_turn(calls, rounds=3, first=1)
        name = f"{BY_ID[method].title}, relative to its forward passes in batches of {BATCH}"
        details = f"{seconds['ours']:.2f} s for {passes[-1]} passes"
        rows.append(Row(name, seconds["ours"] / seconds["bare"], "x", 1.3, details=details))
    return rows


def _in_turn(calls: Mapping[str, Callable], rounds: int = ROUNDS, first: int = 3) -> dict[str, float]:
    """The median seconds of each call; the calls alternate, so that other load on the machine affects all of them."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for at in range(rounds + first):
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            if at >= first:
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


def _theirs(kind: type, model: keras.Model) -> Callable:
    from tf_keras_vis.utils.model_modifiers import ReplaceToLinear
    from tf_keras_vis.utils.scores import CategoricalScore

    explain = kind(model, model_modifier=ReplaceToLinear(), clone=True)
    options = {"penultimate_layer": "head_relu", "seek_penultimate_conv_layer": False}
    return lambda picture: np.array(explain(CategoricalScore(285), picture, **options))
