"""Names of variables that are used again, because TensorFlow keeps something of each."""

import collections
from collections.abc import Iterator
from contextlib import contextmanager

from keras.src.backend.common import global_state

NAME_COUNTERS = "object_name_uids"  # Keras's counters behind its automatic names, which have no public access


@contextmanager
def repeated_names() -> Iterator[None]:
    """Restart Keras's automatic names inside the block, and continue afterwards where they were before.

    Keras gives every variable a new name (seed_generator_1, seed_generator_2, ...), that of every SeedGenerator too,
    which augmentation layers and Dropout have, and TensorFlow keeps a compiled kernel for each name until the process
    ends: 36 kB. Reusing the names limits this to a few kernels.
    """
    before = global_state.get_global_attribute(NAME_COUNTERS)
    global_state.set_global_attribute(NAME_COUNTERS, collections.defaultdict(int))
    try:
        yield
    finally:
        global_state.set_global_attribute(NAME_COUNTERS, before)
