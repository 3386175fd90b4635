"""The question about the number of a layer's parameters."""

from math import prod
from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.layers import LayerFacts, describe
from cnnlab.core.questions.exercises import Exercise, Slip, by_answer, kernel_size


def parameters_exercise(layer: dict[str, Any], input_shape: tuple[int, ...], filters: int) -> Exercise:
    """Ask for the number of parameters of a layer with a given number of filters.

    >>> layer = {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": 3}}
    >>> parameters_exercise(layer, (7, 7, 3), 8).answer
    224
    """
    name = "depth_multiplier" if layer["class_name"].startswith("Depthwise") else "filters"
    config = layer["config"] | {name: filters}
    facts = describe(layer | {"config": config}, input_shape)
    slips = _parameter_slips(config, facts, input_shape[-1])
    return Exercise(
        N_("If you set {name} to {value}, how many parameters will the layer have?"),
        {"name": f"`{name}`", "value": filters},
        facts.parameters,
        by_answer(slips, facts.parameters),
        {name: filters},
        hint=_hint(layer["class_name"], filters),
        reason=_reason(layer["class_name"], config, facts, input_shape[-1]),
    )


def _hint(kind: str, filters: int) -> Slip:
    if kind.startswith("Depthwise"):
        text = N_("Each input channel has {count} kernels of its own. Add the biases at the end, if there are any.")
        return Slip(text, count=filters)
    if kind.startswith("Separable"):
        return Slip(
            N_(
                "There are two stages: a kernel for each input channel, then filters that read all channels at one "
                "place. Add the biases at the end, if there are any."
            )
        )
    return Slip(
        N_("Count the weights of one filter and multiply by the number of filters. Add the biases, if there are any.")
    )


def _reason(kind: str, config: dict[str, Any], facts: LayerFacts, channels: int) -> Slip:
    """The number of weights and that of biases, which add up to the parameters."""
    count = facts.output_shape[-1]
    biases = count if config.get("use_bias", True) else 0
    if kind in ("Conv2D", "Conv2DTranspose") and config.get("groups", 1) == 1:
        text = N_(
            "Cells of the kernel × channels × filters: {cells} × {channels} × {count} weights, and {biases} biases."
        )
        return Slip(text, cells=prod(kernel_size(config)), channels=channels, count=count, biases=biases)
    return Slip(N_("{weights} weights and {biases} biases."), weights=facts.parameters - biases, biases=biases)


def _parameter_slips(config: dict[str, Any], facts: LayerFacts, channels: int) -> list[tuple[int, Slip]]:
    cells, outputs = prod(kernel_size(config)), facts.output_shape[-1]
    slips = [
        (
            cells * outputs + outputs,
            Slip(N_("Each filter has weights for all {count} input channels."), count=channels),
        ),
        (
            cells * channels + outputs,
            Slip(N_("That is one filter's kernel with the biases of all; there are {count} kernels."), count=outputs),
        ),
        (cells * channels + 1, Slip(N_("That is one filter; there are {count} of them."), count=outputs)),
        (
            cells * channels * outputs + outputs,
            Slip(N_("That would be an ordinary convolution; in this layer, not every filter reads every channel.")),
        ),
        (
            facts.multiply_adds,
            Slip(N_("Those are the multiply-adds. The weights are shared by all positions, so count them once.")),
        ),
    ]
    if config.get("use_bias", True):
        missing = Slip(N_("The biases are missing: one for each of the {count} filters."), count=outputs)
        slips.insert(0, (facts.parameters - outputs, missing))
    else:
        slips.insert(0, (facts.parameters + outputs, Slip(N_("This layer has no biases."))))
    return slips
