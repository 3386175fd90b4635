"""The map of the Grad-CAM page in Keras."""

import streamlit as st

from cnnlab.core.heat_maps import DEFAULT
from cnnlab.core.snippets.grad_cam import PLAIN, grad_cam_code
from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.lessons.grad_cam.settings import Settings
from cnnlab.ui.shell.language import _, lesson


def text(settings: Settings, answer: Answer) -> str:
    """The code that computes the map that is shown."""
    found, method = answer.explanation, settings.method.id
    name = settings.network.english[answer.class_index]
    return grad_cam_code(settings.card, found.path, found.activation, answer.class_index, name, method)


def code(settings: Settings, answer: Answer | None) -> None:
    """How the code reaches the layer, and the code."""
    if answer is None:
        st.markdown(_("The code appears together with the map, because it depends on the network's answer."))
        return
    path, stage = answer.explanation.path, settings.stage
    if path["kind"] == "cnnlab" or settings.method.id not in PLAIN:
        own = settings.method.id == DEFAULT and settings.second is None
        st.markdown(lesson("grad_cam", "code_cnnlab") if own else lesson("grad_cam_methods", "code_method"))
        st.code(text(settings, answer), language="python")
        return
    sections = [f"code_{path['kind']}", *(["code_read_after"] if stage.output != stage.convolution else [])]
    values = {"layer": stage.convolution, "output": stage.output, "base": path["base"]}
    st.markdown(" ".join(lesson("grad_cam", section, **values) for section in sections))
    st.code(text(settings, answer), language="python")
