"""Downloaded weights made into a model of the catalogue."""

from dataclasses import dataclass
from typing import ClassVar

from cnnlab.core.requests.request import Request


@dataclass(frozen=True, eq=False)
class ConvertWeights(Request[str]):
    """Make a model of the weights in a file, for a builder of keras.applications; the answer is the id of its card."""

    gives_way: ClassVar[bool] = True

    builder: str
    weights: str  # the file's path
