"""The stages of a network as plates: down on the left, up on the right, each row one size, skip connections across."""

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path

from cnnlab.core.requests import Stage
from cnnlab.figures.stage_picture import stage_uri
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import size

STYLE = Path(__file__).with_name("stages_view.css").read_text(encoding="utf-8")
SMALLEST, LARGEST = 36, 120  # pixels of a plate's side


def stages_html(stages: Sequence[Stage], picture: bytes) -> str:
    """The picture (a JPEG file) and the last stage of each size on either side as plates, with names and sizes."""
    largest = max(stage.shape[0] for stage in stages)
    uri = "data:image/jpeg;base64," + base64.b64encode(picture).decode()
    height, width = stages[-1].shape[:2]
    entry = _figure(uri, LARGEST, size((height, width, 3)), escape(_("the picture")))
    sizes = sorted({stage.shape[:2] for stage in stages}, reverse=True)
    rows = "".join(
        _row([stage for stage in stages if stage.shape[:2] == each], largest, entry if at == 0 else "")
        for at, each in enumerate(sizes)
    )
    heads = "".join(f"<b>{escape(head)}</b>" for head in (_("Down: what is there"), "", _("Up: where it is")))
    return f"<style>{STYLE}</style><div class='stages'>{heads}{rows}</div>"


def _row(stages: Sequence[Stage], largest: int, entry: str) -> str:
    """The plates of one size, `entry` before those on the way down; the bottom stands between both sides."""
    last = {stage.role: stage for stage in stages}
    if bottom := last.get("bottom"):
        return f"<div class='bottom'>{_plate(bottom, largest)}</div>"
    skip = next((stage for stage in stages if stage.joins), None)
    down = skip or last.get("down")
    words = escape(_("skip connection"))
    across = f"<span class='skip'>{words}</span>" if skip else ""
    plates = [_plate(stage, largest) if stage else "" for stage in (down, last.get("up"))]
    return f"<div>{entry or plates[0]}</div><div class='across'>{across}</div><div>{plates[1]}</div>"


def _plate(stage: Stage, largest: int) -> str:
    side = round(SMALLEST + (LARGEST - SMALLEST) * stage.shape[0] / largest)
    name = escape(stage.name).replace("_", "_<wbr>")  # where a narrow screen may break it
    return _figure(stage_uri(stage), side, size(stage.shape), f"<code>{name}</code>")


def _figure(uri: str, side: int, shape: str, name: str) -> str:
    return (
        f"<figure><img src='{uri}' alt='' style='width:{side}px;height:{side}px'>"
        f"<figcaption><span>{shape}</span>{name}</figcaption></figure>"
    )
