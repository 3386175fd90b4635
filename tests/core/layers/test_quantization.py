"""Quantized layers and LoRA against the weights that Keras adds."""

from math import prod

import keras
import pytest
from keras import layers, quantizers

from cnnlab.core.layers import LayerError, describe
from cnnlab.core.layers.facts import UnsupportedError

SHAPE = (768,)


def count(weights):
    return sum(prod(weight.shape) for weight in weights)


def held_against_keras(layer, shape=SHAPE):
    """The counts of a layer's config against those of the layer, and of the one that Keras builds from the config."""
    config = layer.get_config()
    facts = describe({"class_name": type(layer).__name__, "config": config}, shape)
    again = type(layer).from_config(config)
    again.build((None, *shape))
    for one in (layer, again):
        assert (facts.parameters, facts.trainable_parameters) == (one.count_params(), count(one.trainable_weights))
    return facts


def dense(units=9, **config):
    layer = layers.Dense(units, **config)
    layer.build((None, *SHAPE))
    return layer


def int4(block_size):
    return quantizers.Int4QuantizationConfig(block_size=block_size)


MODES = {
    "int8": {"mode": "int8", "config": quantizers.Int8QuantizationConfig()},
    "int8, by name": {"mode": "int8"},
    "int4": {"mode": "int4", "config": int4(128)},
    "int4, 5 in a block": {"mode": "int4", "config": int4(5)},
    "int4, larger block": {"mode": "int4", "config": int4(1000)},
    "int4, whole columns": {"mode": "int4", "config": int4(-1)},
    "int4, no block": {"mode": "int4", "config": int4(None)},
    "int4, by name": {"mode": "int4"},
    "float8": {"mode": "float8"},
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("config", [{}, {"units": 8}, {"use_bias": False}, {"trainable": False}], ids=str)
def test_a_quantized_layer_has_as_many_weights_as_in_keras(mode, config):
    layer = dense(**config)
    layer.quantize(**MODES[mode])
    facts = held_against_keras(layer)
    assert facts.output_shape == (config.get("units", 9),)
    assert facts.multiply_adds == 768 * config.get("units", 9)


def test_the_numbers_of_int8_by_hand():
    """6,144 values of the kernel, 8 of the bias, and a scale for each of 8 units."""
    layer = dense(8)
    layer.quantize("int8")
    assert held_against_keras(layer).parameters == 6144 + 8 + 8


@pytest.mark.parametrize("bits", [2, 3, 4, 8])
@pytest.mark.parametrize("group_size", [-1, 7, 128])
def test_gptq_as_keras_builds_it_from_the_config(bits, group_size):
    """Before it is calibrated, a layer in memory keeps its first kernel too; a file has none of it."""
    layer = dense()
    config = quantizers.GPTQConfig(dataset=None, tokenizer=None, weight_bits=bits, group_size=group_size)
    layer.quantize("gptq", config=config)
    del layer._kernel
    held_against_keras(layer)


@pytest.mark.parametrize("group_size", [-1, 7, 128])
def test_awq_as_keras_builds_it_from_the_config(group_size):
    layer = dense()
    layer.quantize("awq", config=quantizers.AWQConfig(dataset=None, tokenizer=None, group_size=group_size))
    del layer._kernel
    held_against_keras(layer)


@pytest.mark.parametrize(
    "policy",
    [
        *("int8_from_float32", "int4_from_float32", "int4/64_from_float32", "int4/-1_from_mixed_bfloat16"),
        *("float8_from_float32", "gptq/4/128_from_float32", "gptq/3/-1_from_float32", "awq/4/32_from_float32"),
        *("mixed_bfloat16", "float32"),
    ],
)
def test_a_policy_by_name_and_in_full(policy):
    """A layer that is built with a policy, without a config of the quantization."""
    layer = dense(dtype=policy)
    facts = held_against_keras(layer)
    by_name = describe({"class_name": "Dense", "config": {"units": 9, "dtype": policy}}, SHAPE)
    assert by_name.parameters == facts.parameters


def test_the_length_of_the_histories_of_float8():
    policy = keras.dtype_policies.QuantizedFloat8DTypePolicy("float8", "float32", amax_history_length=16)
    assert held_against_keras(dense(dtype=policy)).parameters == 768 * 9 + 9 + 3 * 17


@pytest.mark.parametrize("mode", [None, "int8", "int4", "float8"])
@pytest.mark.parametrize("first", [True, False])
def test_lora_freezes_the_kernel_and_adds_two_matrices(mode, first):
    layer = dense()
    if first:
        layer.enable_lora(4)
    if mode:
        layer.quantize(mode)
    if not first:
        layer.enable_lora(4)
    facts = held_against_keras(layer)
    assert facts.parameters > 768 * 4 + 4 * 9


@pytest.mark.parametrize(
    ("kind", "shape", "config"),
    [
        ("Conv1D", (9, 4), {"filters": 6, "kernel_size": 3}),
        ("Conv2D", (9, 8, 4), {"filters": 6, "kernel_size": (3, 2), "groups": 2}),
        ("Conv2D", (9, 8, 4), {"filters": 6, "kernel_size": 3, "use_bias": False}),
        ("Conv2D", (4, 9, 8), {"filters": 6, "kernel_size": 3, "data_format": "channels_first", "trainable": False}),
        ("Conv3D", (5, 5, 5, 2), {"filters": 3, "kernel_size": 2}),
    ],
)
def test_lora_of_convolutions(kind, shape, config):
    layer = getattr(layers, kind)(**config)
    layer.build((None, *shape))
    layer.enable_lora(3)
    held_against_keras(layer, shape)


@pytest.mark.parametrize(
    ("config", "text"),
    [
        ({"dtype": {"class_name": "DTypePolicyMap", "config": {}}}, "quantization DTypePolicyMap cannot be counted"),
        ({"dtype": "int2_from_float32"}, "quantization int2 cannot be counted. Leave the quantization out"),
        ({"dtype": "gptq/4_from_float32"}, "quantization gptq/4 cannot"),
        ({"dtype": "int4/x_from_float32"}, "quantization int4 'x' cannot"),
        ({"dtype": "int4/0_from_float32"}, "quantization int4 '0' cannot"),
        ({"dtype": "gptq/4/128_from_float32", "lora_rank": 2}, "quantization gptq, lora_rank=2 cannot"),
    ],
)
def test_what_is_not_counted_says_so(config, text):
    with pytest.raises(UnsupportedError, match=text):
        describe({"class_name": "Dense", "config": {"units": 2} | config}, (3,))


def test_a_rank_of_lora_is_a_whole_number():
    with pytest.raises(LayerError, match=r"Dense cannot use `lora_rank` = -1\. Use a whole number, 1 or larger"):
        describe({"class_name": "Dense", "config": {"units": 2, "lora_rank": -1}}, (3,))
