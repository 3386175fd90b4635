"""The two pages that need the digit network, on a server whose folder of models does not have it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
VISIT = """
import json
from streamlit.testing.v1 import AppTest
from tests.ui.conftest import title_of

def look(page, **link):
    test = AppTest.from_file("app.py", default_timeout=120)
    test.query_params.update(link)
    test.switch_page(f"pages/{page}.py").run()
    return {
        "title": title_of(test),
        "warnings": [element.value for element in test.warning],
        "exceptions": [element.message for element in test.exception],
    }

pages = {"digit": {}, "pooling": {"pool_tab": "downsampling"}}
seen = {lang: {page: look(page, lang=lang, **link) for page, link in pages.items()} for lang in ("en", "ko")}
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def visits(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pretrained")
    done = subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=ROOT,
        env={**os.environ, "CNNLAB_PRETRAINED": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return str(folder), json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(("page", "title"), [("digit", "A digit's journey"), ("pooling", "Pooling")])
def test_a_page_without_its_network_says_what_to_do(visits, page, title):
    folder, found = visits
    text = f"There is no model 'mnist_convnet'. Choose one of -, or add it to {folder}."
    assert found["en"][page] == {"title": title, "warnings": [text], "exceptions": []}


@pytest.mark.parametrize("page", ["digit", "pooling"])
def test_it_says_so_in_korean(visits, page):
    _, found = visits
    [text] = found["ko"][page]["warnings"]
    assert "모델 'mnist_convnet'" in text
    assert "There is no" not in text
