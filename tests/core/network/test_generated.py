"""Generated functional models with layers that are not known: every row that is known is Keras's own."""

import json
import random

import keras
import numpy as np
import pytest
from keras import layers, ops

from cnnlab.core.layers.describe import KINDS
from cnnlab.core.network import read, total
from tests.core.network.custom_layers import Impostor, Mixing
from tests.core.network.keras_rows import known_rows_agree

SEEDS = range(200)


def constant(rng, x):
    """An array that fits a tensor, with some of its axes left out or of size 1."""
    sizes = [1 if size is None or rng.random() < 0.5 else size for size in x.shape]
    return np.ones(sizes[rng.randint(0, len(sizes) - 1) :], "float32")


KNOWN = [
    lambda rng, x: layers.Dense(rng.randint(1, 5), use_bias=rng.random() < 0.5)(x),
    lambda rng, x: layers.Conv2D(rng.randint(1, 4), 3, padding=rng.choice(["same", "valid"]))(x),
    lambda rng, x: layers.DepthwiseConv2D(2, strides=rng.randint(1, 2), padding="same")(x),
    lambda rng, x: layers.MaxPooling2D(2, padding="same")(x),
    lambda rng, x: layers.Conv1D(3, 2, padding="causal")(x),
    lambda rng, x: layers.BatchNormalization(trainable=rng.random() < 0.5)(x),
    lambda rng, x: layers.UnitNormalization(rng.choice([-1, 1]))(x),
    lambda rng, x: layers.Softmax(rng.choice([-1, [1, -1]]))(x),
    lambda rng, x: layers.Flatten()(x),
    lambda rng, x: layers.Dropout(0.5)(layers.ReLU()(x)),
    lambda rng, x: layers.Add()([x, layers.PReLU()(x)]),
    lambda rng, x: layers.Concatenate()([x, layers.Dense(2)(x)]),
    lambda rng, x: x * constant(rng, x),
    lambda rng, x: constant(rng, x) - x / 2,
    lambda rng, x: ops.relu(-x) ** 2,
    lambda rng, x: ops.clip(x, 0, 1),
    lambda rng, x: ops.where(x > 0, x, ops.mean(x, axis=-1, keepdims=True)),
    lambda rng, x: ops.max(x, axis=rng.choice([1, -1]), keepdims=True) + x,
    lambda rng, x: x[..., : rng.randint(1, 3)],
    lambda rng, x: x[:, rng.choice([None, slice(1, None), slice(None, None, 2)])],
    lambda rng, x: ops.pad(x, [(0, 0)] * (len(x.shape) - 1) + [(1, rng.randint(0, 2))]),
    lambda rng, x: ops.concatenate([x, 2 * x], axis=rng.choice([1, -1])),
    lambda rng, x: ops.stack([x, x], axis=rng.choice([1, -1])),
]
UNKNOWN = [
    lambda rng, x: Mixing(rng.randint(1, 4), trainable=rng.random() < 0.7)(x),
    lambda rng, x: Impostor()(x),
    lambda rng, x: layers.Lambda(lambda x: ops.concatenate([x, x], axis=-1))(x),
    lambda rng, x: layers.SpectralNormalization(layers.Dense(2))(x),
    lambda rng, x: layers.TimeDistributed(layers.Dense(3))(x),
    lambda rng, x: layers.EinsumDense("...a,ab->...b", (None, 3)[1:] if len(x.shape) == 2 else (*x.shape[1:-1], 3))(x),
    lambda rng, x: layers.Bidirectional(layers.GRU(2, return_sequences=rng.random() < 0.5))(x),
    lambda rng, x: sum(layers.LSTM(3, return_state=True)(x)),
    lambda rng, x: layers.MultiHeadAttention(1, 2)(x, x),
    lambda rng, x: layers.Attention()([x, 2 * x]),
    lambda rng, x: layers.Dot(-1)([x, ops.relu(x)]),
    lambda rng, x: ops.split(ops.concatenate([x, x]), 2)[1],
    lambda rng, x: ops.moments(x, axes=[1], keepdims=True)[rng.randint(0, 1)] * x,
    lambda rng, x: ops.transpose(x, [0, *range(len(x.shape) - 1, 0, -1)]),
    lambda rng, x: ops.reshape(x, (-1, 2, int(np.prod(x.shape[1:])))),
    lambda rng, x: ops.matmul(x, np.ones((x.shape[-1], 3), "float32")),
    lambda rng, x: ops.einsum("b...c->bc", x),
    lambda rng, x: ops.repeat(x, 2, axis=1),
    lambda rng, x: ops.cumsum(x, axis=-1),
    lambda rng, x: ops.argmax(x, axis=-1, keepdims=True) + 1,
]


def extended(rng, x, depth=0):
    """A tensor behind another step, or behind x itself where Keras refuses the step."""
    roll = rng.random()
    try:
        if depth < 2 and roll < 0.08:
            return nested(rng, x, depth)
        if roll < 0.14:
            shared = Mixing(x.shape[-1])
            return shared(shared(x)) + shared(layers.ReLU()(x))
        return rng.choice(UNKNOWN if roll < 0.45 else KNOWN)(rng, x)
    except (ValueError, TypeError, IndexError):
        return x


def nested(rng, x, depth):
    """A model of its own, called once or twice."""
    inputs = keras.Input(x.shape[1:])
    inside = inputs
    for _ in range(rng.randint(1, 4)):
        inside = extended(rng, inside, depth + 1)
    model = keras.Model(inputs, [inside, layers.ReLU()(inputs)] if rng.random() < 0.5 else layers.ELU()(inside))
    model.trainable = rng.random() < 0.8
    made = model(x)
    return model(made[1])[0] if isinstance(made, list) else made


def generated(seed):
    """A model of up to 12 steps with one or two outputs."""
    rng = random.Random(seed)
    inputs = keras.Input([rng.randint(3, 8) for _ in range(rng.randint(1, 3))])
    tensors = [inputs]
    for _ in range(rng.randint(3, 12)):
        tensors.append(extended(rng, tensors[-1]))
        if rng.random() < 0.2:
            tensors.append(extended(rng, rng.choice(tensors)))
    return keras.Model(inputs, [layers.Identity()(tensors[-1]), layers.Identity()(rng.choice(tensors))])


@pytest.mark.sweep
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_known_of_a_generated_model_is_keras_own(seed):
    """And no more is unknown than has to be: the shape of each tensor, and the weights of each layer with a formula."""
    model = generated(seed)
    rows = known_rows_agree(model)
    assert read(json.loads(model.to_json())).table() == list(rows.values())
    by_name = {operation.name: operation for operation in model.operations}
    for row in rows.values():
        if not row.rows:  # of a nested model, nobody may use an output
            assert None not in row.output_shapes, row
            of_its_own = isinstance(by_name[row.name], (Impostor, Mixing))
            assert row.parameters is not None or row.class_name not in KINDS or of_its_own, row
    known, left_out = total(rows.values())
    assert known == model.count_params() or left_out
