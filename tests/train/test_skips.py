"""The measurement of skip connections: its file, on small data and as committed."""

import json

import pytest

from cnnlab.core.cards import card
from cnnlab.core.segmentation.skip_cost import skip_costs
from cnnlab.nets.zoo.pets_unet import SKIPS
from cnnlab.train import skips


def test_the_file_has_a_row_for_the_network_for_each_skip_connection_and_for_none(data, tmp_path):
    path = tmp_path / "skips.json"
    assert skips.main(["--data", str(data), "--out", str(path), "--pictures", "2"]) == 0
    found = skip_costs(path)
    assert [row.without for row in found.rows] == [(), *((name,) for name in SKIPS), SKIPS]
    assert (found.model, found.pictures) == ("pets_unet", 2)
    for row in found.rows:
        assert row.mean_iou == pytest.approx(sum(row.iou.values()) / 3, abs=1e-4)
    assert json.loads(path.read_text())["versions"]["keras"]


def test_the_committed_file_agrees_with_the_card_and_with_itself():
    """On 60 of the card's test pictures the whole network is within 0.02 of its card; every skip connection counts."""
    whole, *without, none = skip_costs().rows
    stated = {figure.figure: figure.value for figure in card("pets_unet").measured}
    assert {name: pytest.approx(stated[f"IoU of {name}"], abs=0.02) for name in whole.iou} == whole.iou
    for score in ("mean_iou", "boundary_iou"):
        values = [getattr(row, score) for row in (*without, none)]
        assert max(values) < getattr(whole, score)
        assert min(values) == getattr(none, score)


def test_missing_data_is_reported(tmp_path, capsys):
    assert skips.main(["--data", str(tmp_path), "--out", str(tmp_path / "x.json")]) == 2
    assert capsys.readouterr().err.startswith("cnnlab.train.skips: ")
    assert not (tmp_path / "x.json").exists()
