"""`describe` against Keras on thousands of generated layers: shapes, parameters, and what is refused."""

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
EACH = 34  # configurations of each cell of kind x padding x strides x dilation x groups
EACH_OTHER = 30  # configurations of each kind that has no such cells


def cells():
    for kind, rank in RANKED.items():
        pool, grouped = "Pooling" in kind, kind in ("Conv1D", "Conv2D", "Conv3D")
        paddings = ("valid", "same", "causal") if kind == "Conv1D" else ("valid", "same")
        both = (False, True)
        for cell in product(paddings, both, (False,) if pool else both, both if grouped else (False,)):
            yield kind, rank, cell


def larger(rng, rank, wanted):
    """1 everywhere, or more than 1 along some axis."""
    if not wanted:
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
        "strides": larger(rng, rank, strided),
    }
    if "Conv" in kind:
        config |= {"dilation_rate": larger(rng, rank, dilated), "use_bias": rng.random() < 0.5}
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


def spoiled(rng, config, shape):
    """One argument replaced by what Keras refuses."""
    if rng.random() < 0.2:
        return config, rng.choice([shape[1:], [2, *shape]])
    illegal = {"padding": "full", "kernel_size": 0, "pool_size": -1, "strides": 0, "filters": 0, "groups": 0}
    illegal |= {"dilation_rate": 0, "depth_multiplier": 0, "data_format": "channels_middle"}
    name = rng.choice([each for each in illegal if each in config or each == "data_format"])
    return config | {name: rng.choice([illegal[name], [2, 2, 2, 2]])}, shape


def some_shape(rng, rank):
    return [rng.randint(1, 6) for _ in range(rank + 1)]


def pairs(rng, rank):
    each = [[rng.randint(0, 2), rng.randint(0, 2)] for _ in range(rank)]
    return each[0] if rank == 1 else rng.choice([each, [rng.randint(-1, 2) for _ in range(rank)], rng.randint(0, 2)])


def others(rng):
    """(kind, config, input shape) of one of each kind without a sliding window."""
    flags = {name: rng.random() < 0.5 for name in ("scale", "center", "use_bias", "keepdims")}
    center_scale = {name: flags[name] for name in ("scale", "center")}
    any_shape = some_shape(rng, rng.randint(0, 3))
    axis = rng.randint(-3, 4)
    for n in (1, 2, 3):
        for how in ("Max", "Average"):
            yield f"Global{how}Pooling{n}D", {"keepdims": flags["keepdims"]}, some_shape(rng, rng.choice([n, n, n, 2]))
            yield f"Adaptive{how}Pooling{n}D", {"output_size": rng.randint(1, 3)}, some_shape(rng, n)
        yield f"ZeroPadding{n}D", {"padding": pairs(rng, n)}, some_shape(rng, n)
        yield f"Cropping{n}D", {"cropping": pairs(rng, n)}, some_shape(rng, n)
        sizes = [rng.randint(1, 3) for _ in range(n)]
        yield f"UpSampling{n}D", {"size": rng.choice([sizes, rng.randint(0, 3)])}, some_shape(rng, n)
        yield f"SpatialDropout{n}D", {"rate": 0.5}, some_shape(rng, rng.choice([n, n, 2]))
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
    yield "LayerNormalization", {"axis": rng.choice([-1, [-1, -2]])} | center_scale, some_shape(rng, rng.randint(1, 2))
    yield "Normalization", {"axis": rng.choice([-1, None, [1, -1]])}, some_shape(rng, 2)
    yield "GroupNormalization", {"groups": rng.choice([-1, 1, 2])} | center_scale, some_shape(rng, rng.randint(1, 3))
    yield "PReLU", {"shared_axes": rng.choice([None, [1], [1, 2]])}, some_shape(rng, rng.randint(1, 2))
    target = rng.sample([-1, rng.randint(1, 4), rng.randint(1, 4)], 3)
    yield "Reshape", {"target_shape": rng.choice([target, target[:2], [prod(any_shape)], [1, -1]])}, any_shape
    yield "Permute", {"dims": rng.sample(range(1, 4), 3)}, some_shape(rng, rng.choice([1, 2, 2]))
    yield "RepeatVector", {"n": rng.randint(0, 3)}, some_shape(rng, rng.choice([0, 0, 1]))
    yield "Resizing", {"height": rng.randint(1, 5), "width": rng.randint(1, 5)}, some_shape(rng, 2)
    first = some_shape(rng, 2)
    second = [rng.choice([each, each, each, 1, 2]) for each in first]
    for kind in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"):
        yield kind, {}, [first, rng.choice([first, second, second[1:]])]
    place = rng.randint(1, 3)
    alike = [n + (at == place) for at, n in enumerate(first, start=1)]
    yield "Concatenate", {"axis": rng.choice([place, place - 4])}, [first, rng.choice([alike, alike, alike, second])]


def generated(share=list):
    """Every cell's configurations, as many of each cell as `share` leaves, and all those without cells."""
    rng = random.Random(7)
    for kind, rank, cell in cells():
        for at in range(len(share(range(EACH)))):
            config, shape = sliding(rng, kind, rank, cell)
            if at % 8 == 0:  # a few of each cell, over and above what is refused anyway
                config, shape = spoiled(rng, config, shape)
            elif at % 8 == 1 and "output_padding" not in config:
                config["data_format"] = "channels_first"
                shape = [shape[-1], *shape[:-1]]
            if at % 9 == 0:
                config["trainable"] = False
            yield (kind, *cell), kind, config, shape
    for _ in range(EACH_OTHER):
        yield from (((kind,), kind, config, shape) for kind, config, shape in others(rng))


def from_keras(kind, config, shape, called_on):
    """(output shape, parameters, those that train), or the exception with which Keras refuses."""
    try:
        layer = getattr(layers, kind)(**config)
        several = isinstance(shape[0], list)
        output = layer([called_on(each) for each in shape] if several else called_on(shape)).shape
        if 0 in output:  # a transposed convolution that leaves nothing; the lab refuses a map without cells
            raise ValueError("no cells")
        return tuple(output)[1:], layer.count_params(), sum(prod(each.shape) for each in layer.trainable_weights)
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
    """By Keras's symbolic call. With output_padding, by a real one: there Keras promises what TensorFlow refuses."""
    seen, accepted = Counter(), Counter()
    for cell, kind, config, shape in generated(share):
        found = from_describe(kind, config, shape)
        expected = from_keras(kind, config, shape, zeros if "output_padding" in config else symbol)
        assert same(found, expected), f"{kind} {config} {shape}: {found!r}, Keras {expected!r}"
        seen[cell] += 1
        accepted[kind] += not isinstance(found, Exception)
    least = {"all": 5000, "accepted": 3000, "of a cell": 34, "of a kind": 5}
    if len(share(range(EACH))) < EACH:
        least = {"all": 2000, "accepted": 1200, "of a cell": 5, "of a kind": 2}
    assert sum(seen.values()) >= least["all"]
    assert sum(accepted.values()) >= least["accepted"]
    assert all(seen[kind, *cell] >= least["of a cell"] for kind, _, cell in cells())
    assert min(accepted[kind] for _, kind, _, _ in generated(share)) >= least["of a kind"]


def test_a_real_call_agrees_with_the_symbolic_one():
    """On one in ten of the layers with a window: what is refused in the one is refused in the other."""
    known = [each for each in generated() if each[1] in RANKED and not {"data_format", "output_padding"} & set(each[2])]
    assert len(known[::10]) >= 300
    for _, kind, config, shape in known[::10]:
        symbolic, real = (from_keras(kind, config, shape, each) for each in (symbol, zeros))
        assert same(symbolic, real), f"{kind} {config} {shape}: {symbolic!r}, when called {real!r}"
