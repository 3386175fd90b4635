"""The bundled photographs of cats and dogs: a small test of a head, whose pictures may be shown."""

from functools import cache

import numpy as np

from cnnlab.core.pictures import Sample, samples
from cnnlab.core.transfer.pictures import CLASSES

NOT_PHOTOGRAPHS = ("drawing",)


@cache
def photographs() -> list[Sample]:
    """Return the bundled photographs that show cats only, then those that show dogs only.

    >>> [photograph.id for photograph in photographs()][:2]
    ['cat', 'kitten']
    """
    found = [sample for sample in samples() if sample.label in CLASSES and sample.id not in NOT_PHOTOGRAPHS]
    return sorted(found, key=lambda sample: CLASSES.index(sample.label))


def photograph_labels() -> np.ndarray:
    """Return the class of each photograph, uint8 (photographs,): 0 cat, 1 dog."""
    return np.array([CLASSES.index(photograph.label) for photograph in photographs()], np.uint8)
