"""Feature maps of a network: the layers that have some, maps in 8 bits, and what is measured of them."""

from cnnlab.core.activations.packing import Maps, pack, values
from cnnlab.core.activations.shown import ShownLayer, in_order, middle_layer, shown_layers

__all__ = ["Maps", "ShownLayer", "in_order", "middle_layer", "pack", "shown_layers", "values"]
