"""Sound files of a few kilobytes that take much memory or time where every unit's cells are kept: (name, text)."""

from itertools import pairwise

from tests.core.network.hostile_files import layer, model, one


def of_size(side):
    return layer("InputLayer", "picture", [], batch_shape=[None, side, side, 3])


def branches(side, count=16):
    """A sum of maps that are empty at different places, and a convolution: `count` parts of what a unit sees."""
    moved = [
        made
        for at in range(count)
        for made in (
            layer("ZeroPadding2D", f"padded{at}", ["picture"], padding=[[at, 0], [0, at]]),
            layer("Cropping2D", f"moved{at}", [f"padded{at}"], cropping=[[0, at], [at, 0]]),
        )
    ]
    joined = layer("Add", "sum", [f"moved{at}" for at in range(count)])
    return model(*moved, joined, layer("Conv2D", "conv", ["sum"], filters=1, kernel_size=1), picture=of_size(side))


def chain(side, count):
    """Convolutions of a large map, each of another kind."""
    names = ["picture", *(f"conv{at}" for at in range(count))]
    layers = [
        layer("Conv2D", name, [before], filters=1, kernel_size=3, padding="same", dilation_rate=1 + at % 50)
        for at, (before, name) in enumerate(pairwise(names))
    ]
    return model(*layers, picture=of_size(side))


HEAVY = [
    ("16 parts of a map of 256", branches(256)),
    ("16 parts of a map of 1024", branches(1024)),
    ("16 parts of a map of 2032", branches(2032)),
    ("100 large maps", chain(2048, 100)),
    ("a pooling window of ten million", one("MaxPooling2D", pool_size=10**7, strides=1, padding="same")),
    ("a kernel of ten million", one("Conv2D", filters=1, kernel_size=10**7, padding="same")),
    ("a transposed kernel of a million", one("Conv2DTranspose", filters=1, kernel_size=10**6, padding="same")),
]
