"""The backend that these tests run on: TensorFlow, or JAX where KERAS_BACKEND says so (tests/test_backends.py)."""

import keras


def pytest_configure(config):
    config.addinivalue_line("markers", "tensorflow: is about this backend alone")


def pytest_collection_modifyitems(config, items):
    if keras.backend.backend() == "tensorflow":
        return
    elsewhere = [each for each in items if each.get_closest_marker("tensorflow")]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [each for each in items if each not in elsewhere]
