"""The page "A digit's journey" under AppTest: the picture, the network, any value of it opened, the epochs.

One file, because all tests share the engine's answers for a few pictures.
"""

import json
import re
import subprocess
import sys

import numpy as np
import pytest

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.digits import bundled_images, drawn
from cnnlab.core.network.sequence import main_layers
from cnnlab.core.questions.digits import SLIPS
from cnnlab.core.requests import ComputeOutputs
from cnnlab.core.stepping.cell import step
from cnnlab.engine import errors
from cnnlab.figures import encode, palette
from cnnlab.ui.lessons.digit import calculation, settings, snippet
from cnnlab.ui.lessons.digit.cell import Cell, read_cell
from cnnlab.ui.lessons.digit.contrasts import CONTRASTS, CORNER, HOUSE
from cnnlab.ui.shell import cache
from cnnlab.ui.shell.remembered import Remembered
from cnnlab.ui.widgets.feature_maps import Group, Part, amounts, diverging, packed
from tests.ui.conftest import numbers_of, open_tab, try_this

COMPARED = re.compile(r"Calculated here: \*\*(−?[\d.]+)\*\*\. Keras: \*\*(−?[\d.]+)\*\*")
NETWORKS = [name for name in settings.NETWORKS if name in cache.model_cards()]
LAYERS = [
    (name, layer) for name in NETWORKS for layer in main_layers(cache.model_cards()[name].model_file) if layer.has_maps
]


@pytest.fixture(scope="module")
def values():
    """What the engine itself answers for a picture."""

    def asked(picture, model=settings.DIGITS):
        found = cache.engine().submit(ComputeOutputs(model, picture[..., None])).result().value
        return {**found.by_layer, "logits": found.logits}

    return asked


def said(test) -> str:
    return "\n".join(element.value for element in test.markdown)


def table_rows(test, head: str) -> list[list[str]]:
    """The cells of the table whose head starts with a word."""
    text = next(element.value for element in test.markdown if element.value.startswith(f"|{head}"))
    return [line.strip("|").split("|") for line in text.splitlines()[2:]]


def number(text: str) -> float:
    return float(text.strip("*").replace(",", "").replace("−", "-"))


def compared(test) -> list[float]:
    """The value calculated on the page, and Keras's."""
    return [number(text) for text in COMPARED.search(said(test)).groups()]


def test_the_numbers_of_the_network_are_on_the_page(app):
    test = app("digit", digit_tab="notes")
    assert numbers_of(test)["Parameters"] == "104,202"
    assert numbers_of(test)["Values that reach the dense layer"] == "1,152"
    assert numbers_of(test)["Receptive field of conv3"] == "18 × 18"
    assert "$320 + 18{,}496 + 73{,}856 + 11{,}530 = 104{,}202$" in said(test)
    assert "gives **> 99.9%** to **3**" in said(open_tab(test, "digit_", "sure"))


@pytest.mark.sweep
@pytest.mark.parametrize(("model", "layer"), LAYERS, ids=lambda value: getattr(value, "name", value))
@pytest.mark.parametrize("example", ["mnist-3", "fashion-9"])
def test_the_calculated_value_of_any_cell_is_kerass(app, values, monkeypatch, model, layer, example):
    """What the stepper is given: weights and inputs that give the value, and Keras's map for comparison."""
    given = []
    monkeypatch.setattr(calculation, "stepper", lambda **arguments: given.append(arguments))
    own = values(bundled_images()[example].picture, model)[layer.name]
    generator = np.random.default_rng(layer.count)
    strongest = tuple(int(index) for index in np.unravel_index(own.argmax(), layer.shape))
    for row, column, count in [strongest, tuple(int(generator.integers(size)) for size in layer.shape)]:
        cell = Cell(layer.name, count, row, column)
        app("digit", digit_piece=example, digit_cell=str(cell), digit_model=model)
        shown = given.pop()
        found = step(shown["layer"], shown["inputs"], shown["weights"], shown["at"]).value
        there = shown["compared"].values[row, column]
        assert [found, there] == pytest.approx([own[row, column, count]] * 2, abs=1e-4)
        assert shown["at"][:2] == (row, column)


@pytest.mark.parametrize("label", [0, 3, 9])
def test_a_logit_is_the_sum_of_its_table(app, values, label):
    own = values(bundled_images()["mnist-3"].picture)["logits"][label]
    test = app("digit", digit_cell=f"predictions.{label}.0.0")
    assert compared(test) == pytest.approx([own, own], abs=1e-4)
    *terms, total = table_rows(test, "Largest products, of either sign")
    assert number(total[3]) == pytest.approx(sum(number(term[3]) for term in terms), abs=1e-3)
    for origin, value, weight, product in terms[:6]:
        assert re.fullmatch(r"conv3, map \d+, row [123], column [123]", origin)
        assert number(product) == pytest.approx(number(value) * number(weight), abs=1e-3)


def test_a_flattened_value_is_that_of_the_map_it_comes_from(app, values):
    found = values(bundled_images()["mnist-3"].picture)
    at = int(found["flatten"].argmax())
    row, column, channel = np.unravel_index(at, (3, 3, 128))
    text = said(app("digit", digit_cell=f"flatten.{at}.0.0"))
    assert f"map {channel + 1} of conv3, row {row + 1}, column {column + 1}: **{found['conv3'].max():.4f}**" in text


def test_a_picked_cell_is_opened_and_in_the_link(app):
    test = app("digit")
    assert test.number_input(key="digit_pick_number").value == 30
    test.selectbox(key="digit_pick_layer").set_value("conv3").run()
    assert test.number_input(key="digit_pick_row").value == 3  # row 20 of conv1, held inside
    test.number_input(key="digit_pick_number").set_value(128).run()
    assert test.query_params["digit_cell"] == "conv3.127.2.2"


def test_the_answer_is_not_calculated_where_a_link_hides_the_numbers(app):
    test = app("digit", hide="numbers", digit_cell="predictions.3.0.0")
    layers = test.selectbox(key="digit_pick_layer")
    assert (layers.value, layers.options[-1]) == ("conv1", "flatten")
    assert "predictions" in app("digit").selectbox(key="digit_pick_layer").options


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
    assert numbers_of(test)["Parameters"] == "104,202"
    assert "gives **> 99.9%** to **3**" in said(open_tab(test, "digit_", "sure"))


def test_reset_brings_the_first_sight_back(app):
    link = {"digit_piece": "own", "digit_ink": HOUSE, "digit_cell": "conv2.3.1.1", "digit_epoch": "2"}
    test = app("digit", "ko", digit_tab="sure", **link)
    assert "**0**에 **> 99.9%**" in said(test)
    test.button(key="reset").click().run()
    assert not test.exception
    assert "**3**에 **> 99.9%**" in said(open_tab(test, "digit_", "sure"))
    test.button(key="reset").click().run()
    assert [key for key in test.query_params if key.startswith("digit_")] == []


def shares(test) -> list[str]:
    return [row[3] for row in table_rows(test, "Class")]


PREDICTIONS = ["2", "0", "1", "6", "7", "3", "ankle boot"]  # of the contrasts, in order
FAR = {"digit_kind": "fashion", "digit_piece": "own", "digit_ink": CORNER, "digit_like_mnist": "False"}


@pytest.mark.parametrize(("at", "label"), list(enumerate(CONTRASTS)))
def test_a_contrast_shows_its_point_from_any_settings(app, at, label):
    """Also from a drawing that is not fitted, with the other network."""
    test = app("digit", digit_tab="sure", digit_model=settings.CLOTHES, digit_cell="predictions.9.0.0", **FAR)
    assert test.button_group(key="digit_try").options[at] == label
    try_this(test, "digit_", at)
    assert not test.exception
    assert not test.warning
    assert f"to **{PREDICTIONS[at]}**." in said(test)
    assert ("sneaker, which is in none of the ten classes" in said(test)) == (at == 0)
    assert ("digit_model" in test.query_params) == (CONTRASTS[label].get("model") == settings.CLOTHES)


def test_the_table_of_logits_is_the_engines(app, values):
    found = values(bundled_images()["fashion-7b"].picture)
    test = app("digit", digit_piece="fashion-7b", digit_tab="sure")
    for row, logit, share in zip(table_rows(test, "Class"), found["logits"], found["predictions"], strict=True):
        assert number(row[1]) == pytest.approx(logit, abs=0.006)
        power = re.fullmatch(r"\$([\d.{},]+?)(?: \\times 10\^\{(-?\d+)\})?\$", row[2])
        assert number(power[1].replace("{,}", "")) * 10 ** int(power[2] or 0) == pytest.approx(np.exp(logit), rel=0.02)
        assert ("0.1%" in row[3] and share < 0.001) or number(row[3].strip("%")) == pytest.approx(100 * share, abs=0.06)


def test_the_drawing_can_be_left_as_drawn(app):
    link = {"digit_piece": "own", "digit_ink": CORNER, "digit_like_mnist": "False"}
    as_drawn = app("digit", digit_tab="sure", **link)
    assert "to **7**" in said(as_drawn)
    as_drawn.toggle(key="digit_like_mnist").set_value(True).run()
    assert "to **3**" in said(as_drawn)
    assert "digit_like_mnist" not in as_drawn.query_params
    assert app("digit").toggle(key="digit_like_mnist").disabled  # a test image is used unchanged


@pytest.mark.parametrize("example", ["mnist-3", "own"])
def test_trouble_at_the_engine_is_told_and_can_be_tried_again(app, monkeypatch, example):
    def trouble(*_, **__):
        raise errors.busy(40)

    with monkeypatch.context() as patched:
        patched.setattr(cache.engine(), "submit", trouble)
        patched.setattr(Remembered, "get", lambda remembered, key: None)
        test = app("digit", digit_piece=example, digit_tab="sure")
        assert len(test.warning) == 1
        assert "The network has not answered yet." in [text.value for text in test.markdown]
        open_tab(test, "digit_", "notes")
        assert numbers_of(test)["Parameters"] == "104,202", "the notes need no answer"
    next(button for button in test.button if button.label in ("Try again", "다시 시도")).click().run()
    assert not test.warning
    assert "The network has not answered yet." not in [text.value for text in open_tab(test, "digit_", "sure").markdown]


def test_drawings_do_not_fill_the_shared_answers(app):
    app("digit")
    before = cache.answers().keys()
    app("digit", digit_piece="own", digit_ink=HOUSE)
    assert cache.answers().keys() == before


def test_the_epochs_lead_from_random_to_trained(app):
    test = app("digit", digit_tab="learned")
    assert numbers_of(test)["After epoch"] == "5"
    change = [number(numbers_of(test)["Mean change since the start"].strip("%"))]
    for epoch in (2, 0):
        test.slider(key="digit_epoch").set_value(epoch).run()
        change.append(number(numbers_of(test)["Mean change since the start"].strip("%")))
    assert numbers_of(test)["After epoch"] == "0 (random)"
    assert change[0] > change[1] > change[2] == 0


def test_the_prediction_names_the_slip_of_each_wrong_map(app):
    test = app("digit")
    key = next(radio.key for radio in test.radio if radio.key.startswith("digit_predict"))
    told = {}
    for letter in "ABCD":
        test.radio(key=key).set_value(letter).run()
        [told[letter]] = [element.value for element in [*test.success, *test.warning]]
    why = r"It is map \d+ of conv1\. The weights in the \w+ (row|column) of the kernel add up to"
    [right] = [letter for letter, text in told.items() if re.match(rf"Right: {letter}\. {why}", text)]
    hints = {text.removeprefix(f"Not {letter}. ") for letter, text in told.items() if letter != right}
    assert hints == {str(slip) for slip in SLIPS.values()}
    test.button(key="digit_another").click().run()
    assert not test.exception
    assert next(radio.key for radio in test.radio if radio.key.startswith("digit_predict")) != key


@pytest.mark.parametrize("example", ["mnist-3", "fashion-9"])
def test_no_other_network_is_offered_where_there_is_no_card_for_it(app, example):
    keys = {group.key for group in app("digit", digit_piece=example).button_group}
    assert "digit_kind" in keys
    assert ("digit_model" in keys) == (settings.CLOTHES in cache.model_cards())


def test_cells_are_read_as_they_are_written():
    cell = Cell("a.b", 17, 3, 5)
    assert read_cell(str(cell)) == cell
    for text in ("", "conv1", "conv1.1.2", "conv1.1.2.x", "conv1.1.-2.3", "conv1.1.2.999999", "conv1.1.2.²"):
        assert read_cell(text) is None


def test_packed_maps_are_a_header_and_a_byte_for_each_cell():
    maps = np.stack([np.array([[0.0, 1.0], [2.0, 4.0]]), np.full((2, 2), -1.0)], axis=-1)
    data = packed([Group("both", [amounts(maps), diverging(maps)], (8, 8))], said="so")
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
    assert f"{sum(counted):,}" in numbers_of(test).values()
    words = said(test)
    assert re.search(r"`conv1`\D+7 × 7", words)
    assert re.search(r"`conv3b`\D+34 × 34", words)
    assert re.search(r"`dense1`\D+2,304", words)
    assert f"**{boot}**" in said(open_tab(test, "digit_", "sure"))
    predicting = open_tab(test, "digit_", "predict")
    assert [radio.key for radio in predicting.radio if radio.key.startswith("digit_predict_fashion")]


def test_the_code_gives_the_maps_of_the_page(app, code, values, tmp_path):
    """The code on the page, run as it stands in a process of its own on the picture that the page hands out."""
    picture = drawn(HOUSE)
    test = app("digit", digit_piece="own", digit_ink=HOUSE)
    (written,) = code(test, "digit_")
    card = cache.model_cards()[settings.DIGITS]
    chosen = settings.Settings(None, HOUSE, True, picture, card, main_layers(card.model_file), labels=[])
    assert written == snippet.text(chosen, None)
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
