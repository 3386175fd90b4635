"""What the Grad-CAM page says of an answer: the map, its numbers, the code, the download, a question."""

from importlib.resources import files

import numpy as np
import streamlit as st

from cnnlab.core.pictures import Square
from cnnlab.core.scores import denominator
from cnnlab.figures import encode, heat, palette, sheet
from cnnlab.ui.ask import device_line
from cnnlab.ui.cache import class_names, jpeg_uri, model_cards
from cnnlab.ui.cam import MODEL, PREFIX, Found, Settings, name_of
from cnnlab.ui.heat_view import heat_view
from cnnlab.ui.language import _, lesson

MOST_SHOWN = 1024  # pixels a side of the picture in the figure
CODE = files("cnnlab.text").joinpath("grad_cam_snippet.txt").read_text(encoding="utf-8")


def show_map(found: Found, settings: Settings, square: Square) -> None:
    """The map in the view that was chosen; where nothing speaks for the class, that is said."""
    name = name_of(found.class_index)
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
    probability.metric(_("Probability"), f"{share:.1%}" if share >= 0.001 else "< 0.1%")
    logit.metric(_("Logit"), f"{found.logits[index]:.2f}", help=_("The score before softmax"))
    size.metric(_("Cells of the map"), f"{stage.height} × {stage.width}")
    grouped = f"{denominator(found.logits):,.0f}".replace(",", "{,}")
    st.markdown(
        rf"$p = \dfrac{{e^{{z}}}}{{\sum_j e^{{z_j}}}} = \dfrac{{e^{{{found.logits[index]:.2f}}}}}{{{grouped}}}"
        rf" = {_in_formula(share)}$"
    )
    low, high = float(found.signed.min()), float(found.signed.max())
    if low < 0:
        text = _("Raw map: from {low:.3f} to {high:.3f}; the ReLU drops what is below 0.")
    else:
        text = _("Raw map: from {low:.3f} to {high:.3f}; nothing is below 0 here, so the ReLU drops nothing.")
    st.caption(text.format(low=low, high=high))


def _in_formula(share: float) -> str:
    if share >= 0.001:
        return f"{share:.4f}"
    digits, _e, power = f"{share:.2e}".partition("e")
    return rf"{digits} \times 10^{{{int(power)}}}"


def timing(found: Found) -> None:
    """Who computed the map, and how long it took."""
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
    english = class_names(MODEL, "en")[0][found.class_index].replace(" ", "-")
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
    name = class_names(MODEL, "en")[0][found.class_index]
    title = f"{name}: {found.probabilities[found.class_index]:.1%}"
    stage = settings.stage
    note = f"Grad-CAM at {stage.convolution}, {stage.height} x {stage.width} cells - CNN Lab"
    if settings.view == "raw":
        reach = float(np.abs(found.signed).max())
        plate = sheet.numbered(found.signed, heat.enlarged(found.signed, sheet.SIDE))
        words = [title, "red: speaks for it, blue: against it", note]
        return sheet.sheet([plate], words, palette.table("diverging"), (f"{-reach:.2f}", "0", f"{reach:.2f}"))
    over = heat.blend(square.view, found.heat, settings.scale, settings.opacity)
    plates = [over] if settings.view == "over" else [square.view, over]
    words = [title, "where the network found evidence for it: 0 none, 1 the most", note]
    return sheet.sheet(plates, words, heat.faded(settings.scale, settings.opacity), ("0", "0.5", "1"))


def facts(settings: Settings) -> dict[str, object]:
    """The numbers in the lesson's words, of the layer that is looked at."""
    stage, size = settings.stage, model_cards()[MODEL].input.height
    return {
        "layer": stage.convolution,
        "output": stage.output,
        "rows": stage.height,
        "columns": stage.width,
        "channels": stage.channels,
        "size": size,
        "cell": size // stage.height,
    }


def predict(found: Found, settings: Settings) -> None:
    """How many numbers are in the map? Each wrong answer is a slip that has a name."""
    stage, size = settings.stage, model_cards()[MODEL].input.height
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


def code(found: Found, settings: Settings) -> None:
    """The same in Keras, for what is on the page."""
    with st.expander(_("The code: this map in Keras"), icon=":material/code:", key=f"{PREFIX}code"):
        st.markdown(lesson("grad_cam", "code", **facts(settings)))
        st.code(
            CODE.format(
                model=MODEL,
                layer=settings.stage.output,
                size=model_cards()[MODEL].input.height,
                class_index=found.class_index,
                class_name=class_names(MODEL, "en")[0][found.class_index],
            ),
            language="python",
        )
