"""What the lessons about layers say where a layer cannot be drawn as it is."""

import streamlit as st

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


def no_code() -> None:
    st.markdown(_("There is no code for a layer that Keras refuses or that is too large to draw."))
