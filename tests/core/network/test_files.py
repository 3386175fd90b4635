"""Files are read by their content: .keras, JSON of Keras 2 and 3, and what TensorFlow.js wraps around it."""

import json

import pytest

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.network import NetworkError, files, read, read_keras_file
from cnnlab.core.network import __main__ as command
from cnnlab.core.network.files import read_file
from tests.core.network.test_keras2 import SAVED
from tests.core.network.test_table import twins

DIGITS = PRETRAINED / "mnist_convnet" / "model.keras"


def test_a_keras_file_and_the_json_of_keras_3():
    assert read_file(DIGITS.read_bytes()).table() == read_keras_file(DIGITS).table()
    model = twins()
    assert read_file(model.to_json().encode()).table() == read(model.get_config()).table()


@pytest.mark.parametrize("wrap", [{"modelTopology": None}, {"modelTopology": {"model_config": None}}])
@pytest.mark.parametrize("name", ["nested_at_the_end", "mobile_net"])
def test_the_model_json_of_tensorflow_js(wrap, name):
    inner = {key: SAVED[name]["json"][key] for key in ("class_name", "config")}
    topology = inner if wrap["modelTopology"] is None else {"keras_version": "2.4.0", "model_config": inner}
    wrapped = {"format": "layers-model", "modelTopology": topology, "weightsManifest": [{"paths": ["weights.bin"]}]}
    assert read_file(json.dumps(wrapped).encode()).table() == read(SAVED[name]["json"]).table()


def without(value, names):
    """A config without these keys, as earlier versions of Keras 2 wrote it."""
    if isinstance(value, list):
        return [without(item, names) for item in value]
    if isinstance(value, dict):
        return {key: without(item, names) for key, item in value.items() if key not in names}
    return value


@pytest.mark.parametrize("name", SAVED)
def test_configs_of_earlier_versions_have_neither_modules_nor_built_shapes(name):
    earlier = without(SAVED[name]["json"], ("module", "registered_name", "build_config"))
    assert read_file(json.dumps(earlier).encode()).table() == read(SAVED[name]["json"]).table()


def test_a_sequential_model_of_keras_2_0_is_a_list_of_layers_without_an_input_layer():
    config = SAVED["sequential"]["json"]
    first, *layers = config["config"]["layers"]
    assert first["class_name"] == "InputLayer"
    found = read_file(json.dumps(config | {"config": layers}).encode())
    assert found.table() == read(config).table()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "neither a .keras file nor the JSON"),
        (b"\x89HDF\r\n\x1a\n\x00", "HDF5 file, which is not opened here"),
        (b"\xff\xfe{", "neither a .keras file nor the JSON"),
        (b"[]", "an object with class_name and config"),
        (b"{}", "nor a list of layers"),
        (b'{"modelTopology": {"model_config": "{}"}}', "nor a list of layers"),
        (
            b'{"class_name": "Functional", "config": {"layers": [], "input_layers": [7], "output_layers": []}}',
            "not the",
        ),
        (b"[" * 200_000, "neither a .keras file nor the JSON"),
        (b"PK\x03\x04 and nothing else", "cannot be read as a .keras file"),
    ],
)
def test_a_file_that_holds_no_network_is_refused_with_what_is_wrong(data, reason):
    with pytest.raises(NetworkError, match=reason):
        read_file(data)


def test_json_larger_than_any_network_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 20)
    with pytest.raises(NetworkError, match="larger than"):
        read_file(b'{"class_name": "Sequential"}')


def test_the_command_prints_the_table(capsys):
    assert command.main([str(DIGITS)]) is None
    lines = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    table = {line[0]: [text.strip() for text in line if text.strip()] for line in lines}
    assert table["conv3"] == ["conv3", "Conv2D", "3 x 3 x 128", "73,856", "73,856", "663,552", "18 x 18"]
    assert table["Total"][:3] == ["Total", "104,202", "104,202"]
    assert table["Memory to train with batches of 32 by Adam:"][1] == "6.7 MB"


def test_the_command_takes_another_size_and_says_what_is_wrong(capsys, tmp_path):
    broken = tmp_path / "model.h5"
    broken.write_bytes(files.HDF5)
    assert "HDF5" in command.main([str(broken)])
    assert "No such file" in command.main([str(tmp_path / "none")])
    model = tmp_path / "model.json"
    model.write_text(json.dumps(SAVED["mobile_net"]["json"]), encoding="utf-8")
    assert command.main([str(model), "--size", "96", "96", "3"]) is None
    assert "48 x 48 x 16" in capsys.readouterr().out
