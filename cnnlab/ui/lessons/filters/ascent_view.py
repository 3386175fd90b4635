"""The picture of an ascent so far, and the curve of its score, as HTML: it can be drawn again in the same place."""

import base64
from html import escape

from cnnlab.core.requests import Ascended
from cnnlab.figures.encode import png
from cnnlab.figures.palette import GREY, RUNS
from cnnlab.ui.shell import view
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import signed

WIDE, HIGH = 240, 48  # units of the curve's own scale


def ascent_html(name: str, run: Ascended | None, steps: int, of_class: bool) -> str:
    """The picture under the filter's name, and the score before each step; an empty frame before the first step.

    The score is a filter's mean or, with `of_class`, a class's logit.
    """
    done = run.steps if run else 0
    step = _("step {step} of {steps}").format(step=done, steps=steps)
    said = _("The picture for {name} after step {step} of {steps}").format(name=name, step=done, steps=steps)
    picture = '<div class="picture"></div>'
    if run is not None:
        uri = "data:image/png;base64," + base64.b64encode(png(run.picture)).decode()
        picture = f'<img class="picture" src="{uri}" alt="{escape(said)}">'
    drawn = f'data-drawn="{done}"' if run is not None else ""
    caption = f"<figcaption><strong>{escape(name)}</strong> <span>{escape(step)}</span></figcaption>"
    return f'<figure class="ascent" {drawn}>{caption}{picture}{_curve(run, steps, of_class)}</figure>'


def _curve(run: Ascended | None, steps: int, of_class: bool) -> str:
    """The score over all steps, 0 as a thin line, between its lowest and its highest value."""
    if run is None:
        return '<div class="curve"></div>'
    scores = [float(score) for score in run.scores]
    low, high = min(0.0, *scores), max(0.0, *scores)
    reach = (high - low) or 1.0
    points = " ".join(f"{WIDE * at / steps:.1f},{HIGH * (high - score) / reach:.1f}" for at, score in enumerate(scores))
    zero = HIGH * high / reach
    text = _("Made to raise the mean of this filter's map: {first} → {last}")
    if of_class:
        text = _("Made to raise the logit of this class: {first} → {last}")
    first, last = ("?" if view.hides(view.NUMBERS) else signed(scores[at], ".3g") for at in (0, -1))
    said = text.format(first=first, last=last)
    lines = (
        f'<line x1="0" x2="{WIDE}" y1="{zero:.1f}" y2="{zero:.1f}" stroke="{GREY}"/>'
        f'<polyline points="{points}" fill="none" stroke="{RUNS[0]}" stroke-width="2.5"/>'
    )
    box = f'viewBox="-2 -3 {WIDE + 4} {HIGH + 6}" preserveAspectRatio="none"'
    file = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{lines}</svg>'
    uri = "data:image/svg+xml;base64," + base64.b64encode(file.encode()).decode()
    alt = _("The score before each step")
    return f'<div class="curve"><span>{escape(said)}</span><img src="{uri}" alt="{escape(alt)}"></div>'
