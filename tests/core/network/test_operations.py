"""Bare operations against Keras: their symbolic shapes, and along which axes they move or mix values."""

import random

import keras
import numpy as np
import pytest
from keras import ops
from keras.src.ops import core, math, nn
from keras.src.ops import numpy as knumpy

from cnnlab.core.network import read
from cnnlab.core.network.graph import Constant
from cnnlab.core.network.operations import ALONG, MERGING, REDUCING, UNARY, outcome
from tests.core.network.keras_rows import known_rows_agree

NEEDED = {"Cast": ["int32"], "SaturateCast": ["int32"], "Clip": [0.2, 0.7], "Threshold": [0.5, 0.0]}
SHAPE = (2, 3, 4, 5)


def operation(name, *arguments, **settings):
    """The operation of a class, with the arguments that it needs."""
    module = next(module for module in (knumpy, nn, math, core) if name in vars(module))
    return getattr(module, name)(*NEEDED.get(name, []), *arguments, **settings)


def model_of(make, shape=(3, 4, 5)):
    inputs = keras.Input(shape)
    return keras.Model(inputs, make(inputs))


def worked_out(model):
    """The last row of a model of which everything is known without the file, compared with Keras."""
    row = list(known_rows_agree(model).values())[-1]
    assert row.output_shape == tuple(model.outputs[0].shape)[1:]
    assert (row.parameters, row.multiply_adds, row.saved) == (0, 0, False)
    return row


def moved_along(name, function):
    """The axes along which another value at one position changes the output elsewhere."""
    values = np.random.default_rng(3).uniform(0.1, 0.9, SHAPE).astype("float32")
    axes = set()
    for _ in range(4):
        changed = values.copy()
        at = tuple(np.random.default_rng(len(axes)).integers(size) for size in SHAPE)
        changed[at] = 1 - changed[at]
        before, after = (np.asarray(ops.convert_to_numpy(function(array))) for array in (values, changed))
        assert before.shape == SHAPE, name
        differing = np.argwhere((before != after) & ~(np.isnan(before) & np.isnan(after)))
        axes |= {axis for axis in range(4) if any(differing[:, axis] != at[axis])}
    return axes


@pytest.mark.parametrize("name", UNARY)
def test_an_elementwise_operation(name):
    row = worked_out(model_of(operation(name)))
    assert row.receptive_field.size == (1, 1)
    assert moved_along(name, operation(name)) == set()


@pytest.mark.parametrize("name", MERGING)
def test_an_operation_that_merges_values_one_by_one(name):
    other = np.random.default_rng(5).uniform(0.1, 0.9, (4, 1)).astype("float32")
    last = [other] if name == "Where" else []
    worked_out(model_of(lambda x: operation(name)(x, other, *last)))
    worked_out(model_of(lambda x: operation(name)(np.ones((7, 1, 1, 1, 5), "float32"), x, *last)))
    worked_out(model_of(lambda x: operation(name)(x, x[:, :1], *last)))
    assert moved_along(name, lambda x: operation(name)(x, other, *last)) == set()


@pytest.mark.parametrize("name", ALONG)
@pytest.mark.parametrize("axis", [-1, 1, 2, (1, 2), 3, (0, 3)])
def test_an_operation_along_axes(name, axis):
    def function(x):
        return {"Flip": ops.flip, "LogSoftmax": ops.log_softmax, "Normalize": ops.normalize, "Softmax": ops.softmax}[
            name
        ](x, axis=axis)

    row = worked_out(model_of(function))
    mixed = outcome(name, {"axis": axis}, [Constant(SHAPE)]).mixed
    assert mixed == {index % 4 for index in (axis if isinstance(axis, tuple) else [axis])}
    assert moved_along(name, function) <= mixed
    assert bool(row.receptive_field) == (axis in (-1, 3))


@pytest.mark.parametrize("name", REDUCING)
@pytest.mark.parametrize("axis", [None, -1, 0, (1, 2), (1, -1)])
@pytest.mark.parametrize("keepdims", [True, False])
def test_an_operation_that_removes_axes(name, axis, keepdims):
    """What removes the axis of the batch has no shape of one picture."""
    model = model_of(operation(name, axis=axis, keepdims=keepdims))
    if axis in (None, 0) and not keepdims:
        assert read(model.get_config()).table()[-1].output_shapes == (None,)
        return
    assert bool(worked_out(model).receptive_field) == (axis == -1)


def random_key(rng):
    """A key such as [:, 1:3, None, ..., -1]."""

    def entry():
        bounds = [rng.choice([None, *range(-4, 5)]) for _ in range(2)]
        return rng.choice([slice(*bounds, rng.choice([None, 1, 2, -1])), slice(None), rng.randint(-3, 2), None])

    key = [slice(None), *(entry() for _ in range(rng.randint(0, 3)))]
    if rng.random() < 0.5:
        key.insert(rng.randint(1, len(key)), Ellipsis)
    return tuple(key) if len(key) > 1 or rng.random() < 0.5 else key[0]


def test_parts_of_a_tensor():
    rng = random.Random(2)
    for _ in range(300):
        key = random_key(rng)
        if isinstance(key, tuple):
            worked_out(model_of(lambda x, key=key: x[key]))


def test_a_part_of_the_channels_keeps_the_field_and_a_part_of_the_picture_does_not():
    assert worked_out(model_of(lambda x: x[..., 1:3])).receptive_field.size == (1, 1)
    assert worked_out(model_of(lambda x: x[:, :, :, ::-1])).receptive_field.size == (1, 1)
    for key in (np.s_[:, ::-1], np.s_[:, 1:], np.s_[:, None], np.s_[:, 0]):
        assert worked_out(model_of(lambda x, key=key: x[key])).receptive_field is None


def test_padding_joining_and_stacking():
    for width in (0, 2, (1, 2), ((0, 0), (1, 2), (3, 0), (0, 0)), ((1, 2),)):
        worked_out(model_of(lambda x, width=width: ops.pad(x, width)))
    for axis in range(-4, 4):
        worked_out(model_of(lambda x, axis=axis: ops.concatenate([x, 2 * x, np.ones(SHAPE)], axis=axis)))
    for axis in range(-5, 5):
        model = model_of(lambda x, axis=axis: ops.stack([x, 2 * x, np.ones(SHAPE)], axis=axis))
        if axis in (-5, 0):  # before the axis of the batch: no shape of one picture
            assert read(model.get_config()).table()[-1].output_shapes == (None,)
        else:
            worked_out(model)


def test_channels_that_are_taken_apart_and_stacked_keep_the_field():
    def swapped(x):
        return ops.stack([x[..., 2], x[..., 0]], axis=-1)

    assert worked_out(model_of(swapped)).receptive_field.size == (1, 1)
    rows = known_rows_agree(model_of(lambda x: keras.layers.LayerNormalization()(x[..., 0])))
    assert list(rows.values())[-1].receptive_field is None  # what was the width is the last axis there


def test_maps_without_channels_are_aligned_with_other_axes():
    """(8, 8) beside (8, 8, 8): the rows of one meet the columns of the other."""
    assert worked_out(model_of(lambda x: x * x[..., 0], (8, 8, 8))).receptive_field is None
    assert worked_out(model_of(lambda x: x * x[..., :1], (8, 8, 8))).receptive_field.size == (1, 1)


@pytest.mark.parametrize(
    ("name", "config", "arguments"),
    [
        ("GetItem", {}, ["x", {"class_name": "__slice__", "config": {"start": "a", "stop": 2, "step": None}}]),
        ("GetItem", {}, ["x", {"class_name": "__slice__", "config": {"start": 0, "stop": 2, "step": 0}}]),
        ("GetItem", {}, ["x", [True, 1]]),
        ("GetItem", {}, ["x"]),
        ("Mean", {"axis": 9}, ["x"]),
        ("Mean", {"axis": "last"}, ["x"]),
        ("Pad", {}, ["x"]),
        ("Pad", {"pad_width": [[1, 1], [1, 1]]}, ["x"]),
        ("Where", {}, ["x", None, None]),
        ("Add", {}, ["x", ["x", "x"]]),
        ("Stack", {"axis": 1}, [[]]),
        ("Negative", {}, [3]),
        ("Unheard", {}, ["x"]),
    ],
)
def test_what_keras_has_not_written_is_not_worked_out(name, config, arguments):
    def with_array(value):
        if isinstance(value, list):
            return [with_array(item) for item in value]
        return Constant(SHAPE) if value == "x" else value

    assert outcome(name, config, with_array(arguments)) is None


def test_operations_whose_shapes_do_not_fit_are_refused():
    config = model_of(lambda x: x + np.ones((4, 5))).get_config()
    with pytest.raises(ValueError, match=r"Add cannot merge inputs of the shapes \[\(None, 3, 6, 5\), \(4, 5\)\]"):
        read(config).table((3, 6, 5))
