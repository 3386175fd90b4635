"""How large the output is: the formula in symbols, then with the numbers in it.

Written in HTML, for it changes with every setting, and TeX takes a browser long to set.
"""

from html import escape

import streamlit as st

from cnnlab.core.layers import LayerFacts, Window
from cnnlab.ui.shell.language import _

REACH = "<i>K</i><sub>eff</sub>"


def size_formula(facts: LayerFacts, layer: dict, input_shape: tuple[int, ...]) -> None:
    """The size in symbols, then with the numbers in it; the padding of each side; what is never looked at."""
    st.subheader(_("The output's size"), anchor=False)
    letters = _(
        "N: cells that go in · P: padding, both sides · K: kernel · D: dilation · S: stride · ⌊ ⌋: rounded down"
    )
    lines = [_symbols(layer["config"], bool(facts.scatters)), f"<small>{escape(letters)}</small>"]
    lines += _with_numbers(facts, layer["config"], input_shape[:2])
    if facts.padding and any(map(any, facts.padding)):
        (top, bottom), (left, right) = facts.padding
        text = _("Padding: {top} above, {bottom} below, {left} on the left, {right} on the right.")
        lines.append(escape(text.format(top=top, bottom=bottom, left=left, right=right)))
    if facts.scatters:
        lines += [escape(each) for each in _cut(facts.scatters, input_shape, layer["config"])]
    else:
        texts = _("Rows never looked at: {which}"), _("Columns never looked at: {which}")
        for text, window in zip(texts, facts.windows or (), strict=True):
            if window.unseen:
                lines.append("<b>⊘</b> " + escape(text.format(which=_listed(window.unseen))))
    st.html("<div class='size-formula'>" + "".join(f"<p>{line}</p>" for line in lines) + "</div>")


def _with_numbers(facts: LayerFacts, config: dict, sizes: tuple[int, ...]) -> list[str]:
    """A line for each axis, or one for both where they agree, and how the window gets there."""
    windows = facts.scatters or facts.windows or ()
    texts = [_axis_formula(each, size, config, bool(facts.scatters)) for each, size in zip(windows, sizes, strict=True)]
    names = [_("Height"), _("Width")]
    if texts[0] == texts[1]:
        texts, names = texts[:1], [_("Height and width")]
    lines = [f"{escape(name)}: {text}" for name, text in zip(names, texts, strict=True)]
    return lines if facts.scatters else [*lines, escape(_in_steps(windows[0]))]


def _cut(windows: tuple[Window, ...], sizes: tuple[int, ...], config: dict) -> list[str]:
    """What a transposed convolution cuts from the kernels laid out at `sizes` places, or adds at the end."""
    laid_out = [(n - 1) * each.strides + each.effective_size for n, each in zip(sizes, windows, strict=False)]
    ends = [whole - each.before - each.size for whole, each in zip(laid_out, windows, strict=True)]
    cut = [(each.before, max(end, 0)) for each, end in zip(windows, ends, strict=True)]
    lines = []
    if any(map(any, cut)):
        (top, bottom), (left, right) = cut
        text = _("Of what the kernels cover, cut off: {top} above, {bottom} below, {left} left, {right} right.")
        lines.append(text.format(top=top, bottom=bottom, left=left, right=right))
    if min(ends) < 0:
        alone = _("Added where no kernel reaches, the bias alone: {rows} below, {columns} on the right.")
        text = (
            alone
            if config.get("use_bias", True)
            else _("Added where no kernel reaches, zeros: {rows} below, {columns} on the right.")
        )
        rows, columns = (max(-end, 0) for end in ends)
        lines.append(text.format(rows=rows, columns=columns))
    return lines


def _in_steps(window: Window) -> str:
    """Why it is so many and not one more."""
    steps, left = divmod(window.size + window.before + window.after - window.effective_size, window.strides)
    if left:
        text = _(
            "From its first place the window takes {steps} steps of {strides}; the {left} left over are too few for "
            "another. With the first place: {steps} + 1 = {count}."
        )
    else:
        text = _(
            "From its first place the window takes {steps} steps of {strides} and stands at the end. With the first "
            "place: {steps} + 1 = {count}."
        )
    return text.format(steps=steps, strides=window.strides, left=left, count=window.output_size)


def _symbols(config: dict, transposed: bool) -> str:
    said = f"{REACH} = <i>D</i> (<i>K</i> − 1) + 1"
    if not transposed:
        return _math(f"{_floored(f'<i>N</i> + <i>P</i> − {REACH}', '<i>S</i>')} + 1") + " , " + _math(said)
    grown = "(<i>N</i> − 1) · <i>S</i>"
    if config.get("output_padding") is not None:
        middle = f"{REACH} mod 2" if config["padding"] == "same" else REACH
        return _math(f"{grown} + {middle} + <code>output_padding</code>") + " , " + _math(said)
    if config["padding"] == "same":
        return _math("<i>N</i> · <i>S</i>")
    return _math(f"{grown} + max({REACH}, <i>S</i>)") + " , " + _math(said)


def _axis_formula(window: Window, size: int, config: dict, transposed: bool) -> str:
    """One axis with its numbers; `window` is, for a transposed convolution, that of the convolution it reverses."""
    reach, strides = window.effective_size, window.strides
    if not transposed:
        inner = _floored(f"{size} + {window.before + window.after} − {reach}", str(strides))
        return _math(f"{inner} + 1 = <b>{window.output_size}</b>")
    more = config.get("output_padding")
    if more is not None:
        middle = f"{reach} mod 2" if config["padding"] == "same" else str(reach)
        text = f"({size} − 1) · {strides} + {middle} + {more}"
    elif config["padding"] == "same":
        text = f"{size} · {strides}"
    else:
        text = f"({size} − 1) · {strides} + max({reach}, {strides})"
    return _math(f"{text} = <b>{window.size}</b>")


def _math(formula: str) -> str:
    return f"<span class='math'>{formula}</span>"


def _floored(above: str, below: str) -> str:
    """A fraction rounded down; where it is read aloud or copied, with its brackets and its stroke."""
    fraction = f"<span class='fraction'><span>{above}</span><span class='stroke'> / </span><span>{below}</span></span>"
    return f"<span class='floored'><span class='tall'>⌊</span>{fraction}<span class='tall'>⌋</span></span>"


def _listed(cells: tuple[int, ...]) -> str:
    """The first few, counted from 1, and how many in all."""
    first = ", ".join(str(each + 1) for each in cells[:6])
    return first if len(cells) <= 6 else _("{first} and so on, {count} in all").format(first=first, count=len(cells))
