"""What the lessons about layers say of a layer that cannot be drawn as it is, and the code of the drawn one."""

import streamlit as st

from cnnlab.core.snippets.layers import layer_code
from cnnlab.core.stepping.stepped import Stepped
from cnnlab.ui.shell.language import _


def too_large() -> None:
    """No small layer behaves like the one that was asked for."""
    st.info(
        _("This window is too large to draw cell by cell. The numbers above are still correct."),
        icon=":material/grid_off:",
    )


def drawn_smaller(shown: str, whole: str) -> None:
    """A smaller layer is drawn, with the same window at the same borders."""
    text = _("Drawn smaller: {shown}. The numbers are for {whole}.")
    st.caption(text.format(shown=shown, whole=whole))


def no_question() -> None:
    st.markdown(_("There is no question about a layer that Keras refuses."))


def code_of(drawn: Stepped | None) -> str:
    """The code for a layer and the numbers that are drawn; "" where nothing is drawn."""
    return layer_code(drawn.layer, drawn.inputs, drawn.weights) if drawn else ""


def code(drawn: Stepped | None) -> None:
    """Show it, with a note if what is drawn is smaller than what was asked for."""
    if drawn is None:
        st.markdown(_("There is no code for a layer that Keras refuses or that is too large to draw."))
        return
    if drawn.is_stand_in:
        st.markdown(_("With the smaller size that is drawn above."))
    st.code(code_of(drawn), language="python")
