"""The digit network with its two pooling layers and without them, layer by layer."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.network import Row
from cnnlab.core.network.downsampling import compared
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.numbers import size
from cnnlab.ui.widgets.table import table

TITLE = N_("Why downsample?")


def downsampling(_settings: object, _answer: object) -> None:
    """Both tables, and what the difference means."""
    both = compared()
    columns = st.columns(2, gap="large")
    for column, title, rows in zip(columns, (_("With pooling"), _("Without pooling")), both, strict=True):
        with column:
            st.header(title, anchor=False)
            st.markdown(_table(rows))
    pooled, plain = both
    values = {
        "few": f"{pooled[-2].output_shape[0]:,}",
        "many": f"{plain[-2].output_shape[0]:,}",
        "dense_few": f"{pooled[-1].parameters:,}",
        "dense_many": f"{plain[-1].parameters:,}",
        "seen": _seen(pooled[-3]),
        "seen_plain": _seen(plain[-3]),
    }
    st.markdown(lesson("pooling", "downsampling", **values))


def _table(rows: tuple[Row, ...]) -> str:
    head = [_("Layer"), _("Output"), _("Parameters"), _("Receptive field")]
    return table(
        head,
        [[f"{row.name} · {row.class_name}", _output(row), f"{row.parameters:,}", _seen(row)] for row in rows],
    )


def _output(row: Row) -> str:
    """The output shape, marked if it is read in the model's file instead of worked out."""
    shape = size(row.output_shape)
    return _("{shape} (from the file)").format(shape=shape) if row.saved else shape


def _seen(row: Row) -> str:
    """The receptive field, height × width; a dash where a unit sees everything."""
    return size(row.receptive_field.size) if row.receptive_field else "–"
