"""What the Grad-CAM page says of an answer: the map, its numbers, the code, the download, a question."""

import numpy as np
import streamlit as st

from cnnlab.core.pictures import Square
from cnnlab.figures import encode, heat, palette, sheet
from cnnlab.ui.lessons.grad_cam import snippet as cam_code
from cnnlab.ui.lessons.grad_cam.formula import formula, percent
from cnnlab.ui.lessons.grad_cam.settings import PREFIX, Found, Settings
from cnnlab.ui.shell.ask import device_line, say_where
from cnnlab.ui.shell.cache import jpeg_uri
from cnnlab.ui.shell.language import _, lesson
from cnnlab.ui.widgets.heat_view import heat_view

MOST_SHOWN = 1024  # pixels a side of the picture in the figure


def show_map(found: Found, settings: Settings, square: Square) -> None:
    """The map in the view that was chosen; where nothing speaks for the class, that is said."""
    name = found.name
    top = _("redder: more") if settings.scale == palette.JET else _("brighter: more")
    scale = _("Evidence for {name} ({more}; its largest is 1)").format(name=name, more=top)
    if not found.has_evidence:
        scale = _("No positive evidence for {name}: the map is zero everywhere").format(name=name)
    heat_view(
        uri=jpeg_uri(f"{settings.picture.digest}-{settings.squaring}", square.view, MOST_SHOWN),
        heat=found.heat,
        signed=found.signed,
        view=settings.view,
        scale=settings.scale,
        opacity=settings.opacity,
        words={
            "picture": settings.picture.name,
            "map": _("Heat map for {name}").format(name=name),
            "heat": scale,
            "signed": _("Weighted sum of the feature maps, before the ReLU"),
            "cell": _("row {row}, column {column}"),
        },
        key=f"{PREFIX}map",
    )
    if not found.has_evidence:
        st.info(
            _(
                "No cell of this layer speaks for {name}: no weighted sum is above zero, and the ReLU drops the rest."
            ).format(name=name),
            icon=":material/visibility_off:",
        )


def numbers(found: Found, settings: Settings) -> None:
    """The numbers that matter, large; the formula with them in it; who computed them and how long it took."""
    stage, index = settings.stage, found.class_index
    probability, logit, size = st.columns(3)
    share = float(found.probabilities[index])
    probability.metric(_("Probability"), percent(share))
    logit.metric(_("Logit"), f"{found.logits[index]:.2f}", help=_logit_help(found))
    size.metric(_("Cells of the map"), f"{stage.height} × {stage.width}")
    st.markdown(formula(found.logits, index, share, found.activation))
    low, high = float(found.signed.min()), float(found.signed.max())
    if low < 0:
        text = _("Raw map: from {low:.3g} to {high:.3g}; the ReLU drops what is below 0.")
    else:
        text = _("Raw map: from {low:.3g} to {high:.3g}; nothing is below 0 here, so the ReLU drops nothing.")
    st.caption(text.format(low=low, high=high))


def _logit_help(found: Found) -> str:
    if found.activation == "softmax":
        return _("The score before softmax")
    if found.one_unit and found.class_index == 0:
        return _("The one output before the sigmoid speaks for the other class, so here it is negated")
    return _("The score before the sigmoid")


def timing(found: Found) -> None:
    """Who computed the map, and how long it took."""
    say_where(found.value)
    st.caption(_timing(found))


def _timing(found: Found) -> str:
    parts = [_("{milliseconds:.0f} ms for the map").format(milliseconds=1000 * found.seconds["running"])]
    if found.seconds.get("loading", 0) > 0.05:
        parts.append(_("{seconds:.1f} s for loading the model").format(seconds=found.seconds["loading"]))
    if found.seconds.get("compiling", 0) > 0.05:
        parts.append(_("{seconds:.1f} s for compiling").format(seconds=found.seconds["compiling"]))
    return device_line() + " · " + ", ".join(parts)


def download(found: Found, settings: Settings, square: Square) -> None:
    """The view as a PNG file, made when it is asked for."""
    english = settings.network.english[found.class_index].replace(" ", "-").replace("/", "-")
    st.download_button(
        _("Download this view as PNG"),
        data=lambda: encode.png(_as_pixels(found, settings, square)),
        file_name=f"grad-cam_{english}_{settings.stage.convolution}_{settings.view}.png",
        mime="image/png",
        icon=":material/download:",
        on_click="ignore",
        key=f"{PREFIX}download",
    )


def _as_pixels(found: Found, settings: Settings, square: Square) -> np.ndarray:
    """In English: the font that Pillow brings has no Hangul."""
    name = settings.network.english[found.class_index]
    title = f"{name}: {percent(found.probabilities[found.class_index])}"
    stage = settings.stage
    note = f"{settings.card.title.en} - Grad-CAM at {stage.convolution}, {stage.height} x {stage.width} cells - CNN Lab"
    if settings.view == "raw":
        exponent = heat.exponent(found.signed)
        moved = found.signed * 10.0**exponent
        reach = float(np.abs(moved).max())
        plate = sheet.numbered(moved, heat.enlarged(moved, sheet.SIDE))
        unit = f", in units of 10^-{exponent}" if exponent else ""
        words = [title, f"red: speaks for it, blue: against it{unit}", note]
        return sheet.sheet([plate], words, palette.table("diverging"), (f"{-reach:.2f}", "0", f"{reach:.2f}"))
    over = heat.blend(square.view, found.heat, settings.scale, settings.opacity)
    plates = [over] if settings.view == "over" else [square.view, over]
    words = [title, "where the network found evidence for it: 0 none, 1 the most", note]
    return sheet.sheet(plates, words, heat.faded(settings.scale, settings.opacity), ("0", "0.5", "1"))


def facts(settings: Settings) -> dict[str, object]:
    """The numbers in the lesson's words, of the layer that is looked at."""
    stage, size = settings.stage, settings.size
    own_end = stage.output == stage.convolution
    where = _("the layer `{layer}`") if own_end else _("`{layer}` (read after `{output}`)")
    return {
        "where": where.format(layer=stage.convolution, output=stage.output),
        "layer": stage.convolution,
        "output": stage.output,
        "rows": stage.height,
        "columns": stage.width,
        "channels": stage.channels,
        "size": size,
        "cell": size // stage.height,
    }


def predict(settings: Settings) -> None:
    """How many numbers are in the map? Each wrong answer is a slip that has a name."""
    stage, size = settings.stage, settings.size
    right = stage.height * stage.width
    slips = {
        size * size: _("That is every pixel of the picture. The map has one number for each cell of the layer."),
        right * stage.channels: _(
            "Those are all numbers of the layer's {channels} feature maps. Grad-CAM adds them up into one map."
        ).format(channels=stage.channels),
    }
    given = st.radio(
        _("How many numbers does the map of {layer} hold?").format(layer=stage.convolution),
        sorted({right, *slips}),
        index=None,
        persist_state="session",
        format_func="{:,}".format,
        key=f"{PREFIX}predict_{stage.convolution}",
        horizontal=True,
    )
    if given == right:
        st.success(
            _("Yes: {rows} × {columns} cells make {right}. What you see in between is interpolated.").format(
                rows=stage.height, columns=stage.width, right=right
            )
        )
    elif given is not None:
        st.warning(slips[given])


def scores(found: Found, settings: Settings) -> None:
    """What the logit is, and how this network makes a probability of it."""
    first, second = settings.network.names[:2]
    section = "one_unit" if found.one_unit else found.activation
    st.markdown(lesson("grad_cam", section, first=first, second=second))


def notes(found: Found | None, settings: Settings) -> None:
    """What to notice, what the logit is, and what is added up."""
    st.markdown(lesson("grad_cam", "notice", **facts(settings)))
    if found:
        scores(found, settings)
    st.markdown(lesson("grad_cam", "sums", **facts(settings)))


def code(found: Found | None, settings: Settings) -> None:
    """The same in Keras, for what is on the page."""
    if found is None:
        st.markdown(_("The code comes with the map: it depends on what the network answers."))
        return
    said = [f"code_{found.way['kind']}"]
    if settings.stage.output != settings.stage.convolution:
        said.append("code_read_after")
    st.markdown(" ".join(lesson("grad_cam", each, **facts(settings), **found.way) for each in said))
    name = settings.network.english[found.class_index]
    code = cam_code.written(settings.card, settings.stage.output, found.way, found.activation, found.class_index, name)
    st.code(code, language="python")
