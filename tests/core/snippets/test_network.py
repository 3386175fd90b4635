"""The code for a network, run and compared with its table."""

import contextlib
import io
import os

import keras
import pytest

from cnnlab.core.network.famous import FAMOUS, KERAS, config, famous
from cnnlab.core.network.rows import total
from cnnlab.core.snippets.network import network_code, of_applications, of_file

OTHER_SIZE = {"lenet5_fully_connected": (48, 40, 1), "ResNet50": (96, 128, 3), "googlenet": (180, 180, 3)}


def printed_by(code, folder):
    """What code prints in a folder, and in a session of Keras that has built nothing else."""
    keras.backend.clear_session()
    printed = io.StringIO()
    before = os.getcwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(printed):
            exec(code, {})
    finally:
        os.chdir(before)
    return printed.getvalue().splitlines()


def expected(name, shape=None):
    """The lines for the table of a network: Keras counts no bare operations among its layers."""
    operations = {layer.name for layer in famous(name).layers if layer.operation}
    rows = famous(name).table(shape)
    return [
        *(f"{row.name} {row.output_shape} {row.parameters}" for row in rows if row.name not in operations),
        str(total(rows).known),
        str(total(rows, "trainable_parameters").known),
    ]


def source_of(name, folder):
    if name in KERAS:
        return of_applications(name)
    (folder / f"{name}.json").write_bytes(config(name))
    return of_file(f"{name}.json")


@pytest.mark.sweep
@pytest.mark.parametrize("name", FAMOUS)
def test_the_code_prints_the_table_of_a_famous_network(name, tmp_path):
    assert printed_by(network_code(source_of(name, tmp_path)), tmp_path) == expected(name)


@pytest.mark.parametrize("name", OTHER_SIZE)
def test_the_code_prints_the_table_for_another_input_size(name, tmp_path):
    """But for the name of the input, which is a new one."""
    shape = OTHER_SIZE[name]
    lines = printed_by(network_code(source_of(name, tmp_path), shape), tmp_path)
    assert [line.replace("input_layer_1 ", "input_layer ") for line in lines] == [
        line.replace("picture ", "input_layer ") for line in expected(name, shape)
    ]


def test_a_keras_file_is_loaded(tmp_path):
    keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Conv2D(2, 3, name="conv")]).save(tmp_path / "it's.keras")
    assert printed_by(network_code(of_file("it's.keras")), tmp_path) == ["conv (2, 2, 2) 20", "20", "20"]
