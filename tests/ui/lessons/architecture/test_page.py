"""The Architecture page under AppTest: its numbers, its settings and link, own files, its sections, its code.

One file, because all tests open the same page and read the same numbers.
"""

import csv
import io
import json

import pytest

from cnnlab.core.network.famous import config, famous
from cnnlab.core.network.famous.blocks import BLOCKS
from cnnlab.core.network.memory import training_memory
from cnnlab.ui.lessons.architecture import answer, contrasts, ideas, settings, snippet
from cnnlab.ui.lessons.architecture.given import Given
from tests.ui.conftest import numbers_of, open_box, open_tab, try_this

PREFIX = settings.CONTROLS.prefix
SECTIONS = ("predict", "notes", "code", "build", "pairs", "ideas")
FAR = {
    "arch_network": "DenseNet121",
    "arch_size": "64",
    "arch_batch": "7",
    "arch_optimizer": "SGD",
    "arch_mixed": "True",
    "arch_picture": "flower",
}
OPEN_SIZE = {
    "class_name": "Sequential",
    "config": {
        "name": "open",
        "layers": [
            {"class_name": "InputLayer", "config": {"batch_shape": [None, None, None, 3], "name": "picture"}},
            {"class_name": "Conv2D", "config": {"filters": 2, "kernel_size": 3, "name": "conv"}},
            {"class_name": "Mine", "config": {"name": "mine"}},
        ],
    },
}


def upload(test, name, data):
    test.segmented_control(key="arch_from").set_value("file").run()
    test.file_uploader(key="arch_file").upload(name, data, "application/json").run()
    assert not test.exception
    return test


def test_the_first_view_is_lenet(app):
    """61,706 parameters and 416,520 multiply-adds: 117,600 + 240,000 + 48,000 + 10,080 + 840."""
    assert numbers_of(app("architecture")) == {
        "Parameters": "61,706",
        "Multiply-adds": "416,520",
        "Memory to train": "2.2 MB",
        "Receptive field": "32 × 32",
    }


def test_every_setting_is_taken_from_the_link_and_stays_there(app):
    test = app("architecture", **FAR)
    memory = training_memory(famous("DenseNet121"), 7, "SGD", True, (64, 64, 3))
    assert numbers_of(test)["Memory to train"] == f"{memory.total / 1e6:,.1f} MB"
    assert {key: value for key, value in test.query_params.items() if key != "lang"} == FAR


def test_what_is_set_on_the_page_is_in_the_link_until_it_is_set_back(app):
    test = app("architecture")
    test.selectbox(key="arch_network").set_value("VGG19").run()
    test.text_input(key="arch_size").set_value(" 160 x 120 ").run()
    assert (test.query_params["arch_network"], test.query_params["arch_size"]) == ("VGG19", "160 x 120")
    test.text_input(key="arch_size").set_value("").run()
    assert "arch_size" not in test.query_params


def test_a_box_that_was_opened_shows_what_the_link_says(app):
    test = open_box(app("architecture", **FAR), "arch_box_more")
    assert test.number_input(key="arch_batch").value == 7
    assert test.selectbox(key="arch_picture").value == "flower"


@pytest.mark.parametrize("at", range(len(contrasts.CONTRASTS)), ids=list(contrasts.CONTRASTS))
def test_a_contrast_sets_every_control_whatever_was_set_before(app, at):
    fresh, far = app("architecture"), app("architecture", **FAR)
    for test in (fresh, far):
        try_this(test, PREFIX, at)
        assert not test.exception
    assert numbers_of(far) == numbers_of(fresh)
    assert bool(far.warning) == bool(fresh.warning) == ("small" in list(contrasts.CONTRASTS)[at])


def test_twice_the_size_means_fourteen_times_the_parameters_or_none_more(app):
    counts = []
    for at, before in ((4, {}), (5, {"arch_network": "resnet50_v1_5"})):
        test = app("architecture", **before)
        now = numbers_of(test)["Parameters"]
        counts.append((now, numbers_of(try_this(test, PREFIX, at))["Parameters"]))
    assert counts == [("61,706", "868,106"), ("25,610,152", "25,610,152")]
    assert round(868_106 / 61_706) == 14


@pytest.mark.parametrize(
    ("size", "said"),
    [("12", "The layer C3 cannot be described"), ("wide", "wide is not a size"), ("9 9 9 9", "is not a size for")],
)
def test_a_size_that_does_not_fit_is_refused_with_the_layer(app, size, said):
    test = app("architecture", arch_size=size)
    assert said in test.warning[0].value
    assert test.text_input(key="arch_size").value == size
    assert numbers_of(test) == {}


def test_a_refusal_is_in_the_readers_language_to_its_end(app):
    said = app("architecture", "ko", arch_size="12").warning[0].value
    assert "C3" in said
    assert "Conv2D" in said
    assert "does not fit" not in said


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("link", [{}, {"arch_network": "alexnet", "arch_size": "256"}, {"arch_size": "12"}])
def test_every_section_opens_with_and_without_an_answer(app, section, link):
    test = open_tab(app("architecture", **link), PREFIX, section)
    assert test.markdown or test.code


@pytest.mark.parametrize("about", range(4))
@pytest.mark.parametrize("name", ["lenet5_fully_connected", "ResNet50", "pets_unet"])
def test_every_question_is_asked_or_the_page_says_why_not(app, name, about):
    test = open_tab(app("architecture", arch_network=name, arch_predict_about=str(about)), PREFIX, "predict")
    assert test.radio or test.number_input or any("Not with these settings" in told.value for told in test.caption)


def test_the_answer_that_is_shown_is_set_in_the_page(app):
    test = open_tab(app("architecture", arch_network="VGG16", arch_predict_about="1"), PREFIX, "predict")
    test.button(key="arch_predict_show").click().run()
    assert test.text_input(key="arch_size").value == "448"
    assert numbers_of(test)["Parameters"] == "446,638,888"


def test_the_question_about_half_the_work_leads_to_the_list_of_layers(app):
    test = open_tab(app("architecture", arch_predict_about="3"), PREFIX, "predict")
    test.button(key="arch_to_build").click().run()
    assert test.query_params["arch_tab"] == "build"
    assert test.radio(key="arch_built_at").options[1].startswith("1. **Conv2D** · 6")
    test = open_tab(app("architecture", arch_predict_about="3", hide="build"), PREFIX, "predict")
    assert not [button for button in test.button if button.key == "arch_to_build"]


def test_an_own_network_is_read_and_asks_for_its_size(app):
    test = upload(app("architecture"), "open.json", json.dumps(OPEN_SIZE).encode())
    assert "leaves the size of its input open" in test.warning[0].value
    test.text_input(key="arch_size").set_value("8").run()
    assert not test.warning
    assert numbers_of(test)["Parameters"] == "56 + ?"  # 3 * 3 * 3 * 2 + 2, and the layer that is not known


def test_an_own_network_stays_when_its_control_was_away(app):
    test = upload(app("architecture"), "vgg.json", config("VGG19"))
    assert numbers_of(test)["Parameters"] == "143,667,240"
    test.segmented_control(key="arch_from").set_value("famous").run()
    assert numbers_of(test)["Parameters"] == "61,706"
    test.segmented_control(key="arch_from").set_value("file").run()
    assert numbers_of(test)["Parameters"] == "143,667,240"


@pytest.mark.parametrize(
    ("data", "said"), [(b"\x89HDF\r\n\x1a\n", "HDF5"), (b"[1]", "not the config"), (b"text", "neither a .keras file")]
)
def test_another_file_is_refused_and_a_famous_network_shown(app, data, said):
    test = upload(app("architecture"), "model.h5", data)
    assert said in test.warning[0].value
    assert numbers_of(test)["Parameters"] == "61,706"


def chosen(**changed):
    values = {"given": Given("lenet5_fully_connected"), "size": "", "batch": 32, "optimizer": "Adam", "mixed": False}
    return settings.Settings(**{**values, "picture": "cat", **changed})


def test_the_code_of_each_source():
    """Run by tests/core/snippets/test_network.py."""
    for given, source in (
        (Given("VGG16"), "keras.applications.VGG16(weights=None)"),
        (Given("googlenet"), "model_from_json(pathlib.Path('googlenet.json').read_text())"),
        (Given("mine.keras", "1", famous("VGG16")), "keras.models.load_model('mine.keras')"),
    ):
        made = chosen(given=given)
        assert source in snippet.text(made, answer.find(made))


def test_the_code_builds_for_another_size_where_keras_can():
    for name, can in (("VGG16", True), ("alexnet", False)):
        made = chosen(given=Given(name), size="256")
        assert ("clone_model" in snippet.text(made, answer.find(made))) is can


def test_the_table_as_csv_has_the_totals_of_the_page(app):
    test = open_tab(app("architecture", arch_network="googlenet"), PREFIX, "code")
    assert not test.exception
    found = answer.find(chosen(given=Given("googlenet")))
    lines = list(csv.DictReader(io.StringIO(snippet.csv_of(found.rows))))
    assert f"{sum(int(line['parameters']) for line in lines):,}" == numbers_of(test)["Parameters"] == "6,998,552"


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", ideas.IDEAS)
def test_a_network_with_a_lesson_shows_it_with_its_numbers(app, name, language):
    network = ideas.IDEAS[name][0]
    test = open_tab(app("architecture", language, arch_network=network), PREFIX, "ideas")
    told = next(element.value for element in test.markdown if element.value.startswith("## "))
    assert f"{famous_count(network)}" in told
    assert "{" not in told


def test_each_lesson_has_a_block_of_one_of_its_networks():
    assert list(ideas.IDEAS) == list(BLOCKS)
    assert all(BLOCKS[name].network in networks for name, networks in ideas.IDEAS.items())


def famous_count(name):
    rows = famous(name).table(expand_nested=True)
    return f"{sum(row.trainable_parameters for row in rows):,}"


def test_published_counts_are_in_the_lessons():
    """LeNet-5 60,000; AlexNet 60,965,224; GoogLeNet 6,998,552; 2,514,944 weights and 16,048 biases of excitation."""
    told = {name: ideas.values(name) for name in ideas.IDEAS}
    assert told["lenet"]["lenet5"] == "60,000"
    assert told["alexnet"]["alexnet"] == "60,965,224"
    assert (told["vgg"]["VGG16_work"], told["vgg"]["VGG16_dense"]) == ("15.47 G", "89%")
    assert told["googlenet"]["googlenet"] == "6,998,552"
    assert (told["resnet"]["resnet34"], told["resnet"]["resnet34_work"]) == ("21,797,672", "3.664 G")
    assert (told["resnet"]["resnet50_v1_5_field"], told["resnet"]["ResNet50_field"]) == ("427", "483")
    assert (told["resnet"]["biases"], told["se"]["excitation"]) == ("26,560", f"{2_514_944 + 16_048:,}")


def test_a_network_of_the_table_is_shown_above(app):
    test = open_tab(app("architecture"), PREFIX, "ideas")
    test.button_group(key="arch_idea").set_value("VGG16").run()
    assert test.selectbox(key="arch_network").value == "VGG16"
    assert test.button_group(key="arch_idea").value is None


def test_a_network_without_a_lesson_says_so(app):
    test = open_tab(app("architecture", arch_network="NASNetMobile"), PREFIX, "ideas")
    assert any("no text of its own" in element.value for element in test.markdown)


@pytest.mark.parametrize(
    ("link", "note"),
    [
        ({}, "all trained"),
        ({"arch_network": "ResNet50"}, "53,120 not trained"),
        ({"arch_size": "64"}, "61,706 at its own size"),
        ({"arch_network": "ResNet50", "arch_size": "64"}, "53,120 not trained"),
    ],
)
def test_the_note_below_the_parameters(app, link, note):
    """Keras's ResNet50 has 26,560 batch-normalized channels, each with a moving mean and variance."""
    bodies = [element.proto.body for element in app("architecture", **link).get("html")]
    [body] = [body for body in bodies if "class='numbers'" in body]
    assert f"<small>{note}</small>" in body
