"""A lesson for each famous network: its idea, its numbers, what it changed."""

import streamlit as st

from cnnlab.core.errors import N_
from cnnlab.core.network.famous import FAMOUS
from cnnlab.core.network.famous.blocks import BLOCKS, block
from cnnlab.core.network.famous.facts import Facts, facts
from cnnlab.ui.lessons.architecture.answer import Answer
from cnnlab.ui.lessons.architecture.network_view import network_view
from cnnlab.ui.lessons.architecture.settings import CONTROLS, Settings
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.controls import show
from cnnlab.ui.widgets.numbers import short_count
from cnnlab.ui.widgets.table import table

TITLE = N_("Ideas")
IDEAS = {  # sections of the text, with their networks, in the order of their years
    "lenet": ("lenet5_fully_connected", "lenet5"),
    "alexnet": ("alexnet", "alexnet_one_group"),
    "vgg": ("VGG16", "VGG19"),
    "googlenet": ("googlenet", "googlenet_auxiliary"),
    "resnet": ("resnet34", "resnet50_v1_5", "ResNet50"),
    "xception": ("Xception", "InceptionV3"),
    "se": ("se_resnet50",),
    "mobilenet": ("MobileNetV2",),
    "efficientnet": ("efficientnet_lite0", "EfficientNetB0"),
}


def ideas(settings: Settings, _answer: Answer | None) -> None:
    """A choice among the networks with a lesson, the lesson about the chosen one, and a table of all."""
    names = [name for networks in IDEAS.values() for name in networks]
    key = CONTROLS.key("idea")
    st.pills(
        _("Show"),
        [networks[0] for networks in IDEAS.values()],
        format_func=lambda name: _(FAMOUS[name]),
        key=key,
        wrap=True,
        on_change=_choose,
        args=(key,),
    )
    reading, comparing = st.columns([4, 5], gap="large")
    with reading:
        name = next((name for name, networks in IDEAS.items() if settings.given.name in networks), None)
        if name is None or settings.given.own:
            st.markdown(_("This network has no text of its own. Choose one of those in the table."))
        else:
            st.markdown(lesson("architecture", f"idea_{name}", **values(name)))
        st.markdown(lesson("architecture", "ideas"))
    with comparing:
        if name is not None and not settings.given.own:
            _drawn(name)
        head = [_("Name"), _("Trainable parameters"), _("Multiply-adds"), _("Receptive field")]
        st.markdown(table(head, [_row(name, facts(name)) for name in names]))


def _drawn(name: str) -> None:
    """The block that the lesson is about, as a drawing."""
    network, start, last = BLOCKS[name]
    title = _("**Its block**, in {network}: after {start}, up to {last}")
    st.markdown(title.format(network=_(FAMOUS[network]), start=f"`{start}`", last=f"`{last}`"))
    network_view(block(name), None, picture=None, key=CONTROLS.key("block_view"), alone=True)


def _row(name: str, of: Facts) -> list[str]:
    return [_(FAMOUS[name]), f"{of.trainable:,}", short_count(of.multiply_adds), f"{of.field:,}"]


def _choose(key: str) -> None:
    """Set the page's network; the choice is taken back, so that it can be made again."""
    name = st.session_state[key]
    if name is not None:
        show(CONTROLS.settings({"network": name}))
        st.session_state[key] = None


def values(name: str) -> dict[str, str]:
    """The values for the gaps in a lesson's text: those of its networks, by their names."""
    found = {network: facts(network) for network in IDEAS[name]}
    written = {key: text for network, of in found.items() for key, text in _written(network, of).items()}
    if name == "resnet":
        written["biases"] = f"{found['ResNet50'].trainable - found['resnet50_v1_5'].trainable:,}"
    if name == "se":
        excited, plain = found["se_resnet50"], facts("resnet50_v1_5")
        written["excitation"] = f"{excited.trainable - plain.trainable:,}"
        written["excitation_work"] = f"{excited.multiply_adds / plain.multiply_adds - 1:.2%}"
    return written


def _written(network: str, of: Facts) -> dict[str, str]:
    return {
        network: f"{of.trainable:,}",
        f"{network}_work": short_count(of.multiply_adds),
        f"{network}_field": f"{of.field:,}",
        f"{network}_dense": f"{of.dense_parameters / of.parameters:.0%}",
        f"{network}_dense_work": f"{of.dense_multiply_adds / of.multiply_adds:.0%}",
    }
