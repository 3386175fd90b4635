"""The drawings of the input pipeline, in HTML: a row of files for each step, the buffer draw by draw, a timetable."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from cnnlab.core.pipeline import CLASSES, FILES, PipelineSettings, Step, Tensor, schedule, shuffled
from cnnlab.figures.palette import RUNS

STYLE = Path(__file__).with_name("pipeline.css").read_text(encoding="utf-8")
LOAD, TRAIN, WAITING = 2, 3, 1  # the timetable's units for a batch, and how many finished batches may wait
TALLEST = 36  # pixels of the longest side of a decoded picture


def table(made: Sequence[Step], titles: Mapping[str, str], chosen: str) -> str:
    """A row for each step: its title and code, its ten files in their order and groups, the type and shape."""
    return _styled("".join(_row(step, titles[step.name], step.name == chosen) for step in made), "pipeline-rows")


def _row(step: Step, title: str, chosen: bool) -> str:
    groups = "".join(
        f"<span class='group' style='flex:{len(group)}'>{''.join(_tile(index, step.name) for index in group)}</span>"
        for group in step.elements
    )
    given = f"{len(step.elements)} × ({', '.join(_shape(tensor) for tensor in step.tensors)})"
    marked = " aria-current='step'" if chosen else ""
    said = f"<b>{escape(title)}</b> <code>{escape(step.code)}</code>"
    return (
        f"<div class='row {step.name}'{marked}><div class='said'>{said}</div><div class='files'>{groups}</div>"
        f"<div class='out'><code>{given}</code></div></div>"
    )


def _shape(tensor: Tensor) -> str:
    """A tensor's type and shape, as Python writes a shape.

    >>> _shape(Tensor("int32", (None,))), _shape(Tensor("string", ()))
    ('int32 (None,)', 'string ()')
    """
    return f"{tensor.dtype} {tensor.shape}"


def _tile(index: int, step: str) -> str:
    """A file by its class and number; a decoded picture has its own proportions, a resized one is a square."""
    file = FILES[index]
    height = width = TALLEST
    said = file.path
    if step == "decode":
        longest = max(max(other.height, other.width) for other in FILES)
        height, width = (round(TALLEST * side / longest) for side in (file.height, file.width))
        said = f"{file.path}, {file.height} × {file.width}"
    name = CLASSES[file.label]
    return (
        f"<span class='file {name}' title='{said}'><i style='height:{height}px;width:{width}px'></i>"
        f"<span>{name} {file.number}</span></span>"
    )


def draws(settings: PipelineSettings, in_buffer: str, comes_out: str) -> str:
    """What is in the buffer at each draw, with the file that comes out marked."""
    lines = []
    for number, draw in enumerate(shuffled(len(FILES), settings.buffer, settings.seed), start=1):
        held = "".join(_named(index, place == draw.place) for place, index in enumerate(draw.buffer))
        lines.append(f"<tr><th>{number}</th><td>{held}</td><td>{_named(draw.taken, True)}</td></tr>")
    head = f"<tr><th></th><th>{escape(in_buffer)}</th><th>{escape(comes_out)}</th></tr>"
    return _styled(f"<table>{head}{''.join(lines)}</table>", "pipeline-draws")


def _named(index: int, taken: bool) -> str:
    file = FILES[index]
    name = CLASSES[file.label]
    return f"<span class='name {name}{' taken' if taken else ''}'>{name} {file.number}</span>"


def timing(batches: int, words: Mapping[str, str]) -> str:
    """Two timetables of an epoch: preparing and training in turn, and at the same time.

    `words` names them ("without", "with") and their bars ("load", "train"); "total" is a text with {units}.
    """
    plans = {
        words["without"]: schedule(batches, LOAD, TRAIN, 0),
        words["with"]: schedule(batches, LOAD, TRAIN, WAITING),
    }
    longest = max(span.end for spans in plans.values() for span in spans)
    legend = "".join(f"<span class='{kind}'>{escape(words[kind])}</span>" for kind in ("load", "train"))
    parts = [f"<div class='legend'>{legend}</div>"]
    for title, spans in plans.items():
        bars = "".join(
            f"<span class='{span.kind}' style='left:{100 * span.start / longest:.2f}%;"
            f"width:{100 * (span.end - span.start) / longest:.2f}%'>{span.batch + 1}</span>"
            for span in spans
        )
        total = words["total"].format(units=max(span.end for span in spans))
        parts.append(f"<p><b>{escape(title)}</b>: {escape(total)}</p><div class='times'>{bars}</div>")
    return _styled("".join(parts), "pipeline-times")


def _styled(content: str, holder: str) -> str:
    colours = "".join(f".{holder} .{name}{{--file:{colour}}}" for name, colour in zip(CLASSES, RUNS[:2], strict=True))
    return f"<div class='{holder}'><style>{STYLE}{colours}</style>{content}</div>"
