"""Shapes that operations make, one rule for operations of a kind: (class name, config, arguments) -> Outcome.

An argument that is a tensor or an array is a Constant. The rules are those of `compute_output_spec` in Keras 3.15.
"""

from typing import Any, NamedTuple

from cnnlab.core.layers.merging import broadcast, mismatch
from cnnlab.core.network.graph import Constant, Shape, leaves
from cnnlab.core.network.rows import sum_or_none

_Config = dict[str, Any]
WHOLE_AXIS = {"class_name": "__slice__", "config": {"start": None, "stop": None, "step": None}}  # the : in x[:, 1]


class Outcome(NamedTuple):
    """The output's shape, and the axes along which values are mixed, moved or left out; along others each stays put."""

    shape: Shape
    mixed: frozenset[int] = frozenset()


class NotWorkedOutError(Exception):
    """Arguments that the rules do not cover."""


def unary(_name: str, _config: _Config, arguments: list[Any]) -> Outcome:
    return Outcome(arguments[0].shape)


def merged(name: str, _config: _Config, arguments: list[Any]) -> Outcome:
    arrays = [argument for argument in arguments if isinstance(argument, Constant)]
    if None in arguments or len(arrays) < len(list(leaves(arguments))):  # where(x), or tensors in a list
        raise NotWorkedOutError
    return Outcome(broadcast(name, [array.shape for array in arrays]))


def along(_name: str, config: _Config, arguments: list[Any]) -> Outcome:
    shape = arguments[0].shape
    return Outcome(shape, frozenset(_axes(config.get("axis", -1), len(shape))))


def reduced(_name: str, config: _Config, arguments: list[Any]) -> Outcome:
    shape = arguments[0].shape
    axes = frozenset(_axes(config.get("axis"), len(shape)))
    if config.get("keepdims"):
        return Outcome(tuple(1 if axis in axes else size for axis, size in enumerate(shape)), axes)
    return Outcome(tuple(size for axis, size in enumerate(shape) if axis not in axes), axes)


def concatenated(name: str, config: _Config, arguments: list[Any]) -> Outcome:
    shapes = _shapes(arguments[0])
    (axis,) = _axes(config.get("axis", 0), len(shapes[0]))
    _check_equal(name, [(*shape[:axis], *shape[axis + 1 :]) for shape in shapes], shapes)
    joined = sum_or_none(shape[axis] for shape in shapes)
    return Outcome((*shapes[0][:axis], joined, *shapes[0][axis + 1 :]), frozenset([axis]))


def stacked(name: str, config: _Config, arguments: list[Any]) -> Outcome:
    shapes = _shapes(arguments[0])
    (axis,) = _axes(config.get("axis", 0), len(shapes[0]) + 1)
    _check_equal(name, shapes, shapes)
    return Outcome((*shapes[0][:axis], len(shapes), *shapes[0][axis:]), frozenset([axis]))


def _shapes(value: Any) -> list[Shape]:
    return [array.shape for array in leaves(value) if isinstance(array, Constant)]


def _check_equal(name: str, compared: list[Shape], shapes: list[Shape]) -> None:
    """Raise LayerError unless the shapes are equal, where an unknown size may be any."""
    ranks = {len(shape) for shape in compared}
    if len(ranks) > 1 or any(len({*sizes} - {None}) > 1 for sizes in zip(*compared, strict=True)):
        raise mismatch(name, shapes)


def padded(_name: str, config: _Config, arguments: list[Any]) -> Outcome:
    shape, widths = arguments[0].shape, config["pad_width"]
    if isinstance(widths, int):
        widths = [widths, widths]
    pairs = [widths] * len(shape) if isinstance(widths[0], int) else widths
    pairs = [(_whole(pair[0]), _whole(pair[-1])) for pair in pairs] * (len(shape) if len(pairs) == 1 else 1)
    if len(pairs) != len(shape):
        raise NotWorkedOutError
    sizes = [None if size is None else size + sum(pair) for size, pair in zip(shape, pairs, strict=True)]
    return Outcome(tuple(sizes), frozenset(axis for axis, pair in enumerate(pairs) if any(pair)))


def taken(_name: str, _config: _Config, arguments: list[Any]) -> Outcome:
    """x[key]: the axes of x one after another, each cut by its entry in the key."""
    shape, key = list(arguments[0].shape), arguments[1]
    entries = list(key) if isinstance(key, list | tuple) else [key]
    if not any(_is(entry, "__ellipsis__") for entry in entries):
        entries.append({"class_name": "__ellipsis__"})
    sizes: list[int | None] = []
    mixed = set()
    for index, entry in enumerate(entries):
        if _is(entry, "__ellipsis__"):
            kept = len(shape) - sum(later is not None for later in entries[index + 1 :])
            sizes, shape = sizes + shape[:kept], shape[kept:]
            continue
        if entry != WHOLE_AXIS:
            mixed.add(len(sizes))
        if entry is None:
            sizes.append(1)
        elif _is(entry, "__slice__"):
            sizes.append(_cut(shape.pop(0), entry["config"]))
        else:
            _whole(entry)
            shape.pop(0)
    return Outcome(tuple(sizes), frozenset(mixed))


def _is(entry: Any, class_name: str) -> bool:
    return isinstance(entry, dict) and entry.get("class_name") == class_name


def _cut(size: int | None, bounds: _Config) -> int | None:
    part = [bounds[name] if bounds[name] is None else _whole(bounds[name]) for name in ("start", "stop", "step")]
    return None if size is None else len(range(size)[slice(*part)])


def _axes(value: Any, rank: int) -> list[int]:
    """The indices of one axis or several, counted from the front; all of them for None."""
    axes = range(rank) if value is None else value if isinstance(value, list | tuple) else [value]
    indices = [_whole(axis) + (rank if axis < 0 else 0) for axis in axes]
    if not all(0 <= index < rank for index in indices):
        raise NotWorkedOutError
    return indices


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotWorkedOutError
    return value
