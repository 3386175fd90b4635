"""The layer of the Pooling page in Keras."""

from cnnlab.ui.lessons.pooling.answer import Answer
from cnnlab.ui.lessons.pooling.settings import Settings
from cnnlab.ui.widgets import layer_notes


def text(settings: Settings, answer: Answer) -> str:
    """The code for the layer and the numbers that are drawn; "" where nothing is drawn."""
    return layer_notes.code_of(answer.drawn)


def code(_settings: Settings, answer: Answer | None) -> None:
    layer_notes.code(answer.drawn if answer else None)
