"""The size of a network's input for a picture, and whether its output covers the whole of it."""

from collections.abc import Sequence

import keras
from keras import ops

from cnnlab.core.errors import N_
from cnnlab.nets.graph import Graph
from cnnlab.nets.segmentation.errors import SegmentationError

LARGEST_OPEN = 1024  # of an input whose size is open; larger pictures are reduced to it
SMALL = 64
MULTIPLES = (1, 2, 4, 8, 16, 32, 64)  # of rows and columns; a U-Net takes those of its total stride alone


def input_size(graph: Graph, axis: int, output_axis: int, size: tuple[int, ...]) -> tuple[int, int]:
    """Return the rows and columns of the input for a picture of `size` (height, width).

    An open axis takes the picture's own size, rounded up to the first of MULTIPLES whose output divides the input
    evenly. Raises SegmentationError if no output does, because it is then not known which pixels belong to a cell.
    """
    rows = 1 if axis == 3 else 2
    fixed = graph.model.inputs[0].shape[rows : rows + 2]
    reduced = min(1.0, LARGEST_OPEN / max(size)) if None in fixed else 1.0
    wanted = [max(1, round(side * reduced)) for side in size]
    found = None
    for multiple in MULTIPLES if None in fixed else (1,):
        tried = [side or -(-own // multiple) * multiple for side, own in zip(fixed, wanted, strict=True)]
        found = output_size(graph, axis, output_axis, tried)
        if found is not None and _covers(tried, found):
            return tried[0], tried[1]
    raise SegmentationError(
        N_(
            "For an input of {rows} × {columns} the network outputs {found}, which does not divide it evenly, so it is "
            'not known which pixels a cell stands for. Use `padding="same"` and sizes that its strides divide.'
        ),
        rows=tried[0],
        columns=tried[1],
        found="-" if found is None else f"{found[0]} × {found[1]}",
    )


def output_size(graph: Graph, axis: int, output_axis: int, size: Sequence[int]) -> list[int] | None:
    """Return the rows and columns of the output for an input of `size`; None where the layers do not fit together."""
    output = tuple(graph.model.outputs[0].shape)
    rows = 1 if output_axis == 3 else 2
    if None not in output[1:]:
        return list(output[rows : rows + 2])
    channels = graph.model.inputs[0].shape[axis]
    shape = (1, *size, channels) if axis == 3 else (1, channels, *size)
    try:  # Keras's shapes alone let a single row be merged with several, so small sizes are tried
        values = graph.run(ops.zeros(shape) if min(size) < SMALL else keras.KerasTensor(shape))
    except Exception:  # what layers of any kind raise for sizes that do not fit together
        return None
    return list(tuple(values[graph.output].shape)[rows : rows + 2])


def _covers(size: list[int], found: list[int]) -> bool:
    return all(own % other == 0 or other % own == 0 for own, other in zip(size, found, strict=True))
