"""How a classifier ends: where its logits are, and which activation makes its output of them.

A softmax can be written in many ways: as an argument of a layer, a layer, an operation, a function of the backend, with
a cast or a Flatten behind it. So each step from the output backwards is run on random numbers, and what it does to them
decides, not what it is called. Where the output is a map, the scores of its cells are independent of each other, so
the numbers are a map of one cell.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from keras import layers, ops

from cnnlab.core.cards.scores import Activation, probabilities
from cnnlab.core.errors import N_
from cnnlab.nets.channel_axis import channel_axes
from cnnlab.nets.effects import TOLERANCE, Effect, Function, coarsest, effect_of, trial
from cnnlab.nets.graph import Graph, Step, SurgeryError
from cnnlab.nets.layer_variants import one_at_a_time, without_activation

SATURATING: tuple[Effect, ...] = ("softmax", "log_softmax", "sigmoid")
PLAIN = (layers.Dense, layers.Conv2D)  # affine without an activation


@dataclass(frozen=True)
class Ending:
    """`step` is the one that applies the activation, None if the model's output is the logits.

    `within` says that the activation is an argument of a layer with weights. `doubtful` is set where the last step is
    not understood, so that its output may be probabilities.
    """

    step: int | None
    effect: Effect
    within: bool = False
    doubtful: bool = False
    dtype: str = "float32"  # the coarsest of the activation's and the output's
    operation: Any = None  # of the step

    def activation(self, units: int) -> Activation:
        """Return what turns the logits into probabilities: a network of one unit has two classes."""
        return "sigmoid" if units == 1 or self.effect == "sigmoid" else "softmax"


@one_at_a_time
def ending(graph: Graph) -> Ending:
    """Find how the graph ends; raises SurgeryError where its output is neither logits nor made of them by softmax."""
    at, _ = graph.output
    axes = channel_axes(graph) if len(graph.model.outputs[0].shape) == 4 else {}
    changed: Step | None = None  # the last step that changes the values in a linear way, without weights
    while at >= 0:
        step = graph.steps[at]
        effect, within = _effect(step, axes.get(step.sources[0][0]) if step.sources else None, axes.get(at))
        if effect in SATURATING:
            if changed is not None:
                raise _unclear(changed, effect)
            return Ending(
                at, effect, within, dtype=coarsest([*step.node.outputs, *graph.model.outputs]), operation=step.operation
            )
        if effect == "other" and within:
            raise _unclear(step, None)
        if within or _has_weights(step) or len(step.sources) != 1:
            several = len(step.sources) != 1 and not _has_weights(step)
            return Ending(None, effect, doubtful=_mixes_probabilities(graph, at) if several else effect == "other")
        if effect == "other":
            raise _unclear(step, None)
        changed = changed or (step if effect == "affine" else None)
        at, _ = step.sources[0]
    return Ending(None, "nothing")


def check(found: Ending, logits: np.ndarray, own: np.ndarray) -> None:
    """Compare the probabilities of logits, float32 (batch, classes), with the model's own output, flat.

    Raises SurgeryError where they differ, or where the output may be probabilities though no softmax was found.
    """
    units = own.shape[-1]
    if found.step is None:
        sums_to_1 = units > 1 and (own <= 1).all() and np.allclose(own.sum(-1), 1, atol=1e-3)
        if (own >= 0).all() and (found.doubtful or sums_to_1):  # doubtful ones may be percentages
            raise SurgeryError(
                N_(
                    "The model's output looks like probabilities, but it is not clear from which scores it makes them. "
                    "End the model with softmax or sigmoid, or with the scores themselves."
                )
            )
        return
    computed = probabilities(logits, found.activation(units))[:, -units:]
    actual = np.exp(own) if found.effect == "log_softmax" else own
    difference = float(np.abs(computed - actual).max())
    if not difference <= TOLERANCE[found.dtype] and np.isfinite(own).all():
        raise SurgeryError(
            N_(
                "The model's own output differs by {difference} from the probabilities that its scores before "
                "{activation} give. Change the end of the model to a single softmax or sigmoid."
            ),
            difference=f"{difference:.3g}",
            activation=found.effect,
        )


def _unclear(step: Step, after: str | None) -> SurgeryError:
    if after:
        return SurgeryError(
            N_(
                "After its {activation} the model changes the probabilities in {step}, so its scores cannot be "
                "recovered. Let the model end with {activation}."
            ),
            activation=after,
            step=step.path,
        )
    return SurgeryError(
        N_(
            "The model ends with {step}, which is neither softmax nor sigmoid, so its scores cannot be recovered. End "
            "the model with softmax or sigmoid, or with the scores themselves."
        ),
        step=step.path,
    )


def _effect(step: Step, before: int | None = None, axis: int | None = None) -> tuple[Effect, bool]:
    """What a step does to its input, and whether that is the work of an activation inside a layer with weights.

    `before` and `axis` are the channel axes of its input and output where they are maps of cells that are independent.
    """
    if step.is_entrance:
        return "nothing", False
    activation = getattr(step.operation, "activation", None)
    if _has_weights(step):
        if callable(activation):
            shape = _trial_shape(step.shape, axis)
            effect = effect_of(activation, shape, str(step.node.outputs[0].dtype))
            if effect == "nothing" and type(step.operation) not in PLAIN:  # its own call may do more
                return _tried(step, before), False
            return (effect if effect == "nothing" or _is_last(step, activation) else "other"), True
        return ("affine" if type(step.operation) in PLAIN else _tried(step, before)), False
    return _tried(step, before), False


def _trial_shape(shape: tuple[int | None, ...] | None, axis: int | None) -> tuple[int | None, ...] | None:
    """Return the shape of the numbers to try: of a map with its channels in an axis those of one cell."""
    if axis is None or shape is None:
        return shape
    return tuple(size if at in (0, axis) else 1 for at, size in enumerate(shape))


def _has_weights(step: Step) -> bool:
    return not step.is_entrance and bool(getattr(step.operation, "weights", ()))


def _tried(step: Step, axis: int | None = None) -> Effect:
    if len(step.sources) != 1 or step.shape is None:
        return "other"
    tensor = step.node.input_tensors[0]

    def run(values: Any) -> Any:
        args, kwargs = step.arguments([values])
        return step.operation(*args, **kwargs)

    return effect_of(run, _trial_shape(tuple(tensor.shape), axis), str(tensor.dtype))


def _is_last(step: Step, activation: Function) -> bool:
    """Whether a layer's activation is the last thing that the layer does."""
    tensor = step.node.input_tensors[0]
    try:
        values = ops.convert_to_tensor(trial(tuple(tensor.shape), 2), dtype=str(tensor.dtype))
        args, kwargs = step.arguments([values] * len(step.sources))
        whole, linear = step.operation(*args, **kwargs), without_activation(step.operation)(*args, **kwargs)
        found, expected = (ops.convert_to_numpy(ops.cast(part, "float32")) for part in (whole, activation(linear)))
    except Exception:  # what a layer of any kind raises for numbers or sizes that it does not expect
        return False
    return bool(np.allclose(found, expected, atol=TOLERANCE[str(step.node.outputs[0].dtype)], equal_nan=True))


def _mixes_probabilities(graph: Graph, at: int) -> bool:
    """Whether a step without weights may take probabilities, as the average of several networks does."""
    step = graph.steps[at]
    if _has_weights(step):
        return False
    for source, _ in step.sources:
        if source >= 0 and _effect(graph.steps[source])[0] in (*SATURATING, "other"):
            return True
        if source >= 0 and _mixes_probabilities(graph, source):
            return True
    return False
