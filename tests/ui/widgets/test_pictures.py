"""Choosing an own picture: refusals in the page's own words, which last as long as their file, and notes on colours."""

import io

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

NO_PICTURE = "No picture chosen yet, so an example is shown. Shared links do not include your own pictures."
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(400)


def script() -> None:
    import streamlit as st

    from cnnlab.ui.shell.link import written_once
    from cnnlab.ui.widgets import pictures

    with written_once():
        chosen = pictures.choose("x_", first="coffee")
    st.write(f"shown: {chosen.name} {chosen.pixels.shape}")


def file(kind: str = "PNG", **options) -> bytes:
    held = io.BytesIO()
    Image.fromarray(np.full((20, 30, 3), 200, np.uint8)).save(held, kind, **options)
    return held.getvalue()


@pytest.fixture
def test() -> AppTest:
    opened = AppTest.from_function(script, default_timeout=30)
    opened.query_params["x_source"] = "file"
    return opened.run()


def said(test: AppTest) -> tuple[list[str], list[str], str]:
    assert not test.exception
    return [warning.value for warning in test.warning], [each.value for each in test.caption], test.markdown[0].value


EXAMPLE = "shown: A cup of coffee (400, 600, 3)"


@pytest.mark.parametrize(
    ("name", "kind", "data", "words"),
    [
        ("IMG_1.HEIC", "image/heic", HEIC, "HEIC files are not supported. On an iPhone"),
        ("scan.tif", "image/tiff", file("TIFF"), "TIFF files are not supported. Open this one in a picture viewer"),
        ("notes", "", b"%PDF-1.4", "PDF files are not supported"),
        ("photo.jpg", "image/jpeg", file("JPEG")[:200], "This file is damaged or incomplete"),
        ("photo.jpg", "image/jpeg", HEIC, "HEIC files are not supported. On an iPhone"),
        (
            "song.mp3",
            "audio/mpeg",
            b"ID3" + bytes(50),
            "not a picture we can open. Use one of JPEG, PNG, WebP, GIF, BMP",
        ),
    ],
    ids=["heic", "tiff", "pdf without an ending", "cut jpeg", "heic named jpg", "sound"],
)
def test_a_refusal_is_said_on_the_page_and_lasts_as_long_as_its_file(test, name, kind, data, words):
    assert said(test) == ([], [NO_PICTURE], EXAMPLE)
    test.file_uploader[0].upload(name, data, kind).run()
    warnings, captions, shown = said(test)
    assert len(warnings) == 1
    assert words in warnings[0]
    assert captions == [f"{name} could not be opened, so an example is shown."]
    assert shown == EXAMPLE
    test.file_uploader[0].upload("mine.png", file(), "image/png").run()
    assert said(test) == ([], [], "shown: mine.png (20, 30, 3)")
    test.file_uploader[0].upload(name, data, kind).run()
    before = f"{name} could not be opened. Still here: mine.png"
    assert said(test) == (warnings, [before], "shown: mine.png (20, 30, 3)")
    test.file_uploader[0].set_value(None).run()
    assert said(test) == ([], ["Still here: mine.png"], "shown: mine.png (20, 30, 3)")
    test.button(key="x_opened_file_remove").click().run()
    assert said(test) == ([], [NO_PICTURE], EXAMPLE)


def test_a_refused_file_without_one_before_is_forgotten_when_it_is_removed(test):
    test.file_uploader[0].upload("IMG_1.HEIC", HEIC, "image/heic").run()
    test.file_uploader[0].set_value(None).run()
    assert said(test) == ([], [NO_PICTURE], EXAMPLE)
    assert "x_opened_file" not in test.session_state


def test_a_file_is_judged_by_its_content_not_by_its_name(test):
    test.file_uploader[0].upload("photo.heic", file("JPEG"), "image/heic").run()
    assert said(test) == ([], [], "shown: photo.heic (20, 30, 3)")


def test_an_error_is_gone_after_a_visit_to_the_examples(test):
    test.file_uploader[0].upload("a.heic", HEIC, "image/heic").run()
    for source in ("example", "file"):
        test.button_group(key="x_source").set_value(source).run()
    assert said(test) == ([], [NO_PICTURE], EXAMPLE)


def test_a_profile_that_cannot_be_used_is_noted_while_its_picture_is_shown(test):
    test.file_uploader[0].upload("mine.png", file(icc_profile=b"not a profile"), "image/png").run()
    warnings, captions, shown = said(test)
    assert (warnings, shown) == ([], "shown: mine.png (20, 30, 3)")
    [note] = captions
    assert note.startswith("The colour profile of this picture cannot be used, so it is shown as if it were sRGB.")
    test.file_uploader[0].upload("other.png", file(), "image/png").run()
    assert said(test) == ([], [], "shown: other.png (20, 30, 3)")
