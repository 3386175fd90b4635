"""The code of the section on freezing runs, freezes what the page says and prints the page's numbers."""

import keras
import pytest

from cnnlab.core.cards import PRETRAINED
from cnnlab.core.snippets.freezing import freezing_code
from cnnlab.core.transfer.bases import BUNDLED, base
from cnnlab.core.transfer.freezing import counts, head_parameters, sliced

CASES = {
    "slice": ("vgg16", sliced("layers[:-4]", 19), False, 256),
    "single layers, no hidden layer": ("vgg16", frozenset([1, 4, 15]), True, 0),
    "normalization kept frozen": (BUNDLED, sliced("layers[:-46]", 142), True, 16),
    "normalization thawed": ("xception", sliced("layers[:-15]", 132), False, 256),
    "many single layers": ("xception", sliced("layers[::2]", 132), True, 256),
    "nothing frozen": ("vgg16", frozenset(), True, 256),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_code_prints_what_the_page_counts(case, tmp_path, monkeypatch, capsys):
    name, frozen, keep, units = case
    known = base(name)
    (tmp_path / "efficientnet_lite0.keras").symlink_to(PRETRAINED / BUNDLED / "model.keras")
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(freezing_code(known, frozen, keep, units, 0.5), names)
    found = counts(known.layers, frozen | (known.normalizations if keep else frozenset()))
    trainable = found.trainable + head_parameters(known.output_shape[-1], units)
    assert capsys.readouterr().out == f"Trainable: {trainable:,}\nNon-trainable: {found.non_trainable:,}\n"
    assert names["model"].output_shape == (None, 1)
    assert isinstance(names["model"].optimizer, keras.optimizers.Adam)


def test_a_slice_is_written_where_there_is_one_and_the_lines_stay_short():
    vgg16, xception = base("vgg16"), base("xception")
    assert "for layer in base.layers[:-4]:\n" in freezing_code(vgg16, range(14), False, 256, 0.5)
    assert ".trainable = False" not in freezing_code(vgg16, [], True, 256, 0.5)
    assert "base.layers[2:]" in freezing_code(xception, xception.weighted - {1}, True, 256, 0.5)
    code = freezing_code(xception, xception.weighted - {4}, True, 256, 0.5)
    assert "for index in [\n    1, 2, 5, " in code
    assert max(map(len, code.splitlines())) <= 88
