"""What the Grad-CAM page shows of its answer: the numbers, the map, how it was computed, the notes."""

import streamlit as st

from cnnlab.core.cards.stages import pixels_per_cell
from cnnlab.core.errors import N_
from cnnlab.core.heat_maps import DEFAULT, Method
from cnnlab.figures import palette
from cnnlab.figures.heat import drawn
from cnnlab.ui.lessons.grad_cam.answer import Answer
from cnnlab.ui.lessons.grad_cam.download import download, sheet_of
from cnnlab.ui.lessons.grad_cam.formula import formula
from cnnlab.ui.lessons.grad_cam.settings import CONTROLS, Settings
from cnnlab.ui.shell.ask import device_line, note_cpu_fallback
from cnnlab.ui.shell.cache import jpeg_uri
from cnnlab.ui.shell.held import Itself, held_by_all
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.heat_view import heat_view
from cnnlab.ui.widgets.numbers import numbers as show_numbers
from cnnlab.ui.widgets.numbers import percent, signed, size

LARGEST = 1024  # pixels a side of the picture in the figure
MOST_CELLS = 56  # a side of the map that the browser draws
NOTICEABLE = 0.05  # seconds of a stage that are worth mentioning

SHOWS = {
    "evidence": N_('Evidence for "{name}" ({more}; scaled to a maximum of 1)'),
    "activity": N_("Where the layer is most active ({more}; scaled to a maximum of 1)"),
    "sensitivity": N_('How sensitive the score for "{name}" is ({more}; scaled to a maximum of 1)'),
}
OF_PIXELS = {"evidence": N_('Evidence for "{name}"'), "sensitivity": N_('How sensitive the score for "{name}" is')}


def numbers(settings: Settings, answer: Answer) -> None:
    """The probability, the logit and the size of the map; the formula with the numbers in it."""
    found, index = answer.explanation, answer.class_index
    with st.container(horizontal=True, vertical_alignment="center"):
        show_numbers(
            [
                (_("Probability"), percent(float(answer.probabilities[index]))),
                (_("Logit"), signed(found.logits[index], ".2f"), _logit_note(answer)),
                (_("Map size"), size(found.signed.shape)),
            ]
        )
        st.markdown(formula(found.logits, index, found.activation), width="content")


def _logit_note(answer: Answer) -> str:
    if answer.explanation.activation == "softmax":
        return _("score before softmax")
    if answer.one_unit and answer.class_index == 0:
        return _("the only output, negated")
    return _("score before the sigmoid")


def figure(settings: Settings, answer: Answer) -> None:
    """The map in the chosen view; a class without evidence and a stretched picture are mentioned below it."""
    found, name = answer.explanation, answer.name
    cells, heat = held_by_all(CONTROLS.key("drawn"), Itself(found), lambda: drawn(found.signed, MOST_CELLS))
    more = _("redder = more") if settings.scale == palette.JET else _("brighter = more")
    title = _(SHOWS[settings.method.shows]).format(name=name, more=more)
    if cells.shape != found.signed.shape:
        title = _("{what} ({more}; the top 1% is drawn as 1)").format(
            what=_(OF_PIXELS[settings.method.shows]).format(name=name), more=more
        )
    if not answer.has_evidence:
        title = _('No positive evidence for "{name}": the map is zero everywhere').format(name=name)
    cropped = f"{settings.picture.digest}-{settings.squaring}"
    heat_view(
        uri=jpeg_uri(settings.picture.own, digest=cropped, _picture=answer.square.view, most=LARGEST),
        heat=heat,
        signed=cells,
        view="over" if settings.view == "guess" and not answer.has_evidence else settings.view,
        scale=settings.scale,
        opacity=settings.opacity,
        words={
            "picture": settings.picture.name,
            "map": _('Heat map for "{name}"').format(name=name),
            "heat": title,
            "signed": _signed_words(settings),
            "cell": _("row {row}, column {column}"),
            "where": _('Where does the network find most evidence for "{name}"? Tap the place.').format(name=name),
            "nearest": _("You chose the brightest of the {count} cells."),
            "tied": _("You chose one of {ties} cells that are equally bright. No cell of the {count} is brighter."),
            "farther": _(
                "Where you tapped (dashed), the map is {value} of 1. Of its {count} cells, {above} are brighter."
            ),
            "keys": _("The arrow keys move from cell to cell, Enter chooses."),
        },
        sheet=sheet_of(settings, answer),
        key=CONTROLS.key("map"),
    )
    if not answer.has_evidence:
        text = _('No weighted sum of this layer is positive for "{name}", so the ReLU sets them all to 0.')
        if settings.method.at == "pixels":
            text = _('No value of this map is positive for "{name}", and negative ones are set to 0.')
        st.info(text.format(name=name), icon=":material/visibility_off:")
    if answer.square.stretch > 1.01:
        text = _("Stretched: one side of this picture was enlarged {times:.2f} times as much as the other.")
        st.info(text.format(times=answer.square.stretch), icon=":material/aspect_ratio:")


def _signed_words(settings: Settings) -> str:
    if settings.second is not None:
        return _("The larger of the two maps, each divided by its largest value")
    if settings.method.at == "layer":
        return _("Weighted sum of the feature maps, before the ReLU")
    return _("The map before its negative values are set to 0")


def below(settings: Settings, answer: Answer) -> None:
    """What the method is, the downloads, and how the answer was computed."""
    st.markdown(method_line(settings.method), width=840)
    download(settings, answer)
    _computed(answer)


def method_line(method: Method) -> str:
    """A method in one line: its source, what it computes, and when it misleads."""
    text = _("**{method}** ({source}). {idea} **When it misleads:** {misleads}")
    return text.format(
        method=_(method.title),
        source=method.source.replace("et al.", _("et al.")),
        idea=_(method.idea),
        misleads=_(method.misleads),
    )


def _computed(answer: Answer) -> None:
    """The range of the map before its ReLU, and which device computed it in what time."""
    note_cpu_fallback(answer.result)
    low, high = float(answer.explanation.signed.min()), float(answer.explanation.signed.max())
    if low < 0:
        text = _("Raw values: {low} to {high}. The ReLU sets the negative ones to 0.")
    else:
        text = _("Raw values: {low} to {high}. None is negative, so the ReLU changes nothing.")
    st.caption(text.format(low=signed(low, ".3g"), high=signed(high, ".3g")) + "  \n" + _timing(answer))


def _timing(answer: Answer) -> str:
    seconds = answer.result.seconds
    parts = [_("{milliseconds:.0f} ms for the map").format(milliseconds=1000 * seconds["running"])]
    if seconds.get("loading", 0) > NOTICEABLE:
        parts.append(_("{seconds:.1f} s to load the model").format(seconds=seconds["loading"]))
    if seconds.get("compiling", 0) > NOTICEABLE:
        parts.append(_("{seconds:.1f} s to compile it").format(seconds=seconds["compiling"]))
    return device_line() + " · " + ", ".join(parts)


def notes(settings: Settings, answer: Answer | None) -> None:
    """What to notice, what the logit is, and what the map adds up."""
    values = _facts(settings)
    texts = [lesson("grad_cam", "notice", **values)] if settings.method.at == "layer" else []
    if answer:  # only the answer says how this network turns scores into probabilities
        texts.append(lesson("grad_cam", "one_unit" if answer.one_unit else answer.explanation.activation, **values))
    if settings.method.id == DEFAULT:
        texts.append(lesson("grad_cam", "sums", **values))
    else:
        texts.append(f"- {method_line(settings.method)}\n\n" + lesson("grad_cam_methods", "every_map"))
    st.markdown("\n\n".join(texts))


def _facts(settings: Settings) -> dict[str, object]:
    """The values for the gaps in the notes."""
    stage, names = settings.stage, settings.network.names
    where = _("the layer `{layer}`") if stage.output == stage.convolution else _("`{layer}` (read at `{output}`)")
    return {
        "where": where.format(layer=stage.convolution, output=stage.output),
        "rows": stage.height,
        "columns": stage.width,
        "channels": f"{stage.channels:,}",
        "size": settings.size,
        "cell": pixels_per_cell(stage, settings.size),
        "first": names[0],
        "second": names[-1],  # of the two classes of a single output
    }
