"""Augmentation: every augmentation layer of Keras on real pictures."""

from functools import partial

import streamlit as st

from cnnlab.ui.lessons.augmentation import masks as augment_masks
from cnnlab.ui.lessons.augmentation import networks as augment_network
from cnnlab.ui.lessons.augmentation import questions as augment_predict
from cnnlab.ui.lessons.augmentation import settings as augment
from cnnlab.ui.lessons.augmentation import show as augment_answer
from cnnlab.ui.lessons.augmentation import teaching as augment_lesson
from cnnlab.ui.shell import frame
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets import controls

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
