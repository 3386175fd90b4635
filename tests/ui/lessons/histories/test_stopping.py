"""When to stop, on the Training histories page: the strips of PQ and UP, and the criterion below the losses."""

import base64
import csv
from itertools import pairwise

import numpy as np
import pytest

from cnnlab.core.cards import card
from cnnlab.ui.lessons.histories import stopping
from tests.ui.conftest import numbers_of
from tests.ui.lessons.histories.test_page import figure

WATCHED = {"hist_tab": "stopping", "hist_watched": "cats_dogs_scratch"}


def losses(name: str = "val_loss") -> list[float]:
    with open(card("cats_dogs_scratch").folder / "history.csv", encoding="utf-8") as file:
        return [float(row[name]) for row in csv.DictReader(file)]


def criterion(test) -> dict:
    """The trace of the criterion, in the lower panel."""
    return next(trace for trace in figure(test, 1)["data"] if trace["yaxis"] == "y2")


def values(trace: dict) -> tuple[list[float], list[float]]:
    return tuple(
        np.frombuffer(base64.b64decode(trace[axis]["bdata"]), trace[axis]["dtype"]).astype(float).tolist()
        for axis in "xy"
    )


@pytest.mark.parametrize("strip", [1, 2, 5])
def test_up_looks_at_the_ends_of_strips(app, strip):
    """Worked out from the file: rises in a row from strip to strip, and where three are reached."""
    ends = losses()[strip - 1 :: strip]
    rows, row = [], 0
    for before, after in pairwise(ends):
        row = row + 1 if after > before else 0
        rows.append(row)
    stop = next((strip * (at + 2) for at, count in enumerate(rows) if count >= 3), None)
    test = app("histories", hist_rule="UP", hist_strip_UP=str(strip), **WATCHED)
    assert numbers_of(test)["Stops after epoch"] == ("never" if stop is None else str(stop))
    x, y = values(criterion(test))
    assert x == [strip * (at + 2) for at in range(len(rows))]
    assert y == rows


def test_the_strip_of_pq_is_that_of_the_paper_at_first_and_no_shorter_than_two(app):
    test = app("histories", hist_rule="PQ", **WATCHED)
    field = next(widget for widget in test.number_input if "strip" in widget.key)
    assert (field.value, field.min) == (5, 2)
    assert values(criterion(test))[0][0] == 5
    field.set_value(10).run()
    assert values(criterion(test))[0][0] == 10
    assert test.query_params["hist_strip_PQ"] == "10"


@pytest.mark.parametrize("rule", ["EarlyStopping", "GL"])
def test_other_rules_have_no_strip(app, rule):
    test = app("histories", hist_rule=rule, **WATCHED)
    assert not [widget.key for widget in test.number_input if "strip" in widget.key]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("rule", stopping.RULES)
def test_the_criterion_passes_its_limit_where_the_rule_stops(app, rule, language):
    test = app("histories", language, hist_rule=rule, **WATCHED)
    stop = int(next(iter(numbers_of(test).values())))
    x, y = values(criterion(test))
    limit = next(
        trace for trace in figure(test, 1)["data"] if trace["yaxis"] == "y2" and trace["line"]["dash"] != "solid"
    )
    height = values(limit)[1][0]
    reached = [
        epoch
        for epoch, value in zip(x, y, strict=True)
        if (value > height if rule in ("GL", "PQ") else value >= height)
    ]
    assert reached[0] == stop


def test_gl_is_the_percentage_above_the_lowest_loss(app):
    test = app("histories", hist_rule="GL", **WATCHED)
    found, known = values(criterion(test))[1], losses()
    assert found == pytest.approx([100 * (loss / min(known[: at + 1]) - 1) for at, loss in enumerate(known)], abs=1e-3)


def test_the_rule_is_named_in_full_above_its_criterion(app):
    test = app("histories", hist_rule="PQ", hist_strip_PQ="4", **WATCHED)
    texts = [note["text"] for note in figure(test, 1)["layout"]["annotations"]]
    assert "PQ, progress quotient: GL / P, at the end of every 4 epochs" in texts
    assert [text for text in texts if text in ("keeps", "stops")] == ["keeps", "stops"]
