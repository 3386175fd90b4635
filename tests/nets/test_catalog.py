"""The bundled models and their cards: checked, loaded once, with clear errors for broken files.

One file, because the tests share how a broken folder is made.
"""

import json
import os
import re
import shutil
from pathlib import Path

import keras
import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from cnnlab.core import cards
from cnnlab.core.cards import CardError
from cnnlab.nets import catalog
from cnnlab.nets.describe import stages
from cnnlab.nets.surgery import spatial_layers
from tests.nets import networks


@pytest.fixture
def folder(tmp_path):
    """A copy of pretrained/ with one model."""
    shutil.copytree(cards.PRETRAINED / "efficientnet_lite0", tmp_path / "efficientnet_lite0")
    return tmp_path


def changed(folder, **change):
    path = folder / "efficientnet_lite0/card.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **change}), encoding="utf-8")


@pytest.mark.sweep
@pytest.mark.parametrize("card", cards.cards(), ids=lambda card: card.id)
def test_card_describes_its_model(card):
    model = catalog.load(card.id)
    assert model.count_params() == card.parameters
    assert model.inputs[0].shape[1:] == (card.input.height, card.input.width, card.input.channels)
    assert card.model_file.stat().st_size == card.size_bytes
    assert card.stages == stages(model), "describe it again: python -m cnnlab.nets.catalog describe FILE"
    assert all(spatial_layers(model)[stage.output] == (stage.height, stage.width) for stage in card.stages)
    assert len(card.classes()) == max(2, model.outputs[0].shape[-1])
    assert catalog.load(card.id) is model


def test_imagenet_has_a_thousand_class_names_in_both_languages():
    names = cards.card("efficientnet_lite0").classes()
    assert len({name.en for name in names}) == len({name.ko for name in names}) == 1000
    assert (names[134].en, names[134].ko) == ("crane bird", "두루미")
    assert (names[517].en, names[517].ko) == ("crane", "크레인")


def test_stages_end_at_the_activation_if_there_is_one():
    card = cards.card("efficientnet_lite0")
    found = {stage.convolution: stage for stage in card.stages}
    assert found["head_conv"].output == "head_relu"
    assert found["block2a_project_conv"].output == "block2a_project_norm"  # a linear bottleneck has no activation
    assert (found["stem_conv"].height, found["head_conv"].height) == (112, 7)


def test_stages_of_a_nested_network_are_in_running_order():
    found = stages(networks.nested())
    assert [(stage.convolution, stage.height) for stage in found] == [("first", 12), ("second", 4)]
    assert stages(networks.twice_nested()) == stages(networks.sequential())


def test_operations_between_layers_are_not_stages():
    """Such as the preprocessing of VGG16's pictures: it is arithmetic, not a layer."""
    inputs = keras.Input((12, 12, 3))
    maps = keras.layers.Conv2D(2, 3, name="maps")(keras.ops.flip(inputs, axis=-1) - 100.0)
    model = keras.Model(inputs, keras.layers.GlobalAveragePooling2D()(maps * 2.0))
    assert [stage.convolution for stage in stages(model)] == ["maps"]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, True),
        ({"input": {"height": 28, "width": 28, "channels": 1}}, False),
        ({"input": {"height": 224, "width": 200, "channels": 3}}, False),
        ({"task": "segmentation"}, False),
        ({"stages": []}, False),
    ],
)
def test_models_shown_on_the_grad_cam_page(folder, change, shown):
    changed(folder, **change)
    assert cards.card("efficientnet_lite0", folder).explains_photographs == shown


def test_last_map_is_the_last_of_more_than_one_cell(folder):
    stage = to_builtins(cards.card("efficientnet_lite0").stages[-1])
    one_cell = {**stage, "convolution": "scores", "height": 1, "width": 1}
    changed(folder, stages=[stage, one_cell])
    assert cards.card("efficientnet_lite0", folder).last_map.convolution == "head_conv"
    changed(folder, stages=[one_cell])
    assert cards.card("efficientnet_lite0", folder).last_map is None


def test_changed_model_file_is_refused(folder):
    file = folder / "efficientnet_lite0/model.keras"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(CardError, match=r"its card says d46a25f4.*Get it from the repository again"):
        cards.card("efficientnet_lite0", folder).check_file()


def test_missing_model_file_is_named(folder):
    (folder / "efficientnet_lite0/model.keras").unlink()
    with pytest.raises(CardError, match=r"The model file \S+model\.keras cannot be read"):
        cards.card("efficientnet_lite0", folder).check_file()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sha256": "short"}, "sha256"),
        ({"input": {"height": 0, "width": 1, "channels": 3}}, "Expected `int` >= 1 - at `$.input.height`"),
        ({"surprise": 1}, "unknown field `surprise`"),
        ({"task": "poetry"}, "task"),
        ({"parameters": None}, "parameters"),
    ],
)
def test_invalid_card_is_named_with_the_reason(folder, change, reason):
    changed(folder, **change)
    with pytest.raises(CardError, match="is not a valid model card") as caught:
        cards.cards(folder)
    assert reason in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "\x00"])
def test_file_that_is_not_a_card(folder, text):
    (folder / "efficientnet_lite0/card.json").write_text(text, encoding="utf-8")
    with pytest.raises(CardError, match="is not a valid model card"):
        cards.cards(folder)


def test_unknown_model_error_lists_the_known_ones():
    with pytest.raises(CardError, match=r"no model 'nothing'\. Choose one of .*efficientnet_lite0"):
        catalog.load("nothing")


def test_invalid_class_names_are_named(folder):
    (folder / "efficientnet_lite0/classes.csv").write_text("one,two\n1,2\n", encoding="utf-8")
    with pytest.raises(CardError, match="is not a table of class names with the columns en and ko"):
        cards.card("efficientnet_lite0", folder).classes()


def test_valid_models_are_found_beside_broken_ones(folder):
    """An invalid card, one without classes, one with another's id, a model without a card: each is reported."""
    for name in ("broken", "copied", "uncarded", "without_classes"):
        shutil.copytree(folder / "efficientnet_lite0", folder / name)
    (folder / "broken/card.json").write_text("{", encoding="utf-8")
    (folder / "uncarded/card.json").unlink()
    (folder / "without_classes/classes.csv").unlink()
    valid, errors = cards.scan(folder)
    assert [(card.id, card.folder.name) for card in valid] == [("efficientnet_lite0", "efficientnet_lite0")]
    text = "\n".join(map(str, errors))
    assert re.search(r"broken/card\.json is not a valid model card", text)
    assert re.search(r"without_classes/classes\.csv is not a table", text)
    assert re.search(r"copied/card\.json has the id efficientnet_lite0, which the model in \S+lite0 has too", text)
    assert re.search(r"no card beside \S+uncarded/model\.keras.*catalog describe \S+uncarded/model\.keras", text)
    assert len(errors) == 4
    with pytest.raises(CardError, match="is not a valid model card"):
        cards.cards(folder)


def test_card_is_found_beside_a_broken_one(folder):
    shutil.copytree(folder / "efficientnet_lite0", folder / "a_broken_one")
    (folder / "a_broken_one/card.json").write_text("{", encoding="utf-8")
    assert cards.card("efficientnet_lite0", folder).id == "efficientnet_lite0"
    with pytest.raises(CardError, match=r"a_broken_one/card\.json is not a valid model card"):
        cards.card("a_broken_one", folder)


def test_card_is_found_beside_a_broken_link(folder):
    (folder / "linked").mkdir()
    (folder / "linked" / "model.keras").symlink_to(folder / "nowhere")
    assert len(cards.stamp(folder)) == 4
    assert cards.card("efficientnet_lite0", folder).id == "efficientnet_lite0"


def test_replacement_with_the_same_time_is_noticed(folder):
    """As by a copy that keeps modification times, from a model trained elsewhere at the same second."""
    file, before = folder / "efficientnet_lite0/model.keras", cards.stamp(folder)
    assert cards.stamp(folder) == before
    time = file.stat().st_mtime_ns
    file.write_bytes(file.read_bytes() + b"0")
    os.utime(file, ns=(time, time))
    assert cards.stamp(folder) != before


def test_failed_writing_keeps_the_old_card(folder, monkeypatch):
    before = (folder / "efficientnet_lite0/card.json").read_bytes()
    real = Path.write_text

    def full(path, text, **options):
        real(path, text[:100], **options)
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        catalog.main(["describe", str(folder / "efficientnet_lite0/model.keras")])
    assert (folder / "efficientnet_lite0/card.json").read_bytes() == before


def test_folder_without_models_has_no_cards(tmp_path):
    assert cards.scan(tmp_path) == ([], [])
    assert cards.scan(tmp_path / "nowhere") == ([], [])


def own_model(folder, *outputs, channels=3):
    inputs = keras.Input((16, 16, channels))
    x = keras.layers.Conv2D(4, 3, activation="relu", name="conv")(inputs)
    x = keras.layers.GlobalAveragePooling2D()(x)
    folder.mkdir()
    keras.Model(inputs, [keras.layers.Dense(units)(x) for units in outputs]).save(folder / "model.keras")
    return folder / "model.keras"


def test_describing_a_users_own_model(tmp_path, capsys):
    file = own_model(tmp_path / "my_model", 3)
    assert catalog.main(["describe", str(file), "--title", "Mine"]) == 0
    assert "my_model, 127 parameters" in capsys.readouterr().out
    (card,) = cards.cards(tmp_path)
    card.check_file()
    assert (card.id, card.title.en, card.task, card.input.height) == ("my_model", "Mine", "classification", 16)
    assert [stage.convolution for stage in card.stages] == ["conv"]
    assert [name.en for name in card.classes()] == ["class 0", "class 1", "class 2"]


def test_describing_again_keeps_what_cannot_be_derived(folder):
    """As long as the file is the same; notes are kept for another file too."""
    notes = [{"en": "It has seen no X-rays.", "ko": "엑스선 사진은 본 적이 없어요."}]
    changed(folder, notes=notes, stages=[])
    file = folder / "efficientnet_lite0/model.keras"
    assert catalog.main(["describe", str(file)]) == 0
    again = cards.card("efficientnet_lite0", folder)
    original = cards.card("efficientnet_lite0")
    assert [{"en": note.en, "ko": note.ko} for note in again.notes] == notes
    assert replace(again, notes=[], folder=original.folder) == original
    own_model(folder / "other", 1000).replace(file)
    assert catalog.main(["describe", str(file), "--title", "Other"]) == 0
    other = cards.card("efficientnet_lite0", folder)
    assert (other.title.en, other.measured, other.source.licence) == ("Other", [], "not stated")
    assert other.notes == again.notes


def test_empty_fields_are_omitted_from_a_card(tmp_path):
    file = own_model(tmp_path / "my_model", 3)
    catalog.main(["describe", str(file)])
    written = json.loads((file.parent / "card.json").read_text(encoding="utf-8"))
    assert not {"notes", "training", "folder"} & set(written)


def test_describe_says_if_no_page_shows_the_model(tmp_path, capsys):
    catalog.main(["describe", str(own_model(tmp_path / "square", 3))])
    assert "Grad-CAM" not in capsys.readouterr().out
    catalog.main(["describe", str(own_model(tmp_path / "grey", 3, channels=1))])
    assert "Not on the Grad-CAM page, which shows classifiers of square colour pictures" in capsys.readouterr().out


def test_wrong_number_of_class_names_is_refused(tmp_path, capsys):
    file = own_model(tmp_path / "my_model", 3)
    (file.parent / "classes.csv").write_text("en,ko\nyes,예\nno,아니오\n", encoding="utf-8")
    assert catalog.main(["describe", str(file)]) == 1
    assert "but the model has 3 classes" in capsys.readouterr().err
    assert not (file.parent / "card.json").exists()


def test_existing_class_names_are_kept(tmp_path):
    file = own_model(tmp_path / "my_model", 2)
    (file.parent / "classes.csv").write_text("en,ko\nyes,예\nno,아니오\n", encoding="utf-8")
    assert catalog.main(["describe", str(file)]) == 0
    assert [name.ko for name in cards.cards(tmp_path)[0].classes()] == ["예", "아니오"]


def test_unsuitable_model_files_are_refused(tmp_path, capsys):
    (tmp_path / "model.keras").write_bytes(b"PK no model")
    assert catalog.main(["describe", str(tmp_path / "model.keras")]) == 1
    assert "model.keras is not a model that Keras 3 can open" in capsys.readouterr().err
    assert catalog.main(["describe", str(tmp_path / "other.h5")]) == 1
    assert "must be named model.keras" in capsys.readouterr().err
    (tmp_path / "unbuilt").mkdir()
    with pytest.warns(UserWarning, match="has not yet been built"):
        keras.Sequential([keras.layers.Dense(2)]).save(tmp_path / "unbuilt" / "model.keras")
    assert catalog.main(["describe", str(tmp_path / "unbuilt" / "model.keras")]) == 1
    assert "must be built and have one input" in capsys.readouterr().err
    assert catalog.main(["describe", str(own_model(tmp_path / "two", 2, 3))]) == 1
    assert "(None, 16, 16, 3), (None, 2), (None, 3)]" in capsys.readouterr().err
    inputs = keras.Input((3, 16, 16))
    maps = keras.layers.Conv2D(2, 3, data_format="channels_first")(inputs)
    first = keras.Model(inputs, keras.layers.GlobalMaxPooling2D(data_format="channels_first")(maps))
    (tmp_path / "channels_first").mkdir()
    first.save(tmp_path / "channels_first" / "model.keras")
    assert catalog.main(["describe", str(tmp_path / "channels_first" / "model.keras")]) == 1
    assert "takes pictures as (batch, channels, height, width)" in capsys.readouterr().err
    assert catalog.main(["describe", str(own_model(tmp_path / "My Model", 3))]) == 1
    assert "only lowercase letters, digits and underscores; it is 'My Model'" in capsys.readouterr().err
