"""The receptive field of a unit: its size, stride and start, through branches and merges.

Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks" (2019), layer by layer.
"""

from typing import NamedTuple

from cnnlab.core.layers import LayerFacts, Window


class ReceptiveField(NamedTuple):
    """Unit i of a map sees `size` input cells starting at `start` + i * `stride`; one number for each spatial axis.

    The size counts from the first cell to the last, including the gaps that dilation leaves and the padding at the
    border: a negative start lies in the padding.
    """

    size: tuple[int, ...]
    stride: tuple[int, ...]
    start: tuple[int, ...]


def of_input(rank: int) -> ReceptiveField:
    """The field of an input cell, which sees only itself.

    >>> of_input(2)
    ReceptiveField(size=(1, 1), stride=(1, 1), start=(0, 0))
    """
    return ReceptiveField((1,) * rank, (1,) * rank, (0,) * rank)


def through(field: ReceptiveField | None, facts: LayerFacts) -> ReceptiveField | None:
    """The field after a layer; None (undefined) if no window slides over its input, as in a dense layer.

    r + (K_eff - 1) * j, j * S and s - before * j for a field of size r, stride j and start s: equations (2), (3) and
    (4) of the paper, starting at the input.

    >>> from cnnlab.core.layers import describe
    >>> pool = describe({"class_name": "MaxPooling2D"}, (26, 26, 32))
    >>> through(ReceptiveField((3, 3), (1, 1), (0, 0)), pool)
    ReceptiveField(size=(4, 4), stride=(2, 2), start=(0, 0))
    """
    if field is None or facts.windows is None:
        return None
    if not facts.windows:
        return field
    if len(facts.windows) != len(field.size):
        return None
    axes = [_through_window(*axis) for axis in zip(*field, facts.windows, strict=True)]
    sizes, strides, starts = zip(*axes, strict=True)
    return ReceptiveField(sizes, strides, starts)


def _through_window(size: int, stride: int, start: int, window: Window) -> tuple[int, int, int]:
    return size + (window.effective_size - 1) * stride, stride * window.strides, start - window.before * stride


def merged(fields: list[ReceptiveField | None]) -> ReceptiveField | None:
    """The field of a unit that merges one unit of each branch, from the first to the last cell that any of them sees.

    None if a branch has no field, or if the strides of the branches differ, because their fields then drift apart.

    >>> merged([ReceptiveField((5,), (2,), (-2,)), ReceptiveField((1,), (2,), (0,))])
    ReceptiveField(size=(5,), stride=(2,), start=(-2,))
    """
    known = [field for field in fields if field is not None]
    if len(known) != len(fields) or len({field.stride for field in known}) != 1:
        return None
    starts = [min(axis) for axis in zip(*(field.start for field in known), strict=True)]
    ends = [max(axis) for axis in zip(*(_ends(field) for field in known), strict=True)]
    return ReceptiveField(
        tuple(end - start for start, end in zip(starts, ends, strict=True)), known[0].stride, tuple(starts)
    )


def _ends(field: ReceptiveField) -> list[int]:
    return [start + size for start, size in zip(field.start, field.size, strict=True)]
