"""The graph of a model as one list of steps, with nested models taken apart.

Keras does not connect `inner_layer.output` of a nested model to the outer model's inputs. So the steps are run again on
the same layers and weights, as Keras runs a functional graph.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import keras
from keras import tree

from cnnlab.core.errors import N_, CnnLabError
from cnnlab.nets.layer_variants import one_at_a_time

Source = tuple[int, int]  # a tensor: the index of the step that computes it, and its place among that step's outputs
INPUT = -1  # in the place of a step's index: the model's input
Visit = Callable[..., Any]


class SurgeryError(CnnLabError):
    """The model cannot be taken apart, or not at the requested layer."""


@dataclass(frozen=True, eq=False)
class Step:
    """One run of a layer or of an operation of keras.ops.

    `path` is the layer's name after those of the models around it, as in "base/conv2d". At the entrance of a nested
    model the operation is the model itself, whose inputs are converted as Keras does.
    """

    path: str
    operation: Any
    node: Any  # of Keras: one call, with its arguments and outputs
    sources: tuple[Source, ...]
    is_entrance: bool = False

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def shape(self) -> tuple[int | None, ...] | None:
        """The recorded shape of the only output (batch, ...); None if there are several, or it is no tensor."""
        outputs = [] if self.is_entrance else self.node.outputs
        return tuple(outputs[0].shape) if len(outputs) == 1 else None

    def arguments(self, inputs: Iterable[Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return what to call the operation with, in inference mode, for one value per source."""
        args, kwargs = self.node.arguments.fill_in(
            {id(tensor): value for tensor, value in zip(self.node.input_tensors, inputs, strict=True)}
        )
        if "training" in kwargs:  # recorded when the graph was built; Keras replaces it too
            kwargs["training"] = False
        return args, kwargs


def run_step(at: int, step: Step, *args: Any, **kwargs: Any) -> Any:
    """Compute a step's outputs as Keras does."""
    return step.operation(*args, **kwargs)


class Graph:
    """The steps of a model in the order in which they run. Calls no layer: the model is unchanged.

    `labels` are the names under which the steps are known: the layer's own name where no other layer has it, else its
    path; the indices are those of the steps that run it. `output` is the model's only output. Raises SurgeryError if
    the model is not a graph of layers with one input and one output.
    """

    def __init__(self, model: keras.Model):
        self.model = model
        _check(model)
        self.steps: list[Step] = []
        (self.output,) = self._add(model, [(INPUT, 0)], "")
        self.labels = self._labels()

    def _add(self, model: keras.Model, inputs: list[Source], prefix: str) -> list[Source]:
        graph = _functional(model)
        found = {id(tensor): source for tensor, source in zip(graph.inputs, inputs, strict=True)}
        for node in _nodes(graph):
            if any(id(tensor) not in found for tensor in node.input_tensors):
                continue  # of another model that shares layers with this one
            operation, path = node.operation, prefix + node.operation.name
            sources = tuple(found[id(tensor)] for tensor in node.input_tensors)
            if is_graph(operation):
                self.steps.append(Step(path, operation, node, sources, is_entrance=True))
                entered = [(len(self.steps) - 1, place) for place in range(len(operation.inputs))]
                outputs = self._add(operation, entered, f"{path}/")
            else:
                self.steps.append(Step(path, operation, node, sources))
                outputs = [(len(self.steps) - 1, place) for place in range(len(node.outputs))]
            found.update(zip(map(id, node.outputs), outputs, strict=True))
        return [found[id(tensor)] for tensor in graph.outputs]

    def _labels(self) -> dict[str, list[int]]:
        paths: dict[str, list[int]] = {}
        for at, step in enumerate(self.steps):
            if not step.is_entrance:
                paths.setdefault(step.path, []).append(at)
        names = {path: path.rpartition("/")[2] for path in paths}
        times = Counter(names.values())
        return {name if times[name] == 1 else path: paths[path] for path, name in names.items()}

    def find(self, asked: str) -> list[int]:
        """Return the steps that run a layer, by its path or a name that no other layer has; none if it is unknown.

        A layer of the model itself is known by its name even if a nested model has one of that name too.
        """
        if asked in self.labels:
            return self.labels[asked]
        paths = sorted({step.path for step in self.steps if asked in (step.path, step.name) and not step.is_entrance})
        if len(paths) == 1 or asked in paths:
            path = asked if asked in paths else paths[0]
            return [at for at, step in enumerate(self.steps) if step.path == path]
        if paths:
            raise SurgeryError(
                N_("{count} layers are named {name}. Choose one of {paths}."),
                count=len(paths),
                name=asked,
                paths=", ".join(paths),
            )
        return []

    def consumers(self, at: int) -> list[int]:
        """Return the indices of the steps that take an output of a step."""
        return [index for index, step in enumerate(self.steps) for source in step.sources if source[0] == at]

    @one_at_a_time
    def run(self, pictures: Any, visit: Visit = run_step, last: int | None = None) -> dict[Source, Any]:
        """Run all steps, or those up to `last`, and return every tensor; `visit` computes the outputs of a step."""
        values = {(INPUT, 0): _standardized(self.model, pictures)[0]}
        for at, step in enumerate(self.steps[: None if last is None else last + 1]):
            args, kwargs = step.arguments([values[source] for source in step.sources])
            if step.is_entrance:
                outputs = _standardized(step.operation, args[0] if args else kwargs["inputs"])
            else:
                outputs = tree.flatten(visit(at, step, *args, **kwargs))
            values.update({(at, place): output for place, output in enumerate(outputs)})
        return values


def is_graph(layer: Any) -> bool:
    """Return whether a layer is a model whose graph can be run again: built, and with Keras's own `call`."""
    if not isinstance(layer, keras.Model) or not getattr(layer, "inputs", None):
        return False
    own = next(kind for kind in type(layer).__mro__ if "call" in vars(kind))
    return own.__module__.startswith("keras.") and hasattr(_functional(layer), "_run_through_graph")


def _functional(model: keras.Model) -> Any:
    return model._functional if isinstance(model, keras.Sequential) else model


def _standardized(model: keras.Model, inputs: Any) -> list[Any]:
    """What Keras makes of a model's inputs before the first layer: their number of axes and their type."""
    graph = _functional(model)
    single = len(graph.inputs) == 1
    structure = tree.pack_sequence_as(graph._inputs_struct, tree.flatten(inputs)) if single else inputs
    return list(graph._standardize_inputs(structure))


def _nodes(graph: Any) -> list[Any]:
    """The nodes that Keras runs, in its order."""
    depths = sorted(graph._nodes_by_depth, reverse=True)
    nodes = [node for depth in depths for node in graph._nodes_by_depth[depth]]
    return [node for node in nodes if node.operation and not node.is_input]


def _check(model: keras.Model) -> None:
    if not is_graph(model):
        raise SurgeryError(
            N_(
                "A {kind} can be opened only if it is a built Sequential or Functional model with Keras's own call(). "
                "Give it an Input layer, or write it as a Functional model."
            ),
            kind=type(model).__name__,
        )
    if len(model.inputs) != 1:
        raise SurgeryError(
            N_("The model {name} has {count} inputs ({inputs}), not one picture. Build a model with a single input."),
            name=model.name,
            count=len(model.inputs),
            inputs=", ".join(tensor.name for tensor in model.inputs),
        )
    if len(model.outputs) != 1:
        raise SurgeryError(
            N_(
                "The model {name} has {count} outputs ({outputs}). Choose one: "
                "keras.Model(model.inputs, model.outputs[0])."
            ),
            name=model.name,
            count=len(model.outputs),
            outputs=", ".join(str(tuple(tensor.shape)) for tensor in model.outputs),
        )
