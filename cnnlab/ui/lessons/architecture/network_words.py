"""The words of the view of a network."""

from typing import Any

from cnnlab.core.errors import N_
from cnnlab.core.network.productive import State
from cnnlab.core.network.spans import LARGEST, Reason
from cnnlab.ui.shell.language import _

SEES = N_(
    "The receptive field of one unit, in pixels of the input, the padding at the border included. Gate: a factor made "
    "of the whole picture"
)


STATES: dict[State, str] = {
    "productive": N_("adds context"),
    "critical": N_("more than the picture"),
    "unproductive": N_("adds no context"),
}


REASONS: dict[Reason, str] = {
    "layer": N_("unknown layer"),
    "axes": N_("values change places"),
    "inputs": N_("several inputs"),
    "vector": N_("no picture"),
    "large": N_("too large a map"),
}


def reason_in_words(reason: Reason) -> str:
    """Why it is not known what a layer sees, for a cell of the table."""
    return _(REASONS[reason])


def in_words(state: State) -> str:
    """What a layer's window adds for this size of the input."""
    return _(STATES[state])


def heads() -> list[tuple[str, str]]:
    """The heads of the table's columns, in their order, each with what it means."""
    return [
        (_("Layer"), ""),
        (_("Kind"), _("Its class in Keras")),
        (_("Output"), _("Height × width × channels, without the batch")),
        (_("Field"), _(SEES)),
        (_("Parameters"), _("Weights and biases")),
        (_("Multiply-adds"), _("One for each weight that is used for each output value, for one picture")),
        (_("Memory"), _("Bytes of the output for one picture, in float32")),
        (_("Trainable"), _("Parameters that training changes")),
    ]


def words() -> dict[str, Any]:
    """What else the browser writes."""
    return {
        "drawing": _("The layers of the network, from left to right"),
        "keys": _("Arrow keys: from layer to layer. + and −: zoom. 0: the whole network."),
        "colour": _("Colour"),
        "kinds": {
            "convolution": _("Convolution"),
            "depthwise": _("Depthwise or separable"),
            "transposed": _("Transposed convolution"),
            "pooling": _("Pooling"),
            "dense": _("Dense"),
            "normalization": _("Normalization"),
            "other": _("Other"),
        },
        "state": _("Context"),
        "states": {state: in_words(state) for state in STATES},
        "range": _(
            "Smaller pictures: windows are larger than the picture, even along the shortest way, and add nothing. "
            "Larger ones: no unit sees the whole picture. After Richter and others (2021)."
        ),
        "closer": _("Zoom in"),
        "farther": _("Zoom out"),
        "whole": _("Whole network"),
        "closeUp": _("Close up"),
        "find": _("Notable layers"),
        "unfold": _("Unfold all"),
        "fold": _("Fold all"),
        "asSvg": _("Download the drawing as an SVG file"),
        "asPng": _("Download the drawing as a PNG file"),
        "openBlock": _("Show all {count} repetitions"),
        "closeBlock": _("Show one of {count} repetitions"),
        "times": _("The first of {count} layers with these settings; unfold them to see the numbers of each."),
        "filter": _("Filter layers"),
        "taller": _("Larger table"),
        "shorter": _("Smaller table"),
        "share": _("{percent}% of all"),
        "table": _("The layers of the network"),
        "photograph": _("What a unit sees of the picture"),
        **_seen_words(),
        "noPicture": _("The input is not a picture."),
        "point": _("Move over the picture: the frame follows."),
    }


def _seen_words() -> dict[str, Any]:
    """What is said of what a unit sees."""
    return {
        "unit": _("Unit (row {row}, column {column}) of {rows} × {columns} sees {height} × {width} pixels"),
        "beyond": _("its receptive field of {field} reaches beyond the picture"),
        "vector": _("All units together see {height} × {width} pixels"),
        "gated": _("through the gate, the whole picture counts besides"),
        "nothing": _("No pixel reaches this unit: it lies in the padding."),
        "why": {
            "layer": _("What this layer, or one before it, reads of its input is unknown."),
            "axes": _(
                "This layer, or one before it, moves values to other places; what a unit sees is not a rectangle."
            ),
            "inputs": _("Its units depend on several inputs of the network."),
            "vector": _("It depends on an input that is not a picture."),
            "large": _(
                "What units see is not worked out for maps with more than {most} cells along a side, or for the later "
                "layers of a network with very many large maps."
            ).format(most=f"{LARGEST:,}"),
        },
    }
