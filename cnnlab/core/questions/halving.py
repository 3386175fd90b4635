"""The question which change of a network halves a layer's work."""

from collections.abc import Sequence
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.layers import LayerError, describe
from cnnlab.core.network import Network
from cnnlab.core.questions.exercises import Slip
from cnnlab.core.questions.window import Choice

HALF = N_("Half as many filters in this layer")
Shape = Sequence[int] | None  # of the input, without the batch axis; None for that of the config


def halving_question(network: Network, shape: Shape = None) -> Choice:
    """Ask which change halves the multiply-adds of the convolution that needs most.

    >>> from cnnlab.core.network.famous import famous
    >>> asked = halving_question(famous("VGG16"))
    >>> asked.values, asked.answer, len(asked.options)
    ({'layer': '`block1_conv2`'}, 'Half as many filters in this layer', 4)
    """
    name, layer, given = _most_work(network, shape)
    work = describe(layer, given).multiply_adds
    config = layer["config"]
    rows, columns, channels = given
    fewer = config | {"filters": config["filters"] // 2}
    changed = {
        N_("The input of this layer half as high and half as wide"): (config, (rows // 2, columns // 2, channels)),
        HALF: (fewer, given),
        N_("A 1 × 1 kernel"): (config | {"kernel_size": 1}, given),
        N_("Half as many filters in this layer and in the one before"): (fewer, (rows, columns, channels // 2)),
    }
    options: dict[str, Slip | None] = {}
    for words, (of, size) in changed.items():
        left = _left(layer | {"config": of}, size, work)
        if words == HALF or left not in (None, 0.5, 1):
            options[words] = None if words == HALF else Slip(N_("That leaves {share} of them."), share=f"{left:.1%}")
    reason = Slip(N_("The work of a convolution is in proportion to its filters: each of them does the same."))
    return Choice(N_("Which change halves the multiply-adds of {layer}?"), {"layer": f"`{name}`"}, options, reason)


def _left(layer: dict[str, Any], given: tuple[int, ...], work: int) -> float | None:
    """The share of the multiply-adds that a changed layer still needs; None where it does not fit its input."""
    try:
        return describe(layer, given).multiply_adds / work
    except LayerError:
        return None


def _most_work(network: Network, shape: Shape) -> tuple[str, dict[str, Any], tuple[Any, ...]]:
    """Name, config and input of the convolution with most multiply-adds whose filters and channels can be halved."""
    rows, signals = network.run(shape)
    work = {row.name: row.multiply_adds or 0 for row in rows}
    found = []
    for layer in network.layers:
        if layer.class_name != "Conv2D" or layer.custom:
            continue
        given = signals[()][layer.calls[0].tensors[0]].shape
        if given and not any(count % 2 for count in (layer.config["filters"], given[-1] or 1)):
            found.append((work[layer.name], layer.name, layer.config, given[1:]))
    found = [one for one in found if one[2].get("groups", 1) == 1 and None not in one[3]]
    if not found or "channels_first" in network.formats:
        raise LayerError(N_("no convolution of this network has filters and input channels that can be halved"))
    _, name, config, given = max(found, key=lambda one: one[0])
    return name, {"class_name": "Conv2D", "config": config}, given
