"""`describe` against Keras on thousands of generated layers: shapes, parameters, and which layers are refused.

Long, because the generator has a function for each kind of layer.
"""

import random
from collections import Counter
from itertools import product
from math import prod

import keras
import numpy as np
from keras import layers

from cnnlab.core.layers import LayerError, describe

RANKED = {f"{kind}{n}D": n for kind in ("Conv", "MaxPooling", "AveragePooling") for n in (1, 2, 3)}
RANKED |= {f"{kind}Conv{n}D": n for kind in ("Depthwise", "Separable") for n in (1, 2)}
RANKED |= {f"Conv{n}DTranspose": n for n in (1, 2, 3)}
PER_CELL = 34  # configurations for each cell of kind x padding x strides x dilation x groups
PER_KIND = 30  # configurations for each kind that has no such cells


def cells():
    for kind, rank in RANKED.items():
        pool, grouped = "Pooling" in kind, kind in ("Conv1D", "Conv2D", "Conv3D")
        paddings = ("valid", "same", "causal") if kind == "Conv1D" else ("valid", "same")
        either = (False, True)
        for cell in product(paddings, either, (False,) if pool else either, either if grouped else (False,)):
            yield kind, rank, cell


def one_or_larger(rng, rank, larger):
    """1, or numbers of which at least one is larger than 1."""
    if not larger:
        return 1
    values = [rng.randint(1, 3) for _ in range(rank)]
    values[rng.randrange(rank)] = rng.randint(2, 4)
    return rng.choice([values, rng.randint(2, 3)])


def sliding(rng, kind, rank, cell):
    padding, strided, dilated, grouped = cell
    size = "pool_size" if "Pooling" in kind else "kernel_size"
    config = {
        size: rng.choice([rng.randint(1, 4), [rng.randint(1, 4) for _ in range(rank)]]),
        "padding": padding,
        "strides": one_or_larger(rng, rank, strided),
    }
    if "Conv" in kind:
        config |= {"dilation_rate": one_or_larger(rng, rank, dilated), "use_bias": rng.random() < 0.5}
        config["filters"] = rng.choice([1, 2, 4, 6])
    if kind.startswith(("Depthwise", "Separable")):
        config["depth_multiplier"] = rng.randint(1, 3)
    if kind.startswith("Depthwise"):
        del config["filters"]
    if grouped:
        config["groups"] = rng.choice([2, 2, 3])
    if kind.endswith("Transpose") and rng.random() < 0.4:
        config["output_padding"] = rng.choice([rng.randint(0, 2), [rng.randint(0, 2) for _ in range(rank)]])
    return config, [*(rng.randint(1, 12) for _ in range(rank)), rng.choice([1, 2, 3, 4, 6])]


def invalid(rng, config, shape):
    """The layer with one argument replaced by a value that Keras refuses."""
    if rng.random() < 0.2:
        return config, rng.choice([shape[1:], [2, *shape]])
    illegal = {"padding": "full", "kernel_size": 0, "pool_size": -1, "strides": 0, "filters": 0, "groups": 0}
    illegal |= {"dilation_rate": 0, "depth_multiplier": 0, "data_format": "channels_middle"}
    name = rng.choice([name for name in illegal if name in config or name == "data_format"])
    return config | {name: rng.choice([illegal[name], [2, 2, 2, 2]])}, shape


def random_shape(rng, rank):
    return [rng.randint(1, 6) for _ in range(rank + 1)]


def pairs(rng, rank):
    one_per_axis = [[rng.randint(0, 2), rng.randint(0, 2)] for _ in range(rank)]
    if rank == 1:
        return one_per_axis[0]
    return rng.choice([one_per_axis, [rng.randint(-1, 2) for _ in range(rank)], rng.randint(0, 2)])


def others(rng):
    """(kind, config, input shape) for each kind without a sliding window."""
    flags = {name: rng.random() < 0.5 for name in ("scale", "center", "use_bias", "keepdims")}
    center_scale = {name: flags[name] for name in ("scale", "center")}
    any_shape = random_shape(rng, rng.randint(0, 3))
    axis = rng.randint(-3, 4)
    for n in (1, 2, 3):
        for operation in ("Max", "Average"):
            yield (
                f"Global{operation}Pooling{n}D",
                {"keepdims": flags["keepdims"]},
                random_shape(rng, rng.choice([n, n, n, 2])),
            )
            yield f"Adaptive{operation}Pooling{n}D", {"output_size": rng.randint(1, 3)}, random_shape(rng, n)
        yield f"ZeroPadding{n}D", {"padding": pairs(rng, n)}, random_shape(rng, n)
        yield f"Cropping{n}D", {"cropping": pairs(rng, n)}, random_shape(rng, n)
        sizes = [rng.randint(1, 3) for _ in range(n)]
        yield f"UpSampling{n}D", {"size": rng.choice([sizes, rng.randint(0, 3)])}, random_shape(rng, n)
        yield f"SpatialDropout{n}D", {"rate": 0.5}, random_shape(rng, rng.choice([n, n, 2]))
    for kind in ("ReLU", "LeakyReLU", "ELU", "Flatten", "Identity", "ActivityRegularization"):
        yield kind, {}, any_shape
    for kind in ("Dropout", "GaussianDropout", "AlphaDropout"):
        yield kind, {"rate": 0.5}, any_shape
    yield "GaussianNoise", {"stddev": 1.0}, any_shape
    yield "Activation", {"activation": "tanh"}, any_shape
    yield "Softmax", {"axis": -1}, any_shape
    yield "Rescaling", {"scale": 2.0}, any_shape
    yield "Dense", {"units": rng.randint(0, 5), "use_bias": flags["use_bias"]}, any_shape
    yield "BatchNormalization", {"axis": axis, "renorm": rng.random() < 0.2} | center_scale, any_shape
    yield (
        "LayerNormalization",
        {"axis": rng.choice([-1, [-1, -2]])} | center_scale,
        random_shape(rng, rng.randint(1, 2)),
    )
    yield "Normalization", {"axis": rng.choice([-1, None, [1, -1]])}, random_shape(rng, 2)
    yield "GroupNormalization", {"groups": rng.choice([-1, 1, 2])} | center_scale, random_shape(rng, rng.randint(1, 3))
    yield "PReLU", {"shared_axes": rng.choice([None, [1], [1, 2]])}, random_shape(rng, rng.randint(1, 2))
    target = rng.sample([-1, rng.randint(1, 4), rng.randint(1, 4)], 3)
    yield "Reshape", {"target_shape": rng.choice([target, target[:2], [prod(any_shape)], [1, -1]])}, any_shape
    yield "Permute", {"dims": rng.sample(range(1, 4), 3)}, random_shape(rng, rng.choice([1, 2, 2]))
    yield "RepeatVector", {"n": rng.randint(0, 3)}, random_shape(rng, rng.choice([0, 0, 1]))
    yield "Resizing", {"height": rng.randint(1, 5), "width": rng.randint(1, 5)}, random_shape(rng, 2)
    first = random_shape(rng, 2)
    second = [rng.choice([size, size, size, 1, 2]) for size in first]
    for kind in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"):
        yield kind, {}, [first, rng.choice([first, second, second[1:]])]
    merge_axis = rng.randint(1, 3)
    fitting = [n + (index == merge_axis) for index, n in enumerate(first, start=1)]
    shapes = [first, rng.choice([fitting, fitting, fitting, second])]
    yield "Concatenate", {"axis": rng.choice([merge_axis, merge_axis - 4])}, shapes


def generated(share=list):
    """The configurations of every cell, as many of each as `share` keeps, and all those without cells."""
    rng = random.Random(7)
    for kind, rank, cell in cells():
        for index in range(len(share(range(PER_CELL)))):
            config, shape = sliding(rng, kind, rank, cell)
            if index % 8 == 0:  # a few of each cell, in addition to those that are refused anyway
                config, shape = invalid(rng, config, shape)
            elif index % 8 == 1 and "output_padding" not in config:
                config["data_format"] = "channels_first"
                shape = [shape[-1], *shape[:-1]]
            if index % 9 == 0:
                config["trainable"] = False
            yield (kind, *cell), kind, config, shape
    for _ in range(PER_KIND):
        yield from (((kind,), kind, config, shape) for kind, config, shape in others(rng))


def from_keras(kind, config, shape, make_input):
    """(output shape, parameters, trainable parameters), or the exception that Keras raises."""
    try:
        layer = getattr(layers, kind)(**config)
        several = isinstance(shape[0], list)
        output = layer([make_input(one) for one in shape] if several else make_input(shape)).shape
        if 0 in output:  # a transposed convolution with an empty output, which `describe` refuses
            raise ValueError("no cells")
        return tuple(output)[1:], layer.count_params(), sum(prod(weight.shape) for weight in layer.trainable_weights)
    except Exception as error:  # whatever Keras or TensorFlow raises
        return error


def from_describe(kind, config, shape):
    try:
        facts = describe({"class_name": kind, "config": config}, shape)
        return facts.output_shape, facts.parameters, facts.trainable_parameters
    except LayerError as error:
        return error


def symbol(shape):
    return keras.KerasTensor((None, *shape))


def zeros(shape):
    return np.zeros((1, *shape), "float32")


def same(one, other):
    refused = isinstance(one, Exception), isinstance(other, Exception)
    return refused == (True, True) or (refused == (False, False) and one == other)


def test_thousands_of_layers_agree_with_keras(share):
    """In a symbolic call; with output_padding in a real one, because TensorFlow then refuses what Keras accepts."""
    compared, accepted = Counter(), Counter()
    for cell, kind, config, shape in generated(share):
        found = from_describe(kind, config, shape)
        expected = from_keras(kind, config, shape, zeros if "output_padding" in config else symbol)
        assert same(found, expected), f"{kind} {config} {shape}: {found!r}, Keras {expected!r}"
        compared[cell] += 1
        accepted[kind] += not isinstance(found, Exception)
    least = {"all": 5000, "accepted": 3000, "of a cell": 34, "of a kind": 5}
    if len(share(range(PER_CELL))) < PER_CELL:
        least = {"all": 2000, "accepted": 1200, "of a cell": 5, "of a kind": 2}
    assert sum(compared.values()) >= least["all"]
    assert sum(accepted.values()) >= least["accepted"]
    assert all(compared[kind, *cell] >= least["of a cell"] for kind, _, cell in cells())
    assert min(accepted[kind] for _, kind, _, _ in generated(share)) >= least["of a kind"]


def test_a_real_call_agrees_with_the_symbolic_one():
    """For one in ten of the layers with a window: the same shapes, and the same layers refused."""
    chosen = [
        (kind, config, shape)
        for _, kind, config, shape in generated()
        if kind in RANKED and not {"data_format", "output_padding"} & set(config)
    ][::10]
    assert len(chosen) >= 300
    for kind, config, shape in chosen:
        symbolic, real = (from_keras(kind, config, shape, make_input) for make_input in (symbol, zeros))
        assert same(symbolic, real), f"{kind} {config} {shape}: {symbolic!r}, when called {real!r}"
