"""The configs of famous networks, against the networks that Keras builds."""

import lzma
import subprocess
import sys

import keras
import pytest

from cnnlab.core.network import NetworkError
from cnnlab.core.network.famous import CONFIGS, FAMOUS, KERAS, OWN, config, famous, file_of
from cnnlab.core.network.rows import total
from scripts.famous_networks import BUILT, build
from tests.core.network.keras_rows import count


@pytest.mark.sweep
@pytest.mark.parametrize("name", FAMOUS)
def test_every_layer_of_a_famous_network_is_as_keras_builds_it(name):
    keras.backend.clear_session()
    model = build(name)
    table = famous(name).table()
    rows = [row for row in table if row.name in {layer.name for layer in model.layers}]
    assert [(row.name, row.class_name) for row in rows] == [
        (layer.name, type(layer).__name__) for layer in model.layers
    ]
    assert [row.output_shape for row in rows] == [tuple(layer.output.shape)[1:] for layer in model.layers]
    assert [row.parameters for row in rows] == [layer.count_params() for layer in model.layers]
    assert total(table) == (model.count_params(), ())
    assert total(table, "trainable_parameters") == (count(model.trainable_weights), ())


def test_every_builder_of_keras_is_there():
    assert sorted(KERAS) == sorted(name for name in dir(keras.applications) if name[0].isupper())
    assert set(OWN) == set(BUILT) & set(OWN)


def test_there_is_a_file_for_each_and_no_other():
    assert {path.name for path in CONFIGS.iterdir()} == {file_of(name).name for name in FAMOUS}
    assert len({name.lower() for name in FAMOUS}) == len(FAMOUS)  # for file systems that take A for a


def test_all_files_together_are_small():
    assert sum(path.stat().st_size for path in CONFIGS.iterdir()) < 300_000  # bytes


def test_a_config_holds_no_path_or_user_of_the_machine_that_wrote_it():
    for name in FAMOUS:
        assert b"/" not in lzma.decompress(file_of(name).read_bytes()).replace(b"</", b""), name


@pytest.mark.parametrize("name", ["vgg16", "../VGG16", ""])
def test_another_name_is_refused(name):
    with pytest.raises(NetworkError, match="There is no famous network"):
        config(name)


def test_reading_needs_no_keras():
    code = (
        "import sys\nfrom cnnlab.core.network.famous import famous\nfamous('DenseNet201').table()\n"
        "print({'keras', 'tensorflow'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
