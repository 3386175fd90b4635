"""How far the networks keep the laws of pictures, on bundled photographs: mirrored, twice as large, with a margin.

A convolutional network is not indifferent to any of them; the bounds are just below what was measured.
"""

import numpy as np
import pytest
from PIL import Image

from cnnlab.core.pictures import sample
from cnnlab.core.segmentation import confusion_matrix, overlaps
from cnnlab.nets import catalog
from cnnlab.nets.segmentation import segment

pytestmark = pytest.mark.tensorflow
PICTURES = ("cat", "kitten", "tabby")
# Of each network: the smallest IoU of the pet between its own mask and that of the changed picture, changed back
LEAST = {
    "pets_unet": {"mirrored": 0.93, "twice as large": 0.99, "margin": 0.92},
    "pets_segmentation": {"mirrored": 0.83, "twice as large": 0.99, "margin": 0.47},
}


def mirrored(picture, labels_of):
    return labels_of(picture[:, ::-1])[:, ::-1]


def twice_as_large(picture, labels_of):
    height, width = picture.shape[:2]
    large = Image.fromarray(picture).resize((2 * width, 2 * height), Image.Resampling.BICUBIC)
    return labels_of(np.asarray(large))[::2, ::2]


def margin(picture, labels_of):
    """Grey, an eighth of the picture on each side: other pixels are beside the edge, and all are smaller."""
    height, width = picture.shape[:2]
    down, across = height // 8, width // 8
    padded = np.pad(picture, ((down, down), (across, across), (0, 0)), constant_values=127)
    return labels_of(padded)[down : down + height, across : across + width]


@pytest.mark.parametrize("change", [mirrored, twice_as_large, margin], ids=lambda change: change.__name__)
@pytest.mark.parametrize("name", LEAST)
def test_the_mask_of_a_changed_picture(name, change):
    model = catalog.load(name)
    found = []
    for sample_id in PICTURES:
        own = segment(model, sample(sample_id)).labels
        changed = change(sample(sample_id), lambda picture: segment(model, picture).labels)
        found.append(overlaps(confusion_matrix(own, changed, 3))[0].iou)
    assert min(found) > LEAST[name][change.__name__.replace("_", " ")], found
