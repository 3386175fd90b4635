"""What all tests share: two lanes at once, and sweeps of which `make test` takes a fixed eighth."""

import os
import zlib
from collections import defaultdict
from math import ceil

import pytest

SHARE = 8  # of a sweep's cases one in so many runs, unless --whole is given
LONG = (
    "tests/test_backends.py",
    "tests/nets/test_memory.py",
    "tests/browser/",
)  # begin first: a lane must not end late

ON_JAX = os.environ.get("KERAS_BACKEND") == "jax"  # the second run, of tests that TensorFlow has passed with every case

if "PYTEST_XDIST_WORKER" in os.environ:  # one core for each lane; set before anything imports TensorFlow
    os.environ["TF_NUM_INTRAOP_THREADS"] = os.environ["TF_NUM_INTEROP_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"


def pytest_addoption(parser):
    parser.addoption("--whole", action="store_true", help="every case of the tests marked sweep, not an eighth")


def pytest_collection_modifyitems(config, items):
    items.sort(key=lambda item: next((at for at, name in enumerate(LONG) if item.nodeid.startswith(name)), len(LONG)))
    if config.getoption("--whole"):
        return
    tests = defaultdict(list)
    for item in items:
        tests[item.nodeid.partition("[")[0]].append(item)
    sweeps = [cases for cases in tests.values() if cases[0].get_closest_marker("sweep") or (ON_JAX and len(cases) > 8)]
    left_out = {item for cases in sweeps for item in cases if item not in eighth(cases)}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def eighth(cases: list[pytest.Item]) -> list[pytest.Item]:
    """One case of eight, at least one: the same ones each time, whatever the order of the parameters."""
    ranked = sorted(cases, key=lambda item: zlib.crc32(item.name.encode()))
    return ranked[: ceil(len(cases) / SHARE)]


@pytest.fixture(scope="session")
def share(request):
    """A function that takes an eighth of a sequence that a sweep runs through within one test, all with --whole."""
    step = 1 if request.config.getoption("--whole") else SHARE
    return lambda cases: list(cases)[::step]
