"""The layers of the network as groups of maps, for the view of the whole network."""

from cnnlab.core.digits import SIDE
from cnnlab.core.digits.kernels import share_of_zeros
from cnnlab.core.network.sequence import SequentialLayer, by_position
from cnnlab.core.requests import LayerOutputs
from cnnlab.figures import palette
from cnnlab.ui.lessons.digit.settings import Settings
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.feature_maps import Group, Part, amounts
from cnnlab.ui.widgets.numbers import size

WIDTHS = ((12, 32), (4, 23), (1, 18))  # the fewest rows of a map, and its width in pixels


def groups(settings: Settings, answer: LayerOutputs, tells: bool = True) -> list[Group]:
    """The picture first, then the layers in order, the last of which `tells` the answer."""
    layers = settings.layers if tells else settings.layers[:-1]
    return [_picture(settings), *(_group(layer, settings, answer) for layer in layers)]


def _picture(settings: Settings) -> Group:
    part = Part(settings.picture[..., None], 0, 255, "greys")
    return Group("picture", [part], (144, 144), title=_("Input picture"), facts=size((SIDE, SIDE, 1)))


def _group(layer: SequentialLayer, settings: Settings, answer: LayerOutputs) -> Group:
    output, labels = answer.by_layer[layer.name], settings.labels
    names = None
    if layer.has_maps:
        side = next(width for rows, width in WIDTHS if output.shape[0] >= rows)
        part, tile = amounts(output), (side, side)
    elif layer.class_name == "Flatten":
        part, tile = amounts(by_position(output, answer.by_layer[layer.previous].shape)[..., None]), (0, 40)
    elif layer.count == len(labels):
        width = 30 if max(map(len, labels)) < 3 else 88  # a word needs more room than a digit
        part, tile, names = Part(output[None, None], 0.0, 1.0), (width, 26), labels
    else:
        part, tile = amounts(output[None, :, None]), (0, 24)
    return Group(
        layer.name,
        [part],
        tile,
        title=layer.name,
        facts=_facts(layer),
        zero=share_of_zeros(output) if layer.has_maps else None,
        colour=palette.KINDS.get(layer.class_name, palette.GREY),
        names=names,
        cells=layer.has_maps,
        fill=layer.has_maps,
    )


def _facts(layer: SequentialLayer) -> str:
    """The shape, the parameters and the receptive field."""
    parts = [size(layer.shape)]
    if layer.row.parameters:
        parts.append(_("{count} parameters").format(count=f"{layer.row.parameters:,}"))
    if layer.field_size:
        rows, columns = layer.field_size
        parts.append(_("receptive field {rows} × {columns}").format(rows=rows, columns=columns))
    return " · ".join(parts)
