"""An older recipe with ImageDataGenerator, what replaced it, and what wrongly scaled pictures cost."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.snippets.recipe import recipe_code
from cnnlab.core.transfer import HeadSettings
from cnnlab.core.transfer.recipe import ARGUMENTS, PICTURES, REPORTED, OldArgument, reported_difference
from cnnlab.core.transfer.scaling import Scaled, scaling_cost
from cnnlab.ui.lessons.transfer.answer import Answer
from cnnlab.ui.lessons.transfer.settings import CONTROLS
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.numbers import percent, signed
from cnnlab.ui.widgets.table import table

TITLE = N_("An older recipe")
SCALINGS = {
    "own": N_("Scaled by the base"),
    "instead": N_("Divided by 255 instead"),
    "twice": N_("Divided by 255, then scaled by the base"),
}


def recipe(settings: HeadSettings, answer: Answer | None) -> None:
    """The arguments one by one, the reported accuracies, and the measurement of wrong scaling."""
    st.markdown(lesson("transfer", "recipe"), width=840)
    st.markdown(table([_("Then → now"), _("What it does")], [_argument(one) for one in ARGUMENTS], words=True))
    with CONTROLS.box("recipe_code", _("The layers as code")) as is_open:
        if is_open:
            st.code(recipe_code(), language="python")
    reported = {name: percent(value) for name, value in REPORTED.items()}
    p_value = f"{reported_difference().p_value:.2f}"
    text = lesson("transfer", "recipe_reported", pictures=f"{PICTURES:,}", p=p_value, **reported)
    st.markdown(text, width=840)
    _scaling()


def _argument(one: OldArgument) -> list[str]:
    return [f"`{one.code}` → " + (f"`{one.now}`" if one.now else "–"), _(one.does)]


def _scaling() -> None:
    found = scaling_cost()
    st.markdown(lesson("transfer", "recipe_scaling"), width=840)
    rows = {row.scaling: row for row in found.rows}
    head = [_("Pictures"), _("The base sees"), _("Test accuracy"), _("Lost / gained pictures")]
    st.markdown(table(head, [_measured(rows[name]) for name in SCALINGS]))
    text = _(
        "Measured by `{command}` on {pictures} test pictures; ± is the standard error. Lost: only the base's own "
        "scaling has them right; gained: only this one. p: McNemar's test on those."
    )
    st.caption(text.format(command=found.command, pictures=f"{found.test_pictures:,}"))
    st.markdown(lesson("transfer", "recipe_scaled"), width=840)


def _measured(row: Scaled) -> list[str]:
    between = _("{low} to {high}").format(low=signed(row.low, ".2f"), high=signed(row.high, ".2f"))
    accuracy = f"{row.test:.3f} ± {row.error:.3f}"
    if row.scaling == "own":
        return [_(SCALINGS[row.scaling]), between, accuracy, "–"]
    p_value = "< 0.001" if row.p_value < 0.001 else f"= {row.p_value:.3f}"
    return [_(SCALINGS[row.scaling]), between, accuracy, f"{row.lost} / {row.gained} (p {p_value})"]
