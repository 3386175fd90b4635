"""The page "A digit's way" under AppTest: what is on the paper, its network, any number of it opened, the epochs.

One file, for the values of one drawing are shared by all of it.
"""

import doctest
import json
import re
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from cnnlab.core.cards import PRETRAINED, CardError
from cnnlab.core.digits import drawn, pieces
from cnnlab.engine import errors
from cnnlab.figures import encode, palette
from cnnlab.ui.lessons.digit import network_view
from cnnlab.ui.lessons.digit import settings as digit
from cnnlab.ui.lessons.digit import tries as digit_tries
from cnnlab.ui.lessons.digit.network_view import Cell, read_cell
from cnnlab.ui.lessons.digit.way import reaching_dense, way
from cnnlab.ui.shell import cache
from cnnlab.ui.shell.remembered import Remembered
from cnnlab.ui.widgets import table as digit_table
from cnnlab.ui.widgets.feature_maps import Group, Part, amounts, packed, signed
from tests.ui.conftest import open_tab, try_this

OWN_NUMBER = re.compile(r"term by term: \*\*(-?[\d.]+)\*\*.*own number: \*\*(-?[\d.]+)\*\*")
NETWORKS = [each for each in (digit.DIGITS, digit.CLOTHES) if each in cache.model_cards()]
LAYERS = [(model, each) for model in NETWORKS for each in way(cache.model_cards()[model]) if each.has_maps]


@pytest.fixture(scope="module")
def values():
    """What the engine itself says of a picture."""

    def asked(picture, model=digit.DIGITS):
        return cache.engine().submit("activations", model=model, picture=picture[..., None]).answer().value

    return asked


def said(test) -> str:
    return "\n".join(each.value for each in test.markdown)


def metrics(test) -> dict[str, str]:
    return {each.label: each.value for each in test.metric}


def table_rows(test, head: str) -> list[list[str]]:
    """The cells of the table whose head starts with a word."""
    text = next(each.value for each in test.markdown if each.value.startswith(f"|{head}"))
    return [line.strip("|").split("|") for line in text.splitlines()[2:]]


def number(text: str) -> float:
    return float(text.strip("*").replace(",", ""))


@pytest.mark.parametrize("module", [digit_table, network_view])
def test_examples_in_docstrings(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


def test_the_network_of_the_book_stands_on_the_page(app):
    test = app("digit", digit_tab="notes")
    assert metrics(test)["Parameters"] == "104,202"
    assert metrics(test)["Numbers that reach the dense layer"] == "1,152"
    assert metrics(test)["A cell of conv3 sees"] == "18 × 18 pixels"
    assert "$320 + 18{,}496 + 73{,}856 + 11{,}530 = 104{,}202$" in said(test)
    assert "gives **> 99.9%** to **3**" in said(open_tab(test, "digit_", "sure"))


@pytest.mark.sweep
@pytest.mark.parametrize(("model", "station"), LAYERS, ids=lambda each: getattr(each, "name", each))
@pytest.mark.parametrize("example", ["mnist-3", "fashion-9"])
def test_the_sum_of_any_cell_is_the_networks_own_number(app, values, model, station, example):
    layer, shape = station.name, station.shape
    own = values(pieces()[example].picture, model)[layer]
    generator = np.random.default_rng(shape[2])
    strongest = tuple(int(each) for each in np.unravel_index(own.argmax(), shape))
    for row, column, count in [strongest, tuple(int(generator.integers(each)) for each in shape)]:
        cell = Cell(layer, count, row, column)
        test = app("digit", digit_piece=example, digit_cell=str(cell), digit_model=model)
        worked_out, network = map(float, OWN_NUMBER.search(said(test)).groups())
        assert network == pytest.approx(own[row, column, count], abs=1e-4)
        assert worked_out == pytest.approx(own[row, column, count], abs=1e-4)


@pytest.mark.parametrize("label", [0, 3, 9])
def test_a_logit_is_the_sum_of_its_table(app, values, label):
    own = values(pieces()["mnist-3"].picture)["logits"][label]
    test = app("digit", digit_cell=f"predictions.{label}.0.0")
    worked_out, network = map(float, OWN_NUMBER.search(said(test)).groups())
    assert worked_out == pytest.approx(own, abs=1e-4)
    assert network == pytest.approx(own, abs=1e-4)
    *terms, total = table_rows(test, "Largest products")
    assert number(total[3]) == pytest.approx(sum(number(each[3]) for each in terms), abs=1e-3)
    for origin, value, weight, product in terms[:6]:
        assert re.fullmatch(r"conv3, map \d+, row [123], column [123]", origin)
        assert number(product) == pytest.approx(number(value) * number(weight), abs=1e-3)


def test_a_flattened_number_is_the_maps_it_came_from(app, values):
    found = values(pieces()["mnist-3"].picture)
    at = int(found["flatten"].argmax())
    row, column, channel = np.unravel_index(at, (3, 3, 128))
    text = said(app("digit", digit_cell=f"flatten.{at}.0.0"))
    assert f"map {channel + 1} of conv3 at row {row + 1}, column {column + 1}: **{found['conv3'].max():.4f}**" in text


def test_picking_a_cell_opens_it_and_stands_in_the_link(app):
    test = app("digit")
    assert test.number_input(key="digit_pick_number").value == 30
    test.selectbox(key="digit_pick_layer").set_value("conv3").run()
    assert test.number_input(key="digit_pick_row").value == 3  # row 20 of conv1, held inside
    test.number_input(key="digit_pick_number").set_value(128).run()
    assert test.query_params["digit_cell"] == "conv3.127.2.2"


@pytest.mark.parametrize(
    "link",
    [
        {"digit_cell": "conv9.1.2.3", "digit_piece": "mnist-77", "digit_ink": "AKA"},
        {"digit_cell": "conv1.999.1.1", "digit_kind": "x", "digit_epoch": "-4", "digit_like_mnist": "maybe"},
        {"digit_cell": "../../etc", "digit_piece": "own", "digit_ink": "A" * 5000, "digit_model": "?"},
        {"digit_cell": "predictions.99999.0.0", "digit_at": "9.9", "digit_model": "no_such_network"},
        {"digit_cell": "conv3.1.50.50", "digit_at": "99.99.0"},
        {"digit_piece": "mnist-77"},
    ],
)
def test_a_link_that_fits_nothing_falls_back(app, link):
    test = app("digit", digit_tab="notes", **link)
    assert not test.warning
    assert metrics(test)["Parameters"] == "104,202"
    assert "gives **> 99.9%** to **3**" in said(open_tab(test, "digit_", "sure"))


def test_reset_brings_the_first_sight_back(app):
    link = {"digit_piece": "own", "digit_ink": digit_tries.HOUSE, "digit_cell": "conv2.3.1.1", "digit_epoch": "2"}
    test = app("digit", "ko", digit_tab="sure", **link)
    assert "**0**에 **> 99.9%**" in said(test)
    test.button(key="reset").click().run()
    assert not test.exception
    assert "**3**에 **> 99.9%**" in said(open_tab(test, "digit_", "sure"))
    test.button(key="reset").click().run()
    assert [each for each in test.query_params if each.startswith("digit_")] == []


def shares(test) -> list[str]:
    return [row[3] for row in table_rows(test, "Class")]


TRIES = {
    0: ("sneaker", "2"),
    1: ("", "0"),
    2: ("", "1"),
    3: ("", "6"),
    4: ("", "7"),
    5: ("", "3"),
}


@pytest.mark.parametrize("at", TRIES)
def test_try_this_puts_something_on_the_paper(app, at):
    test = app("digit", digit_kind="fashion", digit_tab="sure")
    try_this(test, "digit_", at)
    thing, answer = TRIES[at]
    assert re.search(rf"{thing}.*to \*\*{answer}\*\*\.", said(test))
    assert ("none of the ten classes" in said(test)) == bool(thing)


def test_the_table_of_logits_is_the_engines(app, values):
    found = values(pieces()["fashion-7b"].picture)
    test = app("digit", digit_piece="fashion-7b", digit_tab="sure")
    for row, logit, share in zip(table_rows(test, "Class"), found["logits"], found["predictions"], strict=True):
        assert float(row[1]) == pytest.approx(logit, abs=0.006)
        power = re.fullmatch(r"\$([\d.]+)(?: \\times 10\^\{(-?\d+)\})?\$", row[2])
        assert float(power[1]) * 10 ** int(power[2] or 0) == pytest.approx(np.exp(logit), rel=0.02)
        assert ("0.1%" in row[3] and share < 0.001) or number(row[3].strip("%")) == pytest.approx(100 * share, abs=0.06)


def test_how_the_drawing_is_fitted_can_be_switched_off(app):
    link = {"digit_piece": "own", "digit_ink": digit_tries.CORNER, "digit_like_mnist": "False"}
    as_drawn = app("digit", digit_tab="sure", **link)
    assert "to **7**" in said(as_drawn)
    as_drawn.toggle(key="digit_like_mnist").set_value(True).run()
    assert "to **3**" in said(as_drawn)
    assert "digit_like_mnist" not in as_drawn.query_params
    assert app("digit").toggle(key="digit_like_mnist").disabled  # a test picture is taken as it is


@pytest.mark.parametrize("example", ["mnist-3", "own"])
def test_trouble_at_the_engine_is_told_and_can_be_tried_again(app, monkeypatch, example):
    def trouble(*_, **__):
        raise errors.busy(40)

    with monkeypatch.context() as patched:
        patched.setattr(cache.engine(), "submit", trouble)
        patched.setattr(Remembered, "get", lambda remembered, key: None)
        test = app("digit", digit_piece=example, digit_tab="notes")
        assert len(test.warning) == 1
        assert not test.metric
    next(each for each in test.button if each.label in ("Try again", "다시 시도")).click().run()
    assert not test.warning
    assert metrics(test)["Parameters"] == "104,202"


def test_without_the_network_of_the_digits_the_page_says_what_to_do(app, monkeypatch):
    def gone(card_id):
        raise CardError("One of the models {known} was expected; {asked} came.", known="-", asked=card_id)

    monkeypatch.setattr(digit, "model_cards", dict)
    monkeypatch.setattr(digit, "card", gone)
    test = app("digit")
    assert [each.value for each in test.warning] == ["One of the models - was expected; mnist_convnet came."]


def test_drawings_do_not_fill_the_shared_answers(app):
    app("digit")
    before = cache.answers().keys()
    app("digit", digit_piece="own", digit_ink=digit_tries.HOUSE)
    assert cache.answers().keys() == before


def test_the_epochs_lead_from_random_to_trained(app):
    test = app("digit", digit_tab="learned")
    assert metrics(test)["After epoch"] == "5"
    change = [number(metrics(test)["Change since the start, mean"].strip("%"))]
    for epoch in (2, 0):
        test.slider(key="digit_epoch").set_value(epoch).run()
        change.append(number(metrics(test)["Change since the start, mean"].strip("%")))
    assert metrics(test)["After epoch"] == "0, random"
    assert change[0] > change[1] > change[2] == 0


def test_the_prediction_names_the_slip_of_each_wrong_map(app):
    test = app("digit")
    key = next(each.key for each in test.radio if each.key.startswith("digit_predict"))
    told = []
    for letter in "ABCD":
        test.radio(key=key).set_value(letter).run()
        told.append([each.value for each in test.success] or [each.value for each in test.warning])
    assert sum("Right" in each[0] for each in told) == 1
    assert {each[0] for each in told if "Right" not in each[0]} == set(digit_tries.SLIPS.values())
    test.button(key="digit_another").click().run()
    assert not test.exception
    assert next(each.key for each in test.radio if each.key.startswith("digit_predict")) != key


@pytest.mark.parametrize("example", ["mnist-3", "fashion-9"])
def test_no_other_network_is_offered_where_there_is_no_card_for_it(app, example):
    keys = {each.key for each in app("digit", digit_piece=example).button_group}
    assert "digit_kind" in keys
    assert ("digit_model" in keys) == (digit.CLOTHES in cache.model_cards())


def test_cells_are_read_as_they_are_written():
    cell = Cell("a.b", 17, 3, 5)
    assert read_cell(str(cell)) == cell
    for text in ("", "conv1", "conv1.1.2", "conv1.1.2.x", "conv1.1.-2.3", "conv1.1.2.999999", "conv1.1.2.²"):
        assert read_cell(text) is None


def test_packed_maps_are_a_header_and_a_byte_for_each_cell():
    maps = np.stack([np.array([[0.0, 1.0], [2.0, 4.0]]), np.full((2, 2), -1.0)], axis=-1)
    data = packed([Group("both", [amounts(maps), signed(maps)], (8, 8))], said="so")
    length = int.from_bytes(data[:4], "little")
    header, blob = json.loads(data[4 : 4 + length]), data[4 + length :]
    assert header["said"] == "so"
    first, second = header["groups"][0]["parts"]
    assert (first["rows"], first["columns"], first["count"], first["low"], first["high"]) == (2, 2, 2, 0.0, 4.0)
    assert list(blob[first["at"] : first["at"] + 8]) == [0, 64, 128, 255, 0, 0, 0, 0]
    assert list(blob[second["at"] : second["at"] + 8]) == [128, 159, 191, 255, 96, 96, 96, 96]
    for name, table in (("viridis", palette.table("viridis")), ("diverging", palette.table("diverging"))):
        start = header["tables"][name]
        assert blob[start : start + 768] == table.tobytes()
    assert packed([Group("dark", [amounts(np.zeros((1, 1, 1)))], (8, 8))])[-1] == 0
    assert packed([Group("grey", [Part(np.full((1, 1, 1), 300), 0, 255, "greys")], (8, 8))])[-1] == 255


@pytest.mark.parametrize(("language", "boot"), [("en", "ankle boot"), ("ko", "앵클부츠")])
def test_the_larger_network_tells_its_own_numbers(app, language, boot):
    """Counted by hand: weights and biases of the notes' network, what it flattens, what its layers see."""
    test = app("digit", language, digit_model="fashion_mnist_convnet", digit_piece="fashion-9", digit_tab="notes")
    convolutions = [(7, 1, 64), (3, 64, 128), (3, 128, 128), (3, 128, 256), (3, 256, 256)]
    counted = [side * side * before * filters + filters for side, before, filters in convolutions]
    counted += [(before + 1) * units for before, units in ((3 * 3 * 256, 128), (128, 64), (64, 10))]
    assert f"{sum(counted):,}" in metrics(test).values()
    words = said(test)
    assert re.search(r"`conv1`\D+7 × 7", words)
    assert re.search(r"`conv3b`\D+34 × 34", words)
    assert re.search(r"`dense1`\D+2,304", words)
    assert f"**{boot}**" in said(open_tab(test, "digit_", "sure"))
    predicting = open_tab(test, "digit_", "predict")
    assert [each.key for each in predicting.radio if each.key.startswith("digit_predict_fashion")]


def fashion_like(path):
    """The file of a network with dropout between two dense layers, as far as the page reads it: its config."""
    layers = [
        {"class_name": "InputLayer", "config": {"name": "picture", "batch_shape": [None, 28, 28, 1]}},
        {"class_name": "Rescaling", "config": {"name": "scaling", "scale": 1 / 255}},
        {"class_name": "Conv2D", "config": {"name": "conv1", "filters": 4, "kernel_size": 7, "padding": "same"}},
        {"class_name": "Flatten", "config": {"name": "flatten"}},
        {"class_name": "Dense", "config": {"name": "dense1", "units": 8, "activation": "relu"}},
        {"class_name": "Dropout", "config": {"name": "dropout1", "rate": 0.5}},
        {"class_name": "Dense", "config": {"name": "predictions", "units": 10, "activation": "softmax"}},
    ]
    with zipfile.ZipFile(path, "w") as archive:
        config = {"class_name": "Sequential", "config": {"name": "small", "layers": layers}}
        archive.writestr("config.json", json.dumps(config))


def test_the_way_leaves_out_what_passes_on_what_it_gets(tmp_path):
    fashion_like(tmp_path / "model.keras")
    card = cache.model_cards()[digit.DIGITS].model_copy(update={"folder": tmp_path, "sha256": "0" * 64})
    assert [(each.name, each.before, each.count) for each in way(card)] == [
        ("conv1", "scaling", 4),
        ("flatten", "conv1", 28 * 28 * 4),
        ("dense1", "flatten", 8),
        ("predictions", "dense1", 10),
    ]
    assert reaching_dense(card) == 3136
    assert way(card)[0].sees == (7, 7)
    assert way(card)[-1].sees is None


def test_the_code_gives_the_maps_of_the_page(app, code, values, tmp_path):
    """The code on the page, run as it stands in a process of its own on the picture that the page hands out."""
    picture = drawn(digit_tries.HOUSE)
    test = app("digit", digit_piece="own", digit_ink=digit_tries.HOUSE)
    (written,) = code(test, "digit_")
    (tmp_path / "digit.png").write_bytes(encode.png(picture))
    (tmp_path / "pretrained").symlink_to(PRETRAINED)
    written += '\nnp.savez("maps.npz", **maps)\n'
    done = subprocess.run([sys.executable, "-c", written], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("(26, 26, 32)\n")
    expected = values(picture)
    with np.load(tmp_path / "maps.npz") as found:
        for layer in ("conv1", "pool1", "conv2", "pool2", "conv3", "flatten", "predictions"):
            assert np.allclose(found[layer], expected[layer], atol=1e-4), layer
