"""Configs of tf.keras 2 give the rows that Keras 2 computed; they were written by scripts/keras2_networks.py."""

import json
from pathlib import Path
from random import Random

import pytest

from cnnlab.core.network import NetworkError, read

SAVED = json.loads((Path(__file__).parent / "data/keras2.json").read_text(encoding="utf-8"))
OPERATIONS = {"tf.math.truediv": "TrueDivide", "tf.math.subtract": "Subtract"}  # instead of TFOpLambda


def rows_of(name: str) -> list[list]:
    return [
        [row.name, row.class_name, list(row.output_shape), row.parameters, row.trainable_parameters]
        for row in read(SAVED[name]["json"]).table()
    ]


@pytest.mark.parametrize("name", SAVED)
def test_the_rows_are_those_of_keras_2(name):
    expected = [[row[0], OPERATIONS.get(row[0], row[1]), *row[2:]] for row in SAVED[name]["rows"]]
    assert rows_of(name) == expected


def places(value, path=()):
    """The path to each value in a config."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


@pytest.mark.parametrize("name", ["sequential", "branches", "nested", "operations"])
def test_a_damaged_config_is_read_or_refused_with_a_reason(name):
    """Replace one value at a time; whatever is read has a table or a reason why not."""
    random, refused = Random(0), 0
    paths = [path for path in places(SAVED[name]["json"]["config"]) if path]
    for _ in range(400):
        damaged = json.loads(json.dumps(SAVED[name]["json"]))
        *way, last = random.choice(paths)
        value = damaged["config"]
        for key in way:
            value = value[key]
        value[last] = random.choice([None, [], {}, "", -1, 10**9, [None, 3], ["shared", 7, 0, {}], True, 0.5])
        try:
            read(damaged).table()
        except NetworkError:
            refused += 1
    assert 100 < refused < 400
