"""Augmentation: every augmentation layer of Keras on real pictures."""

import streamlit as st

from cnnlab.ui import frame
from cnnlab.ui.augmentation import (
    augment,
    augment_answer,
    augment_lesson,
    augment_masks,
    augment_network,
    augment_predict,
)
from cnnlab.ui.language import _, lesson

frame.page("augmentation")

left, right = st.columns([0.34, 0.66], gap="large")
with right:
    above, grid, below = st.container(), st.container(), st.container()
    st.subheader(_("Try this"), anchor=False)
    augment_lesson.contrasts()
with left:
    settings = augment.controls_of_the_page(above, below)
with grid:
    there = augment_answer.show_grid(settings)

if there:
    st.divider()
    reading, trying = st.columns(2, gap="large")
    with reading:
        st.subheader(_("What to notice"), anchor=False)
        st.markdown(lesson("augmentation", "notice", **augment_lesson.facts()))
    with trying:
        st.subheader(_("Predict"), anchor=False)
        augment_predict.predict(settings)
    augment_answer.code(settings)
    st.divider()
    st.header(_("What it does to a network"), anchor=False)
    augment_network.network(settings)
    st.divider()
    st.header(_("A picture with its mask"), anchor=False)
    augment_masks.masks(settings)
