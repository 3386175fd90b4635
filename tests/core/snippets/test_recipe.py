"""The code of the layers runs as it stands and changes the pictures."""

import numpy as np

from cnnlab.core.snippets.recipe import recipe_code
from cnnlab.core.transfer.recipe import layers


def test_the_code_builds_the_layers_and_changes_every_picture(capsys):
    names: dict = {}
    exec(recipe_code(), names)
    assert len(names["augmentation"].layers) == len(layers())
    changed = np.array(names["changed"])
    assert changed.shape == names["pictures"].shape
    assert (np.abs(changed - names["pictures"]).max(axis=(1, 2, 3)) > 1).all()
    assert capsys.readouterr().out == "(4, 180, 180, 3)\n"
