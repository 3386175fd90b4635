"""The weights of a dense layer's kernel: plain, quantized (`model.quantize`), with LoRA (`layer.enable_lora`).

Quantization packs the kernel and adds scales; LoRA freezes it and adds two narrow matrices. The numbers are those of
the weights that `Dense.build` of Keras 3.15 adds, so they are those of a model that Keras builds from the config.
"""

from typing import Any, NamedTuple

from cnnlab.core.errors import N_
from cnnlab.core.layers.arguments import Arguments, is_integer, short_repr
from cnnlab.core.layers.facts import UnsupportedError

AMAX_HISTORY = 1024  # the default length of float8's histories of largest values


class Weights(NamedTuple):
    """Numbers of weights without the bias: all, and the trainable ones among them."""

    total: int
    trainable: int


def lora(arguments: Arguments, inputs: int, outputs: int) -> int:
    """The weights of LoRA's matrices, of shapes (inputs, rank) and (rank, outputs); 0 without `lora_rank`.

    >>> lora(Arguments("Dense", {"lora_rank": 4}), 768, 8)
    3104
    """
    return arguments.integer("lora_rank") * (inputs + outputs) if arguments.config.get("lora_rank") else 0


def dense_weights(arguments: Arguments, features: int, units: int) -> Weights:
    """The weights of a Dense layer without its bias; raises UnsupportedError for a mode that is not known here.

    >>> dense_weights(Arguments("Dense", {"dtype": "int8_from_float32"}), 768, 8)
    Weights(total=6152, trainable=0)
    """
    mode, numbers = _mode(arguments)
    kernel, scales = _stored(arguments, mode, numbers, features, units)
    added = lora(arguments, features, units)
    if added and mode in ("gptq", "awq"):  # Keras refuses to add it
        raise _unsupported(arguments, f"{mode}, lora_rank={short_repr(arguments.config['lora_rank'])}")
    trainable = added
    if mode in ("", "float8"):
        trainable += scales + (0 if added else kernel)
    return Weights(kernel + scales + added, trainable)


def _stored(arguments: Arguments, mode: str, numbers: list[int], features: int, units: int) -> tuple[int, int]:
    """The numbers of values of the stored kernel, and of what goes with it: scales, zero points, indices."""
    packed = features * ((units + 1) // 2)  # two values of 4 bits in a byte
    match mode, numbers:
        case "", _:
            return features * units, 0
        case "int8", _:
            return features * units, units
        case "float8", [length]:  # a scale and a history for the inputs, the kernel and the gradients
            return features * units, 3 * (1 + length)
        case "int4", [-1]:
            return packed, units
        case "int4", [block]:
            return packed, 2 * units * _groups(features, block) + features
        case "gptq", [bits, group]:
            return packed if bits == 4 else features * units, 2 * units * _groups(features, group) + features
        case "awq", [_, group]:
            return packed, 2 * units * _groups(features, group) + 2 * features
    raise _unsupported(arguments, "/".join([mode, *map(str, numbers)]))


def _groups(features: int, size: int) -> int:
    return 1 if size == -1 else -(-features // size)


def _mode(arguments: Arguments) -> tuple[str, list[int]]:
    """The quantization mode, "" for none, and its numbers: "int4/128" as ("int4", [128]).

    The mode is that of the layer's dtype policy, written as text or as {"config": {"mode": ...}}; numbers in the
    layer's `quantization_config` go before those of the policy.
    """
    policy = arguments.config.get("dtype")
    inner = _inner(policy)
    if isinstance(policy, dict) and policy.get("class_name") == "DTypePolicyMap":
        raise _unsupported(arguments, "DTypePolicyMap")
    text = policy.partition("_from_")[0] if isinstance(policy, str) and "_from_" in policy else inner.get("mode", "")
    mode, *numbers = str(text).split("/")
    chosen = _inner(arguments.config.get("quantization_config"))
    named: dict[str, list[Any]] = {
        "int4": [chosen.get("block_size") if chosen else next(iter(numbers), None)],
        "float8": [inner.get("amax_history_length", AMAX_HISTORY)],
        "gptq": [chosen["weight_bits"], chosen.get("group_size")] if "weight_bits" in chosen else numbers,
        "awq": [4, chosen.get("group_size")] if "group_size" in chosen else numbers,
    }
    values = [-1 if value is None else value for value in named.get(mode, [])]
    return mode, [_number(arguments, mode, value) for value in values]


def _inner(serialized: Any) -> dict[str, Any]:
    """The config of a serialized object; {} if there is none."""
    inner = serialized.get("config") if isinstance(serialized, dict) else None
    return inner if isinstance(inner, dict) else {}


def _number(arguments: Arguments, mode: str, value: Any) -> int:
    number = int(value) if isinstance(value, str) and value.lstrip("-").isdecimal() else value
    if not (is_integer(number) or (number == -1 and not isinstance(number, bool))):
        raise _unsupported(arguments, f"{mode} {short_repr(value)}")
    return int(number)


def _unsupported(arguments: Arguments, mode: str) -> UnsupportedError:
    return UnsupportedError(
        N_("The weights of {layer} with the quantization {mode} cannot be counted. Leave the quantization out."),
        layer=arguments.class_name,
        mode=mode[:60],
    )
