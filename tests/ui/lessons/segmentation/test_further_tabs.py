"""The tabs How it works, Why these pixels, Try and break it, and Many pictures, under AppTest.

One file, because all tests share the engine's answers for a few pictures.
"""

import io
import json
import zipfile

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures import sample
from cnnlab.core.pictures.masks import mask_of
from cnnlab.core.requests import ExplainRegion, SegmentPicture, SegmentWithoutSkips
from cnnlab.core.segmentation import labels, read_mask_file
from cnnlab.figures.encode import reduced
from cnnlab.figures.mask_archive import mask_archive
from cnnlab.ui.lessons.segmentation import many_files, robust, robust_layer
from cnnlab.ui.shell import cache
from tests.core.history.hostile_archives import zipped
from tests.ui.components import data_of, header_of
from tests.ui.conftest import numbers_of

SKIPS = ("block1a_project_norm", "block2b_add", "block3b_add", "block5c_add")


def engine(request):
    return cache.engine().submit(request).result().value


def segmented(pixels: np.ndarray, model: str = "pets_unet") -> np.ndarray:
    return engine(SegmentPicture(model, pixels)).probabilities


def said(test) -> str:
    bodies = [element.proto.body for element in test.get("html")]
    elements = [element.value for element in (*test.markdown, *test.caption, *test.info, *test.warning)]
    return "\n".join([*bodies, *elements])


def picture_file(name: str = "cat") -> bytes:
    file = io.BytesIO()
    Image.fromarray(sample(name)).save(file, "PNG")
    return file.getvalue()


def test_skip_connections_that_are_off_cost_what_the_page_says(app):
    test = app("segmentation", seg_tab="how", seg_picture="cat")
    shown = numbers_of(test)
    assert shown["Pixels with the same class"] == "100%"
    assert shown["The same, 0 off"] == shown["IoU with the mask drawn by hand, all on"]
    for skip in SKIPS:
        test.toggle(key=f"seg_skip_{skip}").set_value(False)
    test.run()
    shown = numbers_of(test)
    whole = segmented(sample("cat"))
    without = engine(SegmentWithoutSkips("pets_unet", sample("cat"), SKIPS)).probabilities
    drawn = mask_of("cat") == 1
    for label, output in (("IoU with the mask drawn by hand, all on", whole), ("The same, 4 off", without)):
        pet = labels(output[..., :2], *drawn.shape) == 0
        assert shown[label] == f"{(pet & drawn).sum() / (pet | drawn).sum():.3f}"
    assert float(shown["The same, 4 off"]) < float(shown["IoU with the mask drawn by hand, all on"]) - 0.1
    for skip in SKIPS:
        assert f" `{skip}`|0." in said(test)  # the measurement on test pictures
    measured = [said(test).index(f" `{skip}`|0.") for skip in SKIPS]
    assert measured == sorted(measured)  # as the switches


def test_an_object_that_is_no_animal_is_not_scored_as_one(app):
    shown = numbers_of(app("segmentation", seg_tab="how", seg_picture="flower"))
    assert "Pixels with the same class" in shown
    assert not [label for label in shown if "drawn by hand" in label]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_network_without_skips_is_walked_through_and_says_so(app, language):
    test = app("segmentation", language, seg_tab="how", seg_model="pets_segmentation")
    text = said(test)
    for size in ("200 × 200 × 3", "25 × 25 × 256", "100 × 100 × 64"):
        assert size in text
    assert not [toggle for toggle in test.toggle if toggle.key.startswith("seg_skip")]
    assert {"en": "No skip connections", "ko": "스킵 연결이 없어요"}[language] in text


def test_a_region_from_the_link_is_explained_at_the_bottleneck_and_at_the_last_convolution(app):
    test = app("segmentation", seg_tab="why", seg_picture="cat", seg_region="box", seg_region_at="500.250.749.499")
    data = data_of(test, "regions")
    shown = header_of(data)
    region = np.frombuffer(data[-256 * 256 :], np.uint8).reshape(256, 256)
    expected = np.zeros((256, 256), bool)
    expected[128:192, 64:128] = True
    assert np.array_equal(region == 1, expected)
    assert [len(each["heat"]) for each in shown["maps"]] == [8, 256]
    for each, layer in zip(shown["maps"], (None, "up5_relu"), strict=True):
        found = engine(ExplainRegion("pets_unet", sample("cat"), expected, 0, layer))
        np.testing.assert_allclose(each["heat"], found.heat, atol=1e-4)
        assert found.layer in each["title"]
    assert "repeats the mask" in shown["maps"][1]["note"]


def test_evidence_that_lies_mostly_outside_the_region_is_said_to_prove_little(app):
    """A corner of the picture, where the network sees no cat."""
    warning = "may be context, or chance"
    test = app("segmentation", seg_tab="why", seg_picture="cat", seg_region="box", seg_region_at="0.0.50.50")
    assert warning in header_of(data_of(test, "regions"))["maps"][0]["note"]
    test = app("segmentation", seg_tab="why", seg_picture="cat", seg_region="box", seg_region_at="0.0.1000.1000")
    assert warning not in header_of(data_of(test, "regions"))["maps"][0]["note"]


def test_classes_are_named_in_the_visitors_language_alone(app):
    for tab in ("how", "why", "robust"):
        test = app("segmentation", "ko", seg_tab=tab)
        shown = [label for group in test.button_group for label in group.options]
        assert not [text for text in (said(test), *shown) if "(pet)" in text], tab


def test_a_class_that_is_nowhere_has_no_region(app):
    """The network finds no pet in the drawing of one."""
    assert not (segmented(sample("drawing")).argmax(axis=-1) == 0).any()
    test = app("segmentation", seg_tab="why", seg_picture="drawing")
    assert [element for element in test.warning if "No pixel of this mask" in element.value]


def test_a_picture_upside_down_is_compared_after_its_geometry_is_undone(app):
    """Every version is half a turn, which NumPy makes too; Keras's rotation interpolates, so some pixels differ."""
    test = app("segmentation", seg_tab="robust", seg_picture="cat")
    test.button(key="seg_fixed_randomrotation(factor=0.5_0.5)").click().run()
    assert test.query_params["seg_change"] == "RandomRotation(factor=0.5_0.5)"
    picture = reduced(sample("cat"), robust.LARGEST)
    turned = np.ascontiguousarray(np.rot90(picture, 2))
    plain, found = (labels(segmented(each), *picture.shape[:2]) for each in (picture, turned))
    undone = np.rot90(found, 2)
    both, either = ((plain == 0) & (undone == 0)).sum(), ((plain == 0) | (undone == 0)).sum()
    numbers = numbers_of(test)
    equal = numbers["Mean share of pixels with the same class"].removesuffix("%")  # no error: all versions are alike
    assert float(equal) == pytest.approx(100 * (plain == undone).mean(), abs=1)
    assert float(numbers["Mean IoU of pet"].split()[0]) == pytest.approx(both / either, abs=0.02)


def test_a_layer_that_is_switched_off_changes_nothing(app):
    test = app("segmentation", seg_tab="robust", seg_change="RandomRotation(factor=0_0)")
    assert numbers_of(test)["Mean share of pixels with the same class"] == "100%"
    assert numbers_of(test)["Mean IoU of pet"] == "1.000"


@pytest.mark.parametrize("name", robust_layer.offered())
def test_every_layer_is_offered_with_its_strength(app, name):
    test = app("segmentation", seg_tab="robust", seg_change=name, seg_picture="kitten")
    assert not test.error
    assert not test.warning
    assert test.selectbox(key="seg_change_layer").value == name
    assert float(numbers_of(test)["Mean share of pixels with the same class"].split()[0].removesuffix("%")) > 5


@pytest.mark.parametrize(("change", "seed"), [("MixUp", "x"), ("RandomFlip.RandomRotation", "9" * 5000), ("?", "-1")])
def test_a_broken_link_to_a_layer_opens_the_first_one(app, change, seed):
    test = app("segmentation", seg_tab="robust", seg_change=change, seg_change_seed=seed)
    assert not test.exception
    assert test.selectbox(key="seg_change_layer").value == "RandomRotation"
    assert not {"seg_change", "seg_change_seed"} & set(test.query_params)


def test_a_strength_of_none_in_the_link_is_the_usual_one(app):
    test = app("segmentation", seg_tab="robust", seg_change="RandomColorJitter(brightness_factor=None)")
    assert not test.exception
    assert test.selectbox(key="seg_change_layer").value == "RandomColorJitter"


def test_a_misleading_picture_comes_into_the_figure(app):
    test = app("segmentation", seg_tab="robust")
    test.button(key="seg_mislead_sheep").click().run()
    assert not test.exception
    assert test.query_params["seg_picture"] == "sheep"


def test_many_pictures_are_listed_and_one_that_is_broken_is_named(app):
    test = app("segmentation", seg_tab="many")
    files = {f"a/{name}.png": picture_file(name) for name in ("cat", "flower")}
    archive = zipped({**files, "cat.png": picture_file(), "broken.png": picture_file()[:2000]})
    uploader = test.file_uploader(key="seg_many_files0")
    uploader.upload("all.zip", archive, "application/zip").run()
    assert not test.exception, [each.message for each in test.exception]
    rows = json.loads(data_of(test, "files"))["rows"]
    assert sorted(row["cells"][0][0] for row in rows) == ["a/cat.png", "a/flower.png", "cat.png"]
    [warning] = [element for element in test.warning if "broken.png" in element.value]
    assert "truncated" not in warning.value  # Pillow's own words
    cat = next(row["cells"] for row in rows if row["cells"][0][0] == "cat.png")
    assert cat[1][0] == "300 × 451"
    output = segmented(sample("cat"))
    mask = labels(output, 300, 451)
    assert [cell[1] for cell in cat[2:5]] == pytest.approx([(mask == index).mean() for index in range(3)])
    assert cat[5][1] == pytest.approx(output.max(axis=-1).mean() / 255)
    held = test.session_state[many_files.OWN]
    assert held.waiting == ()  # the files themselves are kept no longer
    with zipfile.ZipFile(
        io.BytesIO(mask_archive([(row.name, row.mask) for row in held.rows], ["a", "b", "c"]))
    ) as made:
        assert sorted(made.namelist()) == ["a/cat.png", "a/flower.png", "cat.png"]
        file = read_mask_file(made.read("cat.png"))
        assert np.array_equal(np.array([value.value for value in file.values])[file.index], mask)
    test.button(key="seg_many_remove").click().run()
    assert many_files.OWN not in test.session_state
    assert test.file_uploader(key="seg_many_files1").value == []


def test_another_network_says_that_the_masks_are_not_its_own(app):
    test = app("segmentation", seg_tab="many")
    test.file_uploader(key="seg_many_files0").upload("cat.png", picture_file(), "image/png").run()
    assert not [element for element in test.info if "another network" in element.value]
    test.selectbox(key="seg_model").set_value("pets_segmentation").run()
    assert [element for element in test.info if "another network" in element.value]
