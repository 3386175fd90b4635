"""The output size: its formula in symbols, then with the numbers filled in.

In HTML rather than TeX, which a browser renders slowly: the formula changes with every setting.
"""

from html import escape
from typing import Any

import streamlit as st

from cnnlab.core.layers import LayerFacts, Window
from cnnlab.core.layers.output_size import transposed_ends, window_steps
from cnnlab.ui.shell.language import _

K_EFF = "<i>K</i><sub>eff</sub>"


def size_formula(facts: LayerFacts, layer: dict[str, Any]) -> None:
    """Show the size in symbols and in numbers, the padding on each side, and the cells that no window covers."""
    st.header(_("Output size"), anchor=False)
    config, transposed = layer["config"], bool(facts.scatters)
    lines = [_symbols(config, transposed), f"<small>{escape(_legend(config, transposed))}</small>"]
    lines += _with_numbers(facts, config)
    if config["padding"] == "same" and not transposed:
        lines += [_rounded_up(window) for window in dict.fromkeys(facts.windows or ())]
    if facts.padding and any(map(any, facts.padding)):
        (top, bottom), (left, right) = facts.padding
        text = _("Padding: {top} above, {bottom} below, {left} on the left, {right} on the right.")
        lines.append(escape(text.format(top=top, bottom=bottom, left=left, right=right)))
    if facts.scatters:
        lines += [escape(line) for line in _ends(facts.scatters, config)]
    else:
        texts = _("No window covers row {which}."), _("No window covers column {which}.")
        for text, window in zip(texts, facts.windows or (), strict=True):
            if window.unseen:
                lines.append("<b>⊘</b> " + escape(text.format(which=_listed(window.unseen))))
    st.html("<div class='size-formula'>" + "".join(f"<p>{line}</p>" for line in lines) + "</div>")


def _with_numbers(facts: LayerFacts, config: dict[str, Any]) -> list[str]:
    """A line for each axis, or one for both if they agree, and the steps that the window takes."""
    windows = facts.scatters or facts.windows or ()
    texts = [_axis_formula(window, config, bool(facts.scatters)) for window in windows]
    names = [_("Height"), _("Width")]
    if texts[0] == texts[1]:
        texts, names = texts[:1], [_("Height and width")]
    lines = [f"{escape(name)}: {text}" for name, text in zip(names, texts, strict=True)]
    return lines if facts.scatters else [*lines, escape(_in_steps(windows[0]))]


def _ends(windows: tuple[Window, ...], config: dict[str, Any]) -> list[str]:
    """What a transposed convolution cuts off the cells that its kernels cover, or adds at the end."""
    rows, columns = map(transposed_ends, windows)
    lines = []
    if any((rows.cut_before, rows.cut_after, columns.cut_before, columns.cut_after)):
        text = _(
            "Cut off from what the kernels cover: {top} above, {bottom} below, {left} on the left, {right} on the "
            "right."
        )
        lines.append(
            text.format(top=rows.cut_before, bottom=rows.cut_after, left=columns.cut_before, right=columns.cut_after)
        )
    if rows.added_after or columns.added_after:
        text = (
            _("Added where no kernel reaches, with the bias alone: {rows} below, {columns} on the right.")
            if config.get("use_bias", True)
            else _("Added where no kernel reaches, as zeros: {rows} below, {columns} on the right.")
        )
        lines.append(text.format(rows=rows.added_after, columns=columns.added_after))
    return lines


def _in_steps(window: Window) -> str:
    """Why the output has this size and is not one cell larger."""
    steps, left_over = window_steps(window)
    if left_over:
        text = _(
            "Steps from the first position: {steps}, of size {strides} each. Cells left over: {left}, too few for "
            "another step. Including the first position: {steps} + 1 = {count}."
        )
    else:
        text = _(
            "Steps from the first position: {steps}, of size {strides} each, which end exactly at the edge. Including "
            "the first position: {steps} + 1 = {count}."
        )
    return text.format(steps=steps, strides=window.strides, left=left_over, count=window.output_size)


def _legend(config: dict[str, Any], transposed: bool) -> str:
    if transposed:
        return _("N: input size · K: kernel size · D: dilation · S: stride")
    if "pool_size" in config:
        return _("N: input size · P: total padding · K: window size · S: stride · ⌊ ⌋: rounded down")
    return _("N: input size · P: total padding · K: kernel size · D: dilation · S: stride · ⌊ ⌋: rounded down")


def _symbols(config: dict[str, Any], transposed: bool) -> str:
    if "pool_size" in config:  # no dilation
        return _math(f"{_floored('<i>N</i> + <i>P</i> − <i>K</i>', '<i>S</i>')} + 1")
    effective = _math(f"{K_EFF} = <i>D</i> (<i>K</i> − 1) + 1")
    if not transposed:
        return _math(f"{_floored(f'<i>N</i> + <i>P</i> − {K_EFF}', '<i>S</i>')} + 1") + " , " + effective
    spread = "(<i>N</i> − 1) · <i>S</i>"
    if config.get("output_padding") is not None:
        middle = f"{K_EFF} mod 2" if config["padding"] == "same" else K_EFF
        return _math(f"{spread} + {middle} + <code>output_padding</code>") + " , " + effective
    if config["padding"] == "same":
        return _math("<i>N</i> · <i>S</i>")
    return _math(f"{spread} + max({K_EFF}, <i>S</i>)") + " , " + effective


def _axis_formula(window: Window, config: dict[str, Any], transposed: bool) -> str:
    """The formula for one axis with its numbers; a transposed convolution's `window` is one of its `scatters`."""
    effective, strides = window.effective_size, window.strides
    if not transposed:
        inner = _floored(f"{window.size} + {window.total_padding} − {effective}", str(strides))
        return _math(f"{inner} + 1 = <b>{window.output_size}</b>")
    size, output_padding = window.output_size, config.get("output_padding")
    if output_padding is not None:
        middle = f"{effective} mod 2" if config["padding"] == "same" else str(effective)
        text = f"({size} − 1) · {strides} + {middle} + {output_padding}"
    elif config["padding"] == "same":
        text = f"{size} · {strides}"
    else:
        text = f"({size} − 1) · {strides} + max({effective}, {strides})"
    return _math(f"{text} = <b>{window.size}</b>")


def _math(formula: str) -> str:
    return f"<span class='math'>{formula}</span>"


def _floored(above: str, below: str) -> str:
    """A fraction rounded down; the hidden slash is there for screen readers and for copying."""
    fraction = f"<span class='fraction'><span>{above}</span><span class='stroke'> / </span><span>{below}</span></span>"
    return f"<span class='floored'><span class='tall'>⌊</span>{fraction}<span class='tall'>⌋</span></span>"


def _rounded_up(window: Window) -> str:
    """The size with `same`, which Keras's padding is made for: N / S, rounded up."""
    numbers = _ceiled(str(window.size), str(window.strides))
    formula = _math(f"{_ceiled('<i>N</i>', '<i>S</i>')} = {numbers} = <b>{window.output_size}</b>")
    return escape(_("With {padding}, that is the same as {formula}.")).format(
        padding="<code>same</code>", formula=formula
    )


def _ceiled(above: str, below: str) -> str:
    return f"⌈{above} / {below}⌉"


def _listed(cells: tuple[int, ...]) -> str:
    """The first six cells, counted from 1, and the total if there are more."""
    first = ", ".join(str(cell + 1) for cell in cells[:6])
    return first if len(cells) <= 6 else _("{first}, … ({count} in total)").format(first=first, count=len(cells))
