"""Questions about a whole network: shape, parameters, receptive field."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from cnnlab.core.errors import N_
from cnnlab.core.layers import LayerError
from cnnlab.core.network import Network, NetworkError, Row, total
from cnnlab.core.network.glance import last_map
from cnnlab.core.questions.exercises import Exercise, Slip, by_answer

Shape = Sequence[int] | None  # of the input, without the batch axis; None for that of the config


def shape_exercise(network: Network, shape: Shape = None) -> Exercise:
    """Ask for the rows of the last feature map for another, square input. Raises LayerError where no size can be asked.

    >>> from cnnlab.core.network.famous import famous
    >>> asked = shape_exercise(famous("VGG16"))
    >>> asked.values["size"], asked.answer, sorted(asked.slips)
    (320, 10, [7, 320])
    """
    before, rows = _picture(network, shape), network.table(shape)
    layer = _last_map(rows)
    now = layer.output_shape[0]
    size, after = _other_size(network, before, layer.name, now)
    in_proportion = Slip(N_("Each layer rounds by itself: go through the table from the first layer to the last."))
    slips = [
        (now, Slip(N_("That is the number of rows now. A larger picture gives larger maps."))),
        (now * size // before[0], in_proportion),
        (-(-now * size // before[0]), in_proportion),
        (size, Slip(N_("Every stride of 2 on the way halves the rows."))),
    ]
    return Exercise(
        N_("With an input of {size} × {size}, how many rows does the output of {layer} have?"),
        {"size": size, "layer": f"`{layer.name}`"},
        after,
        by_answer(slips, after),
        {"size": str(size)},
        hint=Slip(N_("Go through the layers from the input on: which of them change the rows, and how?")),
        reason=_rows_reason(layer, size, after, _heights(size, _table(network, before, size), layer.name)),
    )


def _heights(size: int, rows: Sequence[Row], last: str) -> list[int]:
    upto = next(at for at, row in enumerate(rows) if row.name == last)
    heights = [row.output_shape[0] for row in rows[: upto + 1] if len(row.output_shape) == 3]
    return [height for height, _ in groupby([size, *heights])]


def _rows_reason(layer: Row, size: int, rows: int, heights: Sequence[int]) -> Slip:
    """What is left of the size when it is divided by the distance of two rows of the map.

    `heights` are the rows of the input and of each map that has others than the one before; where they only become
    fewer, they say more.
    """
    assert layer.receptive_field
    stride = layer.receptive_field.stride[0]
    if size != rows * stride and all(one > next_ for one, next_ in pairwise(heights)):
        return Slip(N_("The rows on the way: {rows}."), rows=" \u2192 ".join(map(str, heights)))
    exact = N_("Two neighbouring rows of this map are {stride} rows of the picture apart: {size} / {stride} = {rows}.")
    rounded = N_(
        "Two neighbouring rows of this map are {stride} rows of the picture apart, and {size} / {stride} is "
        "{quotient:.2f}. Rounding, and windows without padding, make {rows} of it."
    )
    text = exact if size == rows * stride else rounded
    return Slip(text, stride=stride, size=size, quotient=size / stride, rows=rows)


def parameters_exercise(network: Network, shape: Shape = None) -> Exercise:
    """Ask for the parameters of the whole network for an input twice as high and wide.

    >>> from cnnlab.core.network.famous import famous
    >>> [parameters_exercise(famous(name)).answer for name in ("mnist_convnet", "ResNet50")]
    [220682, 25636712]
    """
    before, rows = _picture(network, shape), network.table(shape)
    size = 2 * before[0]
    now, after = total(rows).known, total(_table(network, before, size)).known
    convolution = Slip(
        N_("A convolution's weights are shared by all positions, so their number does not grow with the map.")
    )
    grown = Slip(
        N_("A dense layer after `Flatten` has a weight for each value of the map, and there are more of them now.")
    )
    slips = [
        (now, grown),
        (2 * now, convolution),
        (4 * now, convolution),
    ]
    pooled = any(row.class_name.startswith("Global") for row in rows)
    same = Slip(
        N_("Global pooling leaves one number for each channel, whatever the size, and convolutions share weights.")
        if pooled
        else N_("Convolutions share their weights, whatever the size, and no layer has a weight for each place.")
    )
    return Exercise(
        N_("With an input of {size} × {size} instead of {before} × {before}, how many parameters are there?"),
        {"size": size, "before": before[0]},
        after,
        by_answer(slips, after),
        {"size": str(size)},
        hint=Slip(N_("Go through the layers that have weights: which of them have more for a larger map?")),
        reason=same if after == now else grown,
    )


def field_exercise(network: Network, shape: Shape = None) -> Exercise:
    """Ask for the receptive field of a further 3 x 3 convolution after the last feature map.

    >>> from cnnlab.core.network.famous import famous
    >>> asked = field_exercise(famous("VGG16"))  # block5_pool sees 212 rows, its neighbour 32 further down
    >>> asked.answer, sorted(asked.slips)
    (276, [212, 214, 215, 244, 308, 636])
    """
    layer = _last_map(network.table(shape))
    assert layer.receptive_field
    size, stride = layer.receptive_field.size[0], layer.receptive_field.stride[0]
    answer = size + 2 * stride
    steps = Slip(N_("One cell of this map is {stride} rows of the picture away from the next."), stride=stride)
    slips = [
        (size, Slip(N_("That is one cell of {layer}; the new window covers three of its rows."), layer=layer.name)),
        (size + 2, steps),
        (size + 3, steps),
        (size + stride, Slip(N_("Three rows are two steps away from each other, not one."))),
        (size + 3 * stride, Slip(N_("Three rows are two steps away from each other, not three."))),
        (3 * size, Slip(N_("The three fields overlap: only the steps between them are added."))),
    ]
    return Exercise(
        N_("A further 3 × 3 convolution is put after {layer}. How many rows of the picture does one of its units see?"),
        {"layer": f"`{layer.name}`"},
        answer,
        by_answer(slips, answer),
        hint=Slip(N_("The unit's window covers three rows of the map. How far apart are these in the picture?")),
        reason=Slip(N_("{size} + 2 × {stride}: two more steps of {stride} rows."), size=size, stride=stride),
    )


def _picture(network: Network, shape: Shape) -> tuple[int, ...]:
    """The input, if it is one square picture with its channels last. Raises LayerError otherwise."""
    own = shape if shape is not None else network.input_shapes[0] if len(network.input_shapes) == 1 else None
    if own is None or len(own) != 3 or None in own or own[0] != own[1] or "channels_first" in network.formats:
        raise LayerError(N_("the input is not one square picture with its channels last"))
    return tuple(size for size in own if size is not None)


def _last_map(rows: Sequence[Row]) -> Row:
    layer = last_map(rows)
    if layer is None:
        raise LayerError(N_("no layer has a receptive field"))
    return layer


def _table(network: Network, before: tuple[int, ...], size: int) -> list[Row]:
    """The table for a square input of another size; LayerError where the layers do not fit."""
    try:
        return network.table((size, size, before[2]))
    except NetworkError as error:
        raise LayerError(N_("the network does not fit the size that is asked about here")) from error


def _other_size(network: Network, before: tuple[int, ...], layer: str, now: int) -> tuple[int, int]:
    """A larger size for which the map of this layer has more rows, but not yet twice as many, and these rows."""
    for numerator in (10, 11, 12, 14, 21):
        size = before[0] * numerator // 7
        rows = next(row.output_shape[0] for row in _table(network, before, size) if row.name == layer)
        if rows > now:
            return size, rows
    raise LayerError(N_("the number of rows stays the same after each change that is asked about here"))
