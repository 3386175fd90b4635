"""Many pictures of which some end the engine's worker: those alone are left out."""

import pytest

from cnnlab.core.errors import CnnLabError
from cnnlab.core.pictures import uploads
from cnnlab.core.pictures.uploads import PictureFile
from cnnlab.ui.lessons.segmentation import many_files
from cnnlab.ui.lessons.segmentation.many_files import Mine
from tests.core.history.hostile_archives import zipped
from tests.ui.engines import replaced
from tests.ui.lessons.segmentation.fragile_tasks import DEADLY, FAILING

FILES = tuple(PictureFile(name, b"") for name in "abcd")


@pytest.fixture
def fragile():
    """An engine whose worker some pictures end; the fixture is the list of requests."""
    with replaced("tests.ui.lessons.segmentation.fragile_tasks") as submitted:
        yield submitted


def test_a_picture_that_ends_the_worker_is_named_and_the_others_are_done(app, fragile):
    test = app("segmentation", seg_tab="many")
    files = {"a.png": b"1", "deadly.png": DEADLY, "b.png": b"2", "failing.png": FAILING}
    more = {f"{number}.png": bytes([number]) for number in range(9)}
    uploader = test.file_uploader(key="seg_many_files0")
    uploader.upload("all.zip", zipped(files | more), "application/zip").run()
    assert not test.exception, [each.message for each in test.exception]
    held = test.session_state[many_files.OWN]
    assert [row.name for row in held.rows] == ["a.png", "b.png", *more]
    assert {file.name: str(file.error)[:20] for file in held.refused} == {
        "deadly.png": "The engine stopped w", "failing.png": "It failed.",
    }  # fmt: skip
    assert held.waiting == ()
    assert [button.label for button in test.button if button.label == "Try again"] == []
    sizes = [len(request.names) for request in fragile if hasattr(request, "names")]
    first, rest = sizes[0], sizes[1:]
    assert first > 4
    assert rest[:first] == [1] * first
    assert sum(rest) == 13


def test_files_that_wait_count_towards_the_limit_of_the_next_upload(app, fragile, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UPLOAD_BYTES", 10)
    test = app("segmentation", seg_tab="many")
    test.session_state[many_files.OWN] = Mine("pets_unet", (PictureFile("waits.png", bytes(6)),))
    test.file_uploader(key="seg_many_files0").upload("new.png", bytes(6), "image/png").run()
    assert not test.exception, [each.message for each in test.exception]
    held = test.session_state[many_files.OWN]
    assert ([row.name for row in held.rows], [file.name for file in held.refused]) == (["waits.png"], ["new.png"])


def test_after_a_batch_has_failed_its_pictures_are_asked_one_by_one():
    error = CnnLabError("It failed.")
    given = Mine("a network", FILES).failed(3, error)
    assert (given.alone, given.waiting, given.refused) == (3, FILES, ())
    given = given.failed(1, error)
    assert (given.alone, given.waiting, given.done) == (2, FILES[1:], 1)
    assert [(file.name, file.error) for file in given.refused] == [("a", error)]
    assert given.after([many_files.RefusedFile("b", error)]).alone == 1
