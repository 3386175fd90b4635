"""Untrusted files: valid .keras files, invalid ones, and archive bombs; all without Keras."""

import io
import json
import random
import subprocess
import sys
import tracemalloc
import zipfile

import pytest

from cnnlab.core.cards import cards
from cnnlab.core.errors import CnnLabError
from cnnlab.core.network import NetworkError, archive, read, read_keras_file
from tests.core.network.test_generated import generated
from tests.core.network.test_table import base, twins


def test_a_saved_model_is_read_from_a_path_or_from_bytes(tmp_path):
    model, path = twins(), tmp_path / "model.keras"
    model.save(path)
    expected = read(model.get_config()).table()
    assert read_keras_file(path).table() == read_keras_file(str(path)).table() == expected
    assert read_keras_file(path.read_bytes()).table() == expected


@pytest.mark.parametrize("card", cards(), ids=lambda card: card.id)
def test_the_models_that_come_with_cnn_lab(card):
    rows = read_keras_file(card.model_file).table()
    assert sum(row.parameters for row in rows) == card.parameters
    shapes = {row.name: row.output_shape for row in rows}
    assert all(
        shapes[stage.convolution] == (stage.height, stage.width, stage.channels)
        for stage in card.stages
        if stage.convolution in shapes
    )


def test_neither_keras_nor_weights_are_needed():
    model = next(card for card in cards() if card.id == "mnist_convnet").model_file
    code = (
        "import sys; from cnnlab.core.network import read_keras_file\n"
        f"assert len(read_keras_file({str(model)!r}).table()) > 5\n"
        "assert not {'keras', 'tensorflow', 'jax', 'torch'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def zipped(text, name="config.json"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive_file:
        archive_file.writestr(name, text)
    return file.getvalue()


def doubled(depth):
    """A network that calls a nested one twice, which calls a nested one twice, ...: 2^depth calls in few bytes."""
    layer = {"class_name": "ReLU", "name": "in", "config": {}}
    inputs = {"class_name": "InputLayer", "name": "input", "config": {"batch_shape": [None, 4]}, "inbound_nodes": []}

    def tensor(name, call):
        return {"class_name": "__keras_tensor__", "config": {"keras_history": [name, call, 0]}}

    for _ in range(depth):
        nodes = [{"args": [tensor("input", 0)], "kwargs": {}}, {"args": [tensor("in", 0)], "kwargs": {}}]
        last = 2 if layer["class_name"] == "Functional" else 1
        config = {"name": "n", "layers": [inputs, layer | {"inbound_nodes": nodes}]}
        config |= {"input_layers": [["input", 0, 0]], "output_layers": [["in", last, 0]]}
        layer = {"class_name": "Functional", "name": "in", "config": config}
    return layer


def test_exponential_nesting_is_read_up_to_a_limit():
    rows = read(doubled(8)).table()
    assert rows[-1].output_shape == (4,)
    with pytest.raises(NetworkError, match="32,767 layer calls, more than the limit of 20,000"):
        read(doubled(15))


def test_an_archive_bomb_is_not_unpacked():
    bomb = zipped(b" " * 12 * archive.MAX_BYTES)
    assert len(bomb) < archive.MAX_BYTES / 50
    tracemalloc.start()
    with pytest.raises(NetworkError, match="larger than 5 MB"):
        read_keras_file(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * archive.MAX_BYTES


@pytest.mark.parametrize("as_bytes", [False, True])
def test_an_archive_of_more_than_two_gigabytes_has_64_bit_numbers_and_is_read(tmp_path, monkeypatch, as_bytes):
    """Python writes them from this size on; here it is told that a small archive is that large."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    path = tmp_path / "large.keras"
    path.write_bytes(zipped(base().to_json()))
    assert b"PK\x06\x06" in path.read_bytes()
    assert read_keras_file(path.read_bytes() if as_bytes else path).table() == read(base().get_config()).table()


def nested(depth):
    network = {"layers": []}
    for _ in range(depth):
        network = {"layers": [{"class_name": "Sequential", "config": network}]}
    return network


CONV = {"class_name": "Conv2D", "config": {"name": "conv", "filters": 1, "kernel_size": 9}}


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: read_keras_file(b""), "ZIP archive with a config.json"),
        (lambda: read_keras_file(b"PK\x03\x04" + b"\x00" * 200), "ZIP archive with a config.json"),
        (lambda: read_keras_file("nowhere.keras"), r"FileNotFoundError.*Save the model with model.save"),
        (lambda: read_keras_file(zipped("{}", "other.json")), "no item named 'config.json'"),
        (lambda: read_keras_file(zipped("no json")), "JSONDecodeError"),
        (lambda: read_keras_file(zipped(b"\xff\xfe\x00")), "UnicodeDecodeError"),
        (lambda: read_keras_file(zipped("[" * 100_000)), "RecursionError"),
        (lambda: read_keras_file(zipped("[1]")), "Sequential or functional"),
        (
            lambda: read({"name": "mine", "units": 3}),
            "mine is not a Sequential or functional model.*build it as a functional model",
        ),
        (lambda: read({"layers": [{"config": {}}]}), "KeyError 'class_name'"),
        (lambda: read({"weights": []}), "not a network: it has neither a class_name nor a list of layers"),
        (lambda: read({"layers": [CONV, CONV]}), "More than one layer is called conv"),
        (
            lambda: read({"layers": [CONV]}).table((5, 5, 1)),
            "The layer conv cannot be described: The window of Conv2D does not fit: it spans 9 × 9",
        ),
        (lambda: read({"layers": [CONV]}).table((5, 5, 0)), r"cannot use the input shape \(5, 5, 0\)\. Call table"),
        (
            lambda: read({"layers": [CONV]}).table([(9, 9, 1), (9, 9, 1)]),
            "The number of inputs of the network .* is 1, not 2",
        ),
        (lambda: read({"layers": [{"class_name": "Functional", "config": {"layers": 3}}]}).table((5,)), "'Functional'"),
        (lambda: read(nested(22)), "nested more than 20 deep"),
    ],
)
def test_an_invalid_file_or_config_is_refused(call, text):
    with pytest.raises(NetworkError, match=text):
        call()


def test_inconsistent_graphs_are_refused():
    config = json.loads(base().to_json())["config"]
    tensor = config["layers"][1]["inbound_nodes"][0]["args"][0]["config"]
    tensor["keras_history"] = ["norm", 0, 0]
    with pytest.raises(NetworkError, match="contains a cycle"):
        read(config)
    tensor["keras_history"] = ["nobody", 0, 0]
    with pytest.raises(NetworkError, match="uses outputs of nobody that do not exist"):
        read(config)
    tensor["keras_history"] = ["small", 0, 1]
    with pytest.raises(NetworkError, match="has no output 1"):
        read(config).table()


def paths_in(value, path=()):
    """The path of every value in a config."""
    yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths_in(item, (*path, key))


@pytest.mark.parametrize("build", [twins, lambda: generated(3), lambda: generated(16), lambda: generated(23)])
def test_any_config_raises_named_errors_only(build):
    rng, text = random.Random(11), build().to_json()
    junk = [None, True, -1, 0, 2.5, 10**30, "valid", "base", [], [1, 2], ["base", 0, 0], {}, {"class_name": "ReLU"}]
    paths, refused = [path for path in paths_in(json.loads(text)) if path], 0
    for _ in range(3000):
        config = json.loads(text)
        for _ in range(rng.randint(1, 2)):
            *parents, last = rng.choice(paths)
            inside = config
            try:
                for key in parents:
                    inside = inside[key]
                inside[last] = rng.choice(junk)
            except (KeyError, IndexError, TypeError):  # removed by the other change
                continue
        try:
            read(config).table()
        except CnnLabError:
            refused += 1
    assert 300 < refused < 3000
