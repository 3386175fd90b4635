"""A part of a network as a network of its own: a block, to look at by itself."""

from collections.abc import Iterable, Mapping, Set

from cnnlab.core.errors import N_
from cnnlab.core.network.graph import Layer, NetworkError, Tensor
from cnnlab.core.network.table import Network


def excerpt(network: Network, start: str, last: str) -> Network:
    """Return the layers between `start`, whose output becomes the input, and `last`, whose output is the output.

    They keep their names and their settings. Raises NetworkError where the network, without those nested in it, has no
    such layers, where what `start` puts out does not reach `last`, or where the layers between them take other outputs.

    >>> from cnnlab.core.network.famous import famous
    >>> [row.name for row in excerpt(famous("VGG16"), "block4_pool", "block5_conv2").table()]
    ['block4_pool', 'block5_conv1', 'block5_conv2']
    """
    layers = {layer.name: layer for layer in network.layers}
    missing = [name for name in (start, last) if name not in layers]
    if missing:
        raise NetworkError(
            N_("The network {name} has no layer {layer}. Use a name from its table."),
            name=network.name[:60],
            layer=missing[0][:60],
        )
    needed = _needed(layers, last)
    if start not in needed:
        raise NetworkError(
            N_("In the network {name}, {last} does not depend on {start}. Choose an earlier layer to start from."),
            name=network.name[:60],
            last=last[:60],
            start=start[:60],
        )
    kept = (needed | {last}) - _needed(layers, start) - {start}
    _check_sources(network, [layers[name] for name in layers if name in kept], kept | {start})
    shape = network.signals()[()][Tensor(start)].shape
    source = Layer(start, "InputLayer", {"batch_shape": shape}, ())
    order = tuple(at for at in network.order if at.layer in kept)
    return Network(
        name=f"{network.name}: {last}",
        class_name="Functional",
        trainable=network.trainable,
        layers=(source, *(layer for layer in network.layers if layer.name in kept)),
        inputs=(Tensor(start),),
        input_names=(start,),
        input_shapes=(shape and shape[1:],),
        outputs=(Tensor(last),),
        order=order,
        steps=len(order),
        saved={},
        chain=False,
    )


def _check_sources(network: Network, kept: Iterable[Layer], inside: Set[str]) -> None:
    """Refuse layers that take an output of one that is not `inside`, as of a branch around the start."""
    for layer in kept:
        outside = [tensor.layer for call in layer.calls for tensor in call.tensors if tensor.layer not in inside]
        if outside:
            raise NetworkError(
                N_(
                    "In the network {name}, {layer} also takes the output of {outside}, which comes before the start. "
                    "Choose a start that everything passes through."
                ),
                name=network.name[:60],
                layer=layer.name[:60],
                outside=outside[0][:60],
            )


def _needed(layers: Mapping[str, Layer], name: str) -> set[str]:
    """The layers that a layer depends on, without itself."""
    found: set[str] = set()
    open_names = [name]
    while open_names:
        layer = layers.get(open_names.pop())
        sources = {tensor.layer for call in (layer.calls if layer else ()) for tensor in call.tensors} - found
        found |= sources
        open_names += sources
    return found
