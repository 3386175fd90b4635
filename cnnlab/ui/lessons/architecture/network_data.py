"""What the view of a network is drawn from: the rows of its table, its nodes and edges, and what their units see."""

from collections import defaultdict
from typing import Any

from cnnlab.core.network.glance import last_convolution, most
from cnnlab.core.network.kinds import Kind, kind_of
from cnnlab.core.network.nodes import Node
from cnnlab.core.network.plan import Plan
from cnnlab.core.network.productive import Productive, State
from cnnlab.core.network.rows import Quantity, Row, sum_or_none
from cnnlab.core.network.spans import NOTHING, Span
from cnnlab.core.network.typed_size import written
from cnnlab.figures import palette
from cnnlab.ui.lessons.architecture.network_words import heads, in_words, reason_in_words, words
from cnnlab.ui.shell.language import _
from cnnlab.ui.widgets.numbers import in_bytes

COLOURS: dict[Kind, str] = {
    "convolution": palette.KINDS["Conv2D"],
    "depthwise": palette.KINDS["DepthwiseConv2D"],
    "transposed": palette.KINDS["Conv2DTranspose"],
    "pooling": palette.KINDS["MaxPooling2D"],
    "dense": palette.KINDS["Dense"],
    "normalization": palette.KINDS["BatchNormalization"],
    "input": "currentColor",
    "other": palette.GREY,
}
STATES: dict[State, str] = {
    "productive": palette.KINDS["DepthwiseConv2D"],
    "critical": palette.KINDS["MaxPooling2D"],
    "unproductive": palette.KINDS["Dense"],
}
UNKNOWN = ("?", None)
MOST_TIES = 6
Cell = tuple[str, float | str | None]  # what is written, and what is sorted by


def network_data(plan: Plan, picture: str | None) -> dict[str, Any]:
    """The data of network_view.js; `picture` is a data URI."""
    by_row = defaultdict(list)
    for node in plan.nodes:
        by_row[node.row].append(node)
    listed: dict[bytes, tuple[int, list[int]]] = {}  # each different span once, flat
    nodes = [_node(node, listed) for node in plan.nodes]
    return {
        "heads": [text for text, _what in heads()],
        "meanings": [what for _text, what in heads()],
        "rows": [_row(row, by_row[row.name]) for row in plan.rows],
        "marks": _marks(plan.rows),
        "nodes": nodes,
        "edges": [[edge.source, edge.target, edge.skip] for edge in plan.edges],
        "counts": plan.counts,
        "spans": [flat for _number, flat in listed.values()],
        "sizes": _sizes(plan),
        "picture": picture,
        "lit": _first_lit(plan),
        "colours": COLOURS,
        "scale": palette.table(palette.EVEN).ravel().tolist(),
        "states": STATES,
        "range": _range(plan.productive),
        "words": words(),
    }


def _marks(rows: tuple[Row, ...]) -> list[tuple[str, str]]:
    """The rows that are looked for most, each with what it is; those that tie, up to a few."""
    last = last_convolution(rows)
    marks = [(last.name, _("Last convolution"))] if last else []
    told: tuple[tuple[Quantity, str, str], ...] = (
        ("parameters", _("Most parameters"), _("Most parameters, 1 of {count} layers")),
        ("multiply_adds", _("Most multiply-adds"), _("Most multiply-adds, 1 of {count} layers")),
    )
    for quantity, one, several in told:
        found = most(rows, quantity)
        what = one if len(found) < 2 else several.format(count=len(found))
        marks += [(row.name, what) for row in found[:MOST_TIES]]
    return marks


def _range(found: Productive | None) -> str:
    """The sizes of pictures at which every layer adds something, as a sentence."""
    if found is None:
        return ""
    lower, upper = (written(sizes if len(set(sizes)) > 1 else sizes[:1]) for sizes in (found.lower, found.upper))
    if lower == upper:
        return _("Pictures of {size} pixels suit all layers").format(size=lower)
    return _("Pictures from {lower} to {upper} pixels suit all layers").format(lower=lower, upper=upper)


def _first_lit(plan: Plan) -> int:
    """The node that is lit at first: the convolution of which a unit sees closest to a third of the picture."""
    start = next((lengths for lengths in _sizes(plan).values() if lengths), None)
    wanted = start[0] / 3 if start else 0
    off = {
        index: abs(node.sight.most()[0] - wanted)
        for index, node in enumerate(plan.nodes)
        if kind_of(node.class_name) in ("convolution", "depthwise") and node.sight.parts
    }
    return min(off, key=lambda index: off[index], default=0)


def _node(node: Node, listed: dict[bytes, tuple[int, list[int]]]) -> dict[str, Any]:
    return {
        "row": node.row,
        "kind": kind_of(node.class_name),
        "name": node.class_name,
        "window": node.window,
        "shape": node.shape,
        "part": node.part_of,
        "first": node.first,
        "block": node.block,
        "repetition": node.repetition,
        "spans": [[_number(span, listed) for span in spans] for spans in node.sight.parts],
        "source": node.sight.source,
        "why": node.sight.reason,
        "gated": node.gated,
        "state": node.state,
    }


def _sizes(plan: Plan) -> dict[int, list[int] | None]:
    """The sizes of the picture that each input takes; the inputs of nested networks come after them."""
    inputs = [node for node in plan.nodes if node.class_name == "InputLayer"]
    return {node.sight.source: _lengths(node) for node in reversed(inputs)}


def _lengths(node: Node) -> list[int] | None:
    """How many units there are along each axis; None where it is not known what they see."""
    return [len(span) for span in node.sight.parts[0]] if node.sight.parts else None


def _number(span: Span, listed: dict[bytes, tuple[int, list[int]]]) -> int:
    data = span.tobytes()
    if data not in listed:
        flat = [0 if value == NOTHING[0] else max(0, value) for value in span.ravel().tolist()]
        listed[data] = len(listed), flat
    return listed[data][0]


def _row(row: Row, nodes: list[Node]) -> dict[str, Any]:
    field = row.receptive_field.size if row.receptive_field else None
    return {"name": row.name, "kind": kind_of(row.class_name), "field": field, "cells": _cells(row, nodes)}


def _cells(row: Row, nodes: list[Node]) -> list[Cell]:
    memory = sum_or_none(node.memory for node in nodes) if nodes else None
    sizes = [size for shape in row.output_shapes[:1] if shape for size in shape if size]
    return [
        (row.name, row.name),
        (row.class_name, row.class_name),
        (_(" or ").join(written(shape) for shape in row.output_shapes), sizes[0] if sizes else None),
        _field(row, nodes),
        _whole(row.parameters),
        _whole(row.multiply_adds),
        UNKNOWN if memory is None else (in_bytes(memory), memory),
        _whole(row.trainable_parameters),
    ]


def _whole(number: int | None) -> Cell:
    return UNKNOWN if number is None else (f"{number:,}", number)


def _field(row: Row, nodes: list[Node]) -> Cell:
    """The receptive field; where it is not the same for all units, the most that one of them sees."""
    reasons = [node.sight.reason for node in nodes if node.sight.reason]
    if row.receptive_field:
        sizes = row.receptive_field.size
    elif reasons or not nodes:
        return " · ".join(["?", *(reason_in_words(reason) for reason in reasons[:1])]), None
    else:
        sizes = tuple(map(max, zip(*(node.sight.most() for node in nodes), strict=True)))
    text = written(sizes)
    worst = {node.state for node in nodes if node.state and node.state != "productive"}
    text = " · ".join([text, *map(in_words, sorted(worst))])
    return (_("{size} · gate: whole picture").format(size=text) if row.gated else text), max(sizes)
