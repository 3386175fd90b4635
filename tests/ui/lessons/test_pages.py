"""All pages under AppTest: both languages, and what the two processes do not import."""

import importlib
import inspect
import re
import subprocess
import sys
from itertools import groupby

import pytest

from cnnlab.core.requests import ReportDevice
from cnnlab.ui.lessons import LESSONS
from cnnlab.ui.shell import cache
from tests.ui.conftest import numbers_of, title_of

PAGES = ["home", *(lesson.stem for lesson in LESSONS)]
HANGUL = re.compile(r"[가-힣]")


def text_of(test) -> str:
    elements = (*test.markdown, *test.caption, *test.header, *test.warning)
    parts = [title_of(test), *(element.value for element in elements)]
    labels = [element.label for element in (*test.button, *test.radio, *test.selectbox, *test.metric)]
    return "\n".join([*parts, *labels, *numbers_of(test)])


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_in_its_language(app, page, language):
    text = text_of(app(page, language))
    assert len(text) > 100
    assert bool(HANGUL.search(text.replace("언어", ""))) == (language == "ko")


def links_of(test) -> list[tuple[str, str]]:
    """The address and the words of each link to a page."""
    return [(link.proto.page, link.proto.label) for link in test.get("page_link")]


@pytest.mark.parametrize("page", ["home", "convolution", "architecture", "segmentation"])
def test_a_lesson_ends_with_a_link_to_the_next_one(app, page):
    stems = [lesson.stem for lesson in LESSONS]
    links = links_of(app(page))
    if page == "home":
        assert [address for address, _label in links] == stems
    elif page == stems[-1]:
        assert links == [("", "All lessons")]
    else:
        after = LESSONS[stems.index(page) + 1]
        assert links == [(after.stem, f"Next lesson: {after.title}")]
    assert page == "home" or links_of(app(page, print="1")) == []


def test_each_card_at_home_says_how_long_it_takes_and_what_for(app):
    shown = "\n".join(each.value for each in app("home").markdown)
    for lesson in LESSONS:
        assert f"About {lesson.minutes} minutes. Goal: {lesson.goal}" in shown


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_every_lesson_provides_its_code_as_text(lesson):
    """`snippet.text` has the same signature in all lessons."""
    snippet = importlib.import_module(f"cnnlab.ui.lessons.{lesson.stem}.snippet")
    assert list(inspect.signature(snippet.text).parameters) == ["settings", "answer"]


def test_the_worker_imports_keras_but_not_streamlit(app):
    app("grad_cam")
    report = cache.engine().submit(ReportDevice()).result().value
    assert "keras" in report.modules
    assert "streamlit" not in report.modules
    assert report.program.endswith("worker.py")


EVERY_PAGE = """
import sys
from streamlit.testing.v1 import AppTest
from cnnlab.ui.shell import cache
from tests.ui.conftest import title_of
from cnnlab.ui.lessons import HOME, LESSONS
for lesson in (HOME, *LESSONS):
    test = AppTest.from_file("app.py", default_timeout=120)
    if lesson is not HOME:
        test.switch_page(f"pages/{lesson.stem}.py")
    test.run()
    assert not test.exception and title_of(test) == lesson.title, lesson.stem
cache.engine().stop()
costly = {"keras", "tensorflow", "jax", "pandas", "pyarrow"}
rare = {"numpy.random", "PIL._avif", "PIL._imagingft"}  # no page needs them when it opens
print(sorted((costly | rare) & set(sys.modules)))
"""


def test_the_streamlit_process_imports_neither_keras_nor_pandas():
    """Each has a cost for every visitor: Keras a second per run, pandas and PyArrow 78 MB, the others 2 MB each."""
    done = subprocess.run([sys.executable, "-c", EVERY_PAGE], capture_output=True, text=True, check=False)
    assert done.stdout.strip().endswith("[]"), done.stdout[-200:] + done.stderr[-2000:]


def test_lessons_of_one_section_are_adjacent():
    """The home page and the navigation show each section once."""
    sections = [lesson.section for lesson in LESSONS]
    assert len([section for section, _lessons in groupby(sections)]) == len(set(sections))
