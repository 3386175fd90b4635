"""The input shape that a reader types for a network: "160", "160 120" or "160 x 120 x 3"."""

import re

from cnnlab.core.errors import N_
from cnnlab.core.network.graph import NetworkError
from cnnlab.core.network.table import Network

SEPARATORS = re.compile(r"[\s×x*,()]+", re.IGNORECASE)
LARGEST = 100_000  # cells along one axis


def typed_shape(network: Network, text: str) -> tuple[int, ...] | None:
    """The shape, without the batch axis, that `text` means for this network; None for the shapes in its own config.

    One number is the height and the width; the channels are those of the network unless they are typed. Raises
    NetworkError where the text is no size, and where the network leaves its size open and nothing is typed.

    >>> from cnnlab.core.network import read
    >>> inputs = {"class_name": "InputLayer", "config": {"batch_shape": [None, None, None, 3], "name": "input"}}
    >>> network = read({"class_name": "Sequential", "config": {"name": "small", "layers": [inputs]}})
    >>> typed_shape(network, "160"), typed_shape(network, "160 x 120"), typed_shape(network, "64 64 1")
    ((160, 160, 3), (160, 120, 3), (64, 64, 1))
    """
    own = network.input_shapes[0] if len(network.input_shapes) == 1 else None
    sizes = _numbers(text)
    if not sizes:
        _check_known(network)
        return None
    if len(network.input_shapes) != 1:
        raise NetworkError(
            N_("This network has {count} inputs, so one size cannot be typed for it. Clear the field."),
            count=len(network.input_shapes),
        )
    if own is None or len(sizes) == len(own):
        return sizes
    first = "channels_first" in network.formats
    channels = own[:1] if first else own[-1:]
    axes = sizes * (len(own) - 1) if len(sizes) == 1 else sizes
    if len(axes) != len(own) - 1 or channels == (None,):
        raise NetworkError(
            N_("{text} is not a size for an input with {count} axes, {shape}. Type a number for each axis."),
            text=text[:40],
            count=len(own),
            shape=written(own),
        )
    whole = (*channels, *axes) if first else (*axes, *channels)
    return tuple(size for size in whole if size is not None)


def written(shape: tuple[int | None, ...] | None) -> str:
    """A shape as text; an open size is a question mark.

    >>> written((None, None, 3))
    '? × ? × 3'
    """
    return "?" if shape is None else " × ".join("?" if size is None else f"{size:,}" for size in shape)


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part for part in SEPARATORS.split(text) if part]
    if not all(part.isdecimal() and len(part) < 10 and 0 < int(part) <= LARGEST for part in parts):
        raise NetworkError(
            N_("{text} is not a size. Type whole numbers from 1 to {most}, such as 160 or 160 × 120."),
            text=text[:40],
            most=f"{LARGEST:,}",
        )
    return tuple(int(part) for part in parts)


def is_open(network: Network) -> bool:
    """Whether the config leaves the size of an input open."""
    return any(shape is None or None in shape for shape in network.input_shapes)


def _check_known(network: Network) -> None:
    for shape in network.input_shapes:
        if shape is None or None in shape:
            raise NetworkError(
                N_("The network leaves the size of its input open: {shape}. Type one, such as 224 × 224."),
                shape=written(shape),
            )
