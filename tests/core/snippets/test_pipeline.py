"""The tf.data code runs as it stands, and its steps give out what the page says."""

import numpy as np
import pytest

from cnnlab.core.pipeline import FILES, PipelineSettings, steps
from cnnlab.core.snippets.pipeline import pipeline_code


@pytest.mark.parametrize(
    "settings", [PipelineSettings(), PipelineSettings(buffer=1, batch=3), PipelineSettings(10, 10)]
)
def test_the_code_gives_the_types_the_shapes_and_the_groups_of_the_page(settings, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    exec(pipeline_code(settings), names)
    made = [names[name] for name in ("index", "shuffle", "decoded", "resized", "batch", "prefetch")]
    shown = steps(settings)
    for step, dataset in zip(shown, made, strict=True):
        found = [(tensor.dtype.name, tuple(tensor.shape)) for tensor in dataset.element_spec]
        assert found == [(tensor.dtype, tensor.shape) for tensor in step.tensors], step.name
        assert len(dataset) == len(step.elements)
    assert names["paths"] == [f"ten_pictures/{file.path}" for file in FILES]
    sizes = [tuple(picture.shape[:2]) for picture, _ in names["index"].map(names["decode"])]
    assert sizes == [(file.height, file.width) for file in FILES]
    batches = [len(numbers) for _, numbers in names["prefetch"]]
    assert batches == [len(element) for element in shown[-1].elements]
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 6 + len(batches)


def test_a_buffer_of_one_leaves_the_order_of_the_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    exec(pipeline_code(PipelineSettings(buffer=1, batch=10)), names)
    [(pictures, labels)] = names["prefetch"].as_numpy_iterator()
    assert np.array_equal(labels, [file.label for file in FILES])
    assert pictures.shape == (10, 224, 224, 3)
