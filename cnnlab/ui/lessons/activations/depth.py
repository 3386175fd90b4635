"""Over depth: what is measured of all layers for this picture, as curves and in words."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from cnnlab.core.activations.depth import Depth, chance, falls, trend
from cnnlab.core.errors import N_
from cnnlab.figures.curves import Line, Panel, curves
from cnnlab.figures.palette import RUNS
from cnnlab.ui.lessons.activations.answer import Answer, measured
from cnnlab.ui.lessons.activations.settings import CONTROLS, Settings
from cnnlab.ui.shell.held import Itself, held
from cnnlab.ui.shell.language import _, current, lesson
from cnnlab.ui.widgets.numbers import percent, size

TITLE = N_("Over depth")
HEIGHT = 720  # pixels
FEW = 13  # layers whose names have room below the curves


def over_depth(settings: Settings, answer: Answer | None) -> None:
    """The three observations in numbers, and the curves behind them."""
    if answer is None:
        return
    st.markdown(lesson("activations", "depth"), width=840)
    depth = measured(settings)
    if depth is None:
        return
    given = (Itself(depth), settings.layer, settings.card.id, current())
    sentences, figure = held(CONTROLS.key("depth_made"), given, lambda: _made(settings, depth))
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences), width=840)
    config = {"displayModeBar": False}
    st.plotly_chart(figure, key=CONTROLS.key("depth_curves"), config=config, alt=" ".join(sentences))


def _made(settings: Settings, depth: Depth) -> tuple[list[str], object]:
    return _sentences(settings, depth), _curves(settings, depth)


def _sentences(settings: Settings, depth: Depth) -> list[str]:
    """What is often said of networks in general, measured on this picture, said as it is."""
    layers, rectified = settings.layers, _rectified(depth)
    like, by_chance = trend(depth.likeness), trend(_chances(settings))
    text = (
        _("Early layers look more like the picture: the mean correlation with its brightness is {first} in the first "
          "third of the layers and {last} in the last, where chance alone gives {chance} or more.")
        if falls(like, by_chance)
        else _("Here early layers do not look more like the picture: the mean correlation with its brightness is "
               "{first} in the first third of the layers and {last} in the last, where chance alone gives {chance} or "
               "more.")
    )  # fmt: skip
    said = [text.format(first=f"{like.first:.2f}", last=f"{like.last:.2f}", chance=f"{by_chance.last:.2f}")]
    text = _("Deeper layers know less about where: {first} has {first_size} cells, {last} has {last_size}.")
    said.append(
        text.format(
            first=layers[0].name, first_size=size(layers[0].shape[:2]), last=layers[-1].name,
            last_size=size(layers[-1].shape[:2]),
        )
    )  # fmt: skip
    if len(rectified) < 2:
        return [*said, _("No two layers are free of negative values here, so there is no sparsity to compare.")]
    zeros = trend([depth.zeros[index] for index in rectified])
    text = (
        _("Deeper layers are sparser: {first} of the values are 0 in the first third and {last} in the last.")
        if zeros.rises
        else _("Here deeper layers are not sparser: {first} of the values are 0 in the first third and {last} in the "
               "last.")
    )  # fmt: skip
    left = len(layers) - len(rectified)
    if left:
        text += " " + _("Layers with negative values, which no ReLU follows, are left out: {count} of {all}.")
    said.append(
        text.format(first=percent(zeros.first), last=percent(zeros.last), count=left, all=len(layers)),
    )
    return said


def _chances(settings: Settings) -> list[float]:
    return [chance(layer.shape[0] * layer.shape[1]) for layer in settings.layers]


def _rectified(depth: Depth) -> list[int]:
    return [index for index, rectified in enumerate(depth.rectified) if rectified]


def _curves(settings: Settings, depth: Depth) -> object:
    rectified, everywhere = _rectified(depth), list(range(len(settings.layers)))
    panels = [
        (_("Share of values that are 0, in layers without negative values"), depth.zeros, rectified),
        (
            _("Likeness to the picture: mean correlation of a channel with its brightness (dashed: by chance)"),
            depth.likeness,
            everywhere,
        ),
        (_("Mean value"), depth.means, everywhere),
        (_("Largest absolute value"), depth.largest, everywhere),
    ]
    chosen = (settings.layers.index(settings.layer) + 1, settings.layer.name)
    drawn = [_panel(title, values, shown, chosen, RUNS[index]) for index, (title, values, shown) in enumerate(panels)]
    by_chance = Line(_("by chance"), RUNS[1], [index + 1 for index in everywhere], _chances(settings), dashed=True)
    drawn[1] = replace(drawn[1], lines=[*drawn[1].lines, by_chance])
    title, across = _("Layer, from the first to the last"), (0.5, len(settings.layers) + 0.5)
    figure = curves(drawn, title, height=HEIGHT, across=across)
    if len(settings.layers) <= FEW:
        names = [layer.name for layer in settings.layers]
        figure.update_xaxes(tickvals=list(range(1, len(names) + 1)), ticktext=names)
    return figure


def _panel(title: str, values: Sequence[float], shown: Sequence[int], chosen: tuple[int, str], colour: str) -> Panel:
    line = Line(title, colour, [index + 1 for index in shown], [values[index] for index in shown])
    return Panel(title, [line], verticals=[chosen])
