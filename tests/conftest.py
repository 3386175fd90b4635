"""Shared by all tests: two parallel processes, and sweeps of which `make test` runs a fixed eighth."""

import os
import zlib
from collections import defaultdict
from math import ceil

import pytest

SHARE = 8  # one of this many cases of a sweep is run, unless --whole is given
LONG = (
    "tests/test_backends.py",
    "tests/nets/test_memory.py",
    "tests/browser/",
)  # run first, so that both processes finish at about the same time

ON_JAX = os.environ.get("KERAS_BACKEND") == "jax"  # all cases are run on TensorFlow already

if "PYTEST_XDIST_WORKER" in os.environ:  # one core for each process; set before anything imports TensorFlow
    os.environ["TF_NUM_INTRAOP_THREADS"] = os.environ["TF_NUM_INTEROP_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"


def pytest_addoption(parser):
    parser.addoption("--whole", action="store_true", help="run every case of the tests marked sweep, not an eighth")


def pytest_collection_modifyitems(config, items):
    items.sort(key=lambda item: next((i for i, name in enumerate(LONG) if item.nodeid.startswith(name)), len(LONG)))
    if config.getoption("--whole"):
        return
    tests = defaultdict(list)
    for item in items:
        tests[item.nodeid.partition("[")[0]].append(item)
    sweeps = [cases for cases in tests.values() if cases[0].get_closest_marker("sweep") or (ON_JAX and len(cases) > 3)]
    omitted = {item for cases in sweeps for item in cases if item not in eighth(cases)}
    if omitted:
        config.hook.pytest_deselected(items=list(omitted))
        items[:] = [item for item in items if item not in omitted]


def eighth(cases: list[pytest.Item]) -> list[pytest.Item]:
    """Return an eighth of the cases, at least one: always the same ones, whatever the order of the parameters."""
    ranked = sorted(cases, key=lambda item: zlib.crc32(item.name.encode()))
    return ranked[: ceil(len(cases) / SHARE)]


@pytest.fixture(scope="session")
def share(request):
    """Return a function that takes an eighth of a sequence of cases in one test; with --whole, all of it."""
    step = 1 if request.config.getoption("--whole") else SHARE
    return lambda cases: list(cases)[::step]
