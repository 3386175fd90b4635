"""A network of keras.applications is downloaded, becomes a model, and is explained, without a restart."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cnnlab.core.cards import PRETRAINED
from tests.nets.test_applications import weights_of
from tests.weights_server import serving

pytestmark = pytest.mark.tensorflow
ROOT = Path(__file__).parents[3]
VISIT = """
import json, sys
from dataclasses import replace
from pathlib import Path
from streamlit.testing.v1 import AppTest
from streamlit.runtime.scriptrunner import script_runner
from cnnlab.core.cards import applications
from cnnlab.ui.shell import cache
from tests.ui.conftest import numbers_of

base, md5, size = sys.argv[1:]
one = replace(applications.APPLICATIONS[0], base=base, file="weights.h5", md5=md5, most=int(size))
applications.APPLICATIONS = (one, replace(applications.application("DenseNet121"), base=base, file="none.h5"))

def run_main(path):  # as tests/ui/conftest.py does
    exec(compile(Path(path).read_text(), path, "exec"), {"__name__": "__main__", "__file__": path})

script_runner._mpa_v1 = run_main

def values(elements, start):
    return [one.value for one in elements if one.value.startswith(start)]

test = AppTest.from_file("app.py", default_timeout=120)
test.query_params.update(cam_tab="networks", lang="en")
test.switch_page("pages/grad_cam.py").run()
told = {"before": test.selectbox(key="cam_model").options, "rows": values(test.markdown, "**MobileNetV2**")}
test.button(key="get_DenseNet121").click().run()
told["refused"] = values(test.warning, "")
told["again"] = test.button(key="again_DenseNet121").label
test.button(key="get_MobileNetV2").click().run()
told["after"] = test.selectbox(key="cam_model").options
told["ready"] = values(test.markdown, "Ready")
test.selectbox(key="cam_model").set_value("keras_mobilenetv2").run()
told["errors"] = values([*test.error, *test.exception], "")
told["size"] = numbers_of(test)["Map size"]
cache.engine().stop()
print(json.dumps(told))
"""


def test_a_network_comes_and_is_explained(tmp_path):
    folder = tmp_path / "pretrained"
    shutil.copytree(PRETRAINED / "efficientnet_lite0", folder / "efficientnet_lite0")
    weights_of("MobileNetV2", tmp_path / "weights.h5")
    content = (tmp_path / "weights.h5").read_bytes()
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    with serving(tmp_path) as base:
        done = subprocess.run(
            [sys.executable, "-c", VISIT, base, digest, str(len(content))],
            cwd=ROOT,
            env={**os.environ, "CNNLAB_PRETRAINED": str(folder), "CNNLAB_DOWNLOADS": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    first = "EfficientNet-Lite0, trained on ImageNet"
    assert (told["before"], told["after"]) == ([first], [first, "MobileNetV2, trained on ImageNet"])
    assert told["rows"][0].startswith(f"**MobileNetV2** · {len(content) / 1e6:.0f} MB · 224 × 224 pixels")
    [refused] = told["refused"]
    assert refused.startswith("The weights of DenseNet121 cannot be downloaded (File not found).")
    assert told["again"] == "Try again"
    assert told["ready"] == ["Ready: choose it at the top of the page."]
    assert told["errors"] == []
    assert told["size"] == "7 × 7"
    assert (folder / "keras_mobilenetv2/card.json").is_file()
