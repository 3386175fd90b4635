"""Files from strangers: what a .keras file gives, what is no such file, and that nothing swells; all without Keras."""

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
from tests.core.network.test_table import base, twins


def test_a_saved_model_is_read_from_its_path_or_its_bytes(tmp_path):
    model, path = twins(), tmp_path / "model.keras"
    model.save(path)
    expected = read(model.get_config()).table()
    assert read_keras_file(path).table() == read_keras_file(str(path)).table() == expected
    assert read_keras_file(path.read_bytes()).table() == expected


@pytest.mark.parametrize("card", cards(), ids=lambda each: each.id)
def test_the_models_that_come_with_the_lab(card):
    rows = read_keras_file(card.model_file).table()
    assert sum(row.parameters for row in rows) == card.parameters
    shapes = {row.name: row.output_shape for row in rows}
    assert all(
        shapes[each.convolution] == (each.height, each.width, each.channels)
        for each in card.stages
        if each.convolution in shapes
    )


def test_neither_keras_nor_weights_are_needed():
    model = next(each for each in cards() if each.id == "mnist_convnet").model_file
    code = (
        "import sys; from cnnlab.core.network import read_keras_file\n"
        f"assert len(read_keras_file({str(model)!r}).table()) > 5\n"
        "assert not {'keras', 'tensorflow', 'jax', 'torch'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def zipped(text, name="config.json"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, text)
    return file.getvalue()


def doubled(depth):
    """A network that calls a smaller one twice, which calls a smaller one twice, ...: 2^depth calls in few bytes."""
    layer = {"class_name": "ReLU", "name": "in", "config": {}}
    inputs = {"class_name": "InputLayer", "name": "input", "config": {"batch_shape": [None, 4]}, "inbound_nodes": []}

    def taken(name, call):
        return {"class_name": "__keras_tensor__", "config": {"keras_history": [name, call, 0]}}

    for _ in range(depth):
        nodes = [{"args": [taken("input", 0)], "kwargs": {}}, {"args": [taken("in", 0)], "kwargs": {}}]
        last = 2 if layer["class_name"] == "Functional" else 1
        config = {"name": "n", "layers": [inputs, layer | {"inbound_nodes": nodes}]}
        config |= {"input_layers": [["input", 0, 0]], "output_layers": [["in", last, 0]]}
        layer = {"class_name": "Functional", "name": "in", "config": config}
    return layer


def test_nesting_that_doubles_is_read_and_bounded():
    rows = read(doubled(8)).table()
    assert rows[-1].output_shape == (4,)
    with pytest.raises(NetworkError, match="at most 20000 layer calls"):
        read(doubled(15))


def test_an_archive_that_swells_is_not_unpacked():
    bomb = zipped(b" " * 12 * archive.LARGEST)
    assert len(bomb) < archive.LARGEST / 50
    tracemalloc.start()
    with pytest.raises(NetworkError, match="at most 5 MB"):
        read_keras_file(bomb)
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken < 4 * archive.LARGEST


def inside_one_another(depth):
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
        (lambda: read({"name": "mine", "units": 3}), "mine is no such model.*build it as a functional model"),
        (lambda: read({"layers": [{"config": {}}]}), "KeyError 'class_name'"),
        (lambda: read({"layers": [CONV, CONV]}), "names of their own"),
        (
            lambda: read({"layers": [CONV]}).table((5, 5, 1)),
            "The layer conv cannot be described: Conv2D reaches over 9",
        ),
        (lambda: read({"layers": [CONV]}).table((5, 5, 0)), r"\(5, 5, 0\) came"),
        (lambda: read({"layers": [CONV]}).table([(9, 9, 1), (9, 9, 1)]), "takes 1 inputs; 2 came"),
        (lambda: read({"layers": [{"class_name": "Functional", "config": {"layers": 3}}]}).table((5,)), "'Functional'"),
        (lambda: read(inside_one_another(22)), "at most 20 of them one inside another"),
    ],
)
def test_what_is_no_network_is_named(call, text):
    with pytest.raises(NetworkError, match=text):
        call()


def test_graphs_that_do_not_hold_are_named():
    config = json.loads(base().to_json())["config"]
    tensor = config["layers"][1]["inbound_nodes"][0]["args"][0]["config"]
    tensor["keras_history"] = ["norm", 0, 0]
    with pytest.raises(NetworkError, match="without circles"):
        read(config)
    tensor["keras_history"] = ["nobody", 0, 0]
    with pytest.raises(NetworkError, match="nobody is missing"):
        read(config)
    tensor["keras_history"] = ["small", 0, 1]
    with pytest.raises(NetworkError, match="should have an output 1"):
        read(config).table()


def places(value, path=()):
    """The path of every value in a config."""
    yield path
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(each, (*path, key))


def test_whatever_a_config_says_only_named_errors_come_back():
    rng, text = random.Random(11), twins().to_json()
    junk = [None, True, -1, 0, 2.5, 10**30, "valid", "base", [], [1, 2], ["base", 0, 0], {}, {"class_name": "ReLU"}]
    paths, refused = [each for each in places(json.loads(text)) if each], 0
    for _ in range(3000):
        config = json.loads(text)
        for _ in range(rng.randint(1, 2)):
            *way, last = rng.choice(paths)
            inside = config
            try:
                for key in way:
                    inside = inside[key]
                inside[last] = rng.choice(junk)
            except (KeyError, IndexError, TypeError):  # the other change has taken this place away
                continue
        try:
            read(config).table()
        except CnnLabError:
            refused += 1
    assert 500 < refused < 3000
