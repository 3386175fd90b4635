"""Augmentation: every augmentation layer of Keras on real pictures."""

from functools import partial

import streamlit as st

from cnnlab.ui import controls, frame
from cnnlab.ui.augmentation import (
    augment,
    augment_answer,
    augment_lesson,
    augment_masks,
    augment_network,
    augment_predict,
)
from cnnlab.ui.language import _

frame.page("augmentation")

left, right = st.columns([0.34, 0.66], gap="large")
with right:
    above, grid, below = st.container(), st.container(), st.container()
    augment_lesson.contrasts()
with left:
    settings = augment.controls_of_the_page(above, below)
with grid:
    there = augment_answer.show_grid(settings)

if there:
    controls.tabs(
        augment.PREFIX,
        {
            "predict": (_("Predict"), partial(augment_predict.predict, settings)),
            "notes": (_("Notes"), augment_lesson.notes),
            "code": (_("Code"), partial(augment_answer.code, settings)),
            "network": (_("What it does to a network"), partial(augment_network.network, settings)),
            "masks": (_("A picture with its mask"), partial(augment_masks.masks, settings)),
        },
    )
