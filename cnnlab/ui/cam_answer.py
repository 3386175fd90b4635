"""What the Grad-CAM page says of an answer: the map, its numbers, the code, the download, a question."""

from importlib.resources import files

import numpy as np
import streamlit as st

from cnnlab.core.pictures import Square
from cnnlab.figures import encode, heat
from cnnlab.ui import controls
from cnnlab.ui.ask import device_line
from cnnlab.ui.cache import class_names, jpeg_uri, model_cards
from cnnlab.ui.cam import MODEL, PREFIX, Found, Settings, name_of
from cnnlab.ui.heat_view import heat_view
from cnnlab.ui.language import _, lesson

MOST_SHOWN = 1024  # pixels a side of the picture in the figure
CODE = files("cnnlab.text").joinpath("grad_cam_snippet.txt").read_text(encoding="utf-8")


def show_map(found: Found, settings: Settings, square: Square) -> None:
    """The map in the view that was chosen; where nothing speaks for the class, that is said instead of a colour."""
    name = name_of(found.class_index)
    if not found.has_evidence:
        st.info(
            _("No positive evidence: at this layer no cell speaks for {name}. The map is zero everywhere.").format(
                name=name
            ),
            icon=":material/visibility_off:",
        )
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
            "heat": _("Evidence for {name}, as a share of its largest").format(name=name),
            "signed": _("Weighted sum of the feature maps, before the ReLU"),
            "cell": _("row {row}, column {column}"),
        },
        key=f"{PREFIX}map",
    )


def numbers(found: Found, settings: Settings) -> None:
    """The numbers that matter, large; the formula with them in it; who computed them and how long it took."""
    stage, index = settings.stage, found.class_index
    probability, logit, size = st.columns(3)
    probability.metric(_("Probability"), f"{found.probabilities[index]:.1%}")
    logit.metric(_("Logit (score before softmax)"), f"{found.logits[index]:.2f}")
    size.metric(_("Cells of the map"), f"{stage.height} × {stage.width}")
    total = np.exp(found.logits.astype(float)).sum()
    st.markdown(
        rf"$p = \dfrac{{e^{{z}}}}{{\sum_j e^{{z_j}}}} = \dfrac{{e^{{{found.logits[index]:.2f}}}}}{{{total:,.0f}}}"
        rf" = {found.probabilities[index]:.4f}$"
    )
    low, high = float(found.signed.min()), float(found.signed.max())
    st.caption(_("Raw map: from {low:.3f} to {high:.3f}; the ReLU drops what is below 0.").format(low=low, high=high))
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
    english = class_names(MODEL)[found.class_index].en.replace(" ", "-")
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
    if settings.view == "raw":
        return heat.enlarged(found.signed, max(224, len(square.view)))
    over = heat.blend(square.view, found.heat, settings.scale, settings.opacity)
    return over if settings.view == "over" else np.concatenate([square.view, over], axis=1)


def facts(settings: Settings) -> dict[str, object]:
    """The numbers in the lesson's words, of the layer that is looked at."""
    stage, size = settings.stage, model_cards()[MODEL].input.height
    return {
        "layer": stage.convolution,
        "rows": stage.height,
        "columns": stage.width,
        "channels": stage.channels,
        "size": size,
        "cell": size // stage.height,
    }


def contrasts() -> None:
    """One-click settings, each a contrast."""
    first = {f"{PREFIX}source": "example", f"{PREFIX}picture": "cat", f"{PREFIX}guess": "1", f"{PREFIX}view": "over"}
    last = model_cards()[MODEL].stages[-1].convolution
    settings = {
        _("The cat's second guess"): {**first, f"{PREFIX}guess": "2", f"{PREFIX}layer": last},
        _("An early layer: finer, but it knows less"): {**first, f"{PREFIX}layer": "block3b_expand_conv"},
        _("The cup instead of the coffee"): {
            **first,
            f"{PREFIX}picture": "coffee",
            f"{PREFIX}guess": "2",
            f"{PREFIX}layer": last,
        },
        _("The raw numbers, negative ones too"): {**first, f"{PREFIX}view": "raw", f"{PREFIX}layer": last},
    }
    for at, (label, values) in enumerate(settings.items()):
        controls.try_this(label, values, f"{PREFIX}try{at}")


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
        st.markdown(lesson("grad_cam", "code"))
        st.code(
            CODE.format(
                model=MODEL,
                layer=settings.stage.output,
                size=model_cards()[MODEL].input.height,
                class_index=found.class_index,
                class_name=class_names(MODEL)[found.class_index].en,
            ),
            language="python",
        )
