"""How large the output is: the formula in symbols, then with the numbers in it."""

import streamlit as st

from cnnlab.core.layers import LayerFacts, Window
from cnnlab.ui.language import _


def size_formula(facts: LayerFacts, layer: dict, input_shape: tuple[int, ...]) -> None:
    """The size in symbols, then with the numbers in it; the padding of each side; what is never looked at."""
    windows = facts.scatters or facts.windows or ()
    sizes = input_shape[:2]
    texts = [
        _axis_formula(each, size, layer["config"], bool(facts.scatters))
        for each, size in zip(windows, sizes, strict=True)
    ]
    st.subheader(_("The output's size"), anchor=False)
    names = [_("Height"), _("Width")]
    if texts[0] == texts[1]:
        texts, names = texts[:1], [_("Height and width")]
    st.markdown(_symbols(layer["config"], bool(facts.scatters)))
    st.caption(
        _("N: cells that go in · P: padding, both sides · K: kernel · D: dilation · S: stride · ⌊ ⌋: rounded down")
    )
    for name, text in zip(names, texts, strict=True):
        st.markdown(f"{name}: {text}")
    if not facts.scatters:
        st.markdown(_in_steps(windows[0]))
    if facts.padding and any(map(any, facts.padding)):
        (top, bottom), (left, right) = facts.padding
        text = _("Padding: {top} above, {bottom} below, {left} on the left, {right} on the right.")
        st.markdown(text.format(top=top, bottom=bottom, left=left, right=right))
    if not facts.scatters:
        for text, window in zip(
            (_("Rows never looked at: {which}"), _("Columns never looked at: {which}")), windows, strict=True
        ):
            if window.unseen:
                st.markdown(":material/visibility_off: " + text.format(which=_listed(window.unseen)))


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
    reach = r"$ , $K_\text{eff} = D\,(K-1) + 1"
    if not transposed:
        return r"$\left\lfloor\dfrac{N + P - K_\text{eff}}{S}\right\rfloor + 1" + reach + "$"
    if config.get("output_padding") is not None:
        middle = r"K_\text{eff} \bmod 2" if config["padding"] == "same" else r"K_\text{eff}"
        return rf"$(N-1)\,S + {middle} + \texttt{{output\_padding}}" + reach + "$"
    return r"$N \cdot S$" if config["padding"] == "same" else r"$(N-1)\,S + \max(K_\text{eff}, S)" + reach + "$"


def _axis_formula(window: Window, size: int, config: dict, transposed: bool) -> str:
    """One axis with its numbers; `window` is, for a transposed convolution, that of the convolution it reverses."""
    reach, strides = window.effective_size, window.strides
    if not transposed:
        total = window.before + window.after
        inner = rf"\dfrac{{{size} + {total} - {reach}}}{{{strides}}}"
        return rf"$\left\lfloor{inner}\right\rfloor + 1 = \mathbf{{{window.output_size}}}$"
    more = config.get("output_padding")
    if more is not None:
        middle = rf"{reach} \bmod 2" if config["padding"] == "same" else str(reach)
        return rf"$({size}-1)\cdot{strides} + {middle} + {more} = \mathbf{{{window.size}}}$"
    if config["padding"] == "same":
        return rf"${size} \cdot {strides} = \mathbf{{{window.size}}}$"
    return rf"$({size}-1)\cdot{strides} + \max({reach}, {strides}) = \mathbf{{{window.size}}}$"


def _listed(cells: tuple[int, ...]) -> str:
    """The first few, counted from 1, and how many in all."""
    first = ", ".join(str(each + 1) for each in cells[:6])
    return first if len(cells) <= 6 else _("{first} and so on, {count} in all").format(first=first, count=len(cells))
