"""`python -m cnnlab.nets.segmentation`: masks, table, and files that cannot be read."""

import shutil

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures import open_picture
from cnnlab.core.pictures.bundled import SAMPLES
from cnnlab.core.segmentation import read_mask_file
from cnnlab.core.segmentation.class_colours import COLOURS
from cnnlab.nets import catalog
from cnnlab.nets.segmentation import segment
from cnnlab.nets.segmentation.__main__ import FAILED, OK, SOME_FAILED, main

pytestmark = pytest.mark.tensorflow


@pytest.fixture
def folder(tmp_path):
    """Two photographs, one of them twice with another ending, a file that is none, and others that are not read."""
    folder = tmp_path / "pictures"
    (folder / "inner.jpg").mkdir(parents=True)
    shutil.copy(SAMPLES / "chelsea.png", folder / "Cat.png")
    Image.open(SAMPLES / "chelsea.png").convert("RGB").save(folder / "cat.jpg")
    Image.open(SAMPLES / "coffee.png").convert("RGB").resize((90, 60)).save(folder / "coffee.jpeg")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing more")
    (folder / "notes.txt").write_text("no picture")
    (folder / ".hidden.jpg").write_bytes(b"")
    return folder


def test_masks_and_a_table_and_one_broken_file(folder, tmp_path, capsys):
    out = tmp_path / "new" / "masks"
    assert main([str(folder), "--out", str(out)]) == SOME_FAILED
    said = capsys.readouterr()
    assert sorted(path.name for path in out.iterdir()) == ["Cat.png.png", "cat.jpg.png", "coffee.png"]
    assert said.err.splitlines()[0] == "4 of 4"
    assert "broken.jpg: " in said.err
    assert "Cat" not in said.err
    model = catalog.load("pets_unet")
    expected = segment(model, open_picture((folder / "Cat.png").read_bytes()))
    mask = read_mask_file((out / "Cat.png.png").read_bytes())
    values = np.array([value.value for value in mask.values], np.uint8)[mask.index]
    assert (values == expected.labels).mean() > 0.9999  # interpolated in float64 here, rounded to float32 there
    assert [value.name for value in mask.values] == ["pet", "background", "border"]
    assert [value.colour for value in mask.values] == list(COLOURS[:3])
    header, *rows = said.out.splitlines()
    assert header.split() == ["picture", "height", "x", "width", "pet", "background", "border", "certainty"]
    assert {row.split()[0] for row in rows} == {"Cat.png", "cat.jpg", "coffee.jpeg"}
    (cat,) = [row.split() for row in rows if row.startswith("Cat.png")]
    assert cat[1:4] == ["300", "x", "451"]
    assert float(cat[4].rstrip("%")) == pytest.approx(100 * (expected.labels == 0).mean(), abs=0.06)
    certainties = [float(row.split()[-1].rstrip("%")) for row in rows]
    assert certainties == sorted(certainties)


def test_no_mask_is_written_over_another(tmp_path, capsys):
    folder, out = tmp_path / "pictures", tmp_path / "masks"
    folder.mkdir()
    photograph = Image.open(SAMPLES / "coffee.png").convert("RGB")
    for width, name in ((30, "cat.jpg"), (40, "cat.jpg.png"), (50, "cat.webp")):
        photograph.resize((width, 20)).save(folder / name)
    assert main([str(folder), "--out", str(out)]) == OK
    widths = {path.name: read_mask_file(path.read_bytes()).index.shape[1] for path in out.iterdir()}
    assert widths == {"cat.jpg.png": 30, "cat.jpg (2).png": 40, "cat.webp.png": 50}


def test_all_pictures_can_be_read(folder, tmp_path, capsys):
    (folder / "broken.jpg").unlink()
    assert main([str(folder), "--out", str(tmp_path / "out"), "--model", "pets_segmentation"]) == OK
    assert len(list((tmp_path / "out").iterdir())) == 3


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["missing", "--out", "out"], "There are no pictures"),
        (["pictures", "--out", "pictures"], "would overwrite the pictures"),
        (["pictures", "--out", "out", "--model", "mnist_convnet"], "not a map of"),
        (["pictures", "--out", "out", "--model", "other"], "other"),
    ],
)
def test_nothing_can_be_done(folder, tmp_path, monkeypatch, capsys, more, said):
    monkeypatch.chdir(tmp_path)
    before = sorted(path.name for path in folder.iterdir())
    assert main(more) == FAILED
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == before


def test_only_broken_files(tmp_path, capsys):
    (tmp_path / "a.png").write_bytes(b"nothing")
    assert main([str(tmp_path), "--out", str(tmp_path / "out")]) == FAILED
    assert "a.png: " in capsys.readouterr().err
