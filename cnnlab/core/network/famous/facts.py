"""The numbers of famous networks that the lessons about them need."""

from dataclasses import dataclass
from functools import cache

from cnnlab.core.network.famous import famous
from cnnlab.core.network.glance import last_map
from cnnlab.core.network.rows import total


@dataclass(frozen=True)
class Facts:
    """Counts of a whole network at its own input size, of its Dense layers alone, and rows that its last map sees."""

    parameters: int
    trainable: int
    multiply_adds: int
    dense_parameters: int
    dense_multiply_adds: int
    field: int


@cache
def facts(name: str) -> Facts:
    """The facts about a network of FAMOUS. Raises NetworkError where there is none of that name.

    >>> facts("VGG16")  # doctest: +NORMALIZE_WHITESPACE
    Facts(parameters=138357544, trainable=138357544, multiply_adds=15470264320, dense_parameters=123642856,
          dense_multiply_adds=123633664, field=212)
    """
    rows = famous(name).table(expand_nested=True)
    dense = [row for row in rows if row.class_name == "Dense"]
    layer = last_map(rows)
    return Facts(
        parameters=total(rows).known,
        trainable=total(rows, "trainable_parameters").known,
        multiply_adds=total(rows, "multiply_adds").known,
        dense_parameters=total(dense).known,
        dense_multiply_adds=total(dense, "multiply_adds").known,
        field=layer.receptive_field.size[0] if layer and layer.receptive_field else 0,
    )
