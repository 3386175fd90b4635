"""Files made to break a reader: each is refused with a named error, in a short time and with little memory."""

import time
import tracemalloc

import pytest

from cnnlab.core.network import NetworkError
from cnnlab.core.network.archive import MAX_BYTES
from cnnlab.core.network.files import read_file
from cnnlab.core.network.plan import planned
from tests.core.network.heavy_files import HEAVY, branches
from tests.core.network.hostile_files import HOSTILE, made, one

SECONDS = 3  # of the processor, while memory is traced, which takes several times as long


def drawn(data):
    """What the page does with a file."""
    plan = planned(read_file(data))
    for node in plan.nodes:
        node.sight.most()
    return plan


def test_there_are_more_than_sixty_kinds():
    assert len({name for name, _, _ in HOSTILE}) == len(HOSTILE) >= 60
    assert len({made(data) for _, data, _ in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize(("data", "said"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_file_made_to_break_the_reader_is_refused_within_limits(data, said):
    data = made(data)
    tracemalloc.start()
    start = time.process_time()
    try:
        with pytest.raises(NetworkError, match=said) as refused:
            drawn(data)
        taken, peak = time.process_time() - start, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(str(refused.value)) < 700
    assert taken < SECONDS
    assert peak < 12 * MAX_BYTES


@pytest.mark.parametrize(
    ("class_name", "config"),
    [
        ("UpSampling2D", {"size": 10**7}),
        ("ZeroPadding2D", {"padding": 10**8}),
        ("Conv2DTranspose", {"filters": 1, "kernel_size": 1, "strides": 10**8}),
        ("Resizing", {"height": 10**9, "width": 10**9}),
    ],
)
def test_a_few_bytes_that_make_a_huge_map_take_no_memory(class_name, config):
    """Its shape is known, and nothing as large as it is made; what its units see is not worked out."""
    tracemalloc.start()
    plan = drawn(one(class_name, **config).encode())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert plan.nodes[-1].shape[0] > 10**7
    assert plan.nodes[-1].sight.reason == "large"
    assert peak < MAX_BYTES


@pytest.mark.parametrize("text", [text for _, text in HEAVY], ids=[name for name, _ in HEAVY])
def test_a_few_bytes_that_ask_for_many_cells_are_drawn_within_limits(text):
    """Of large maps, what units see is worked out for so many, and the others say that they are too large."""
    tracemalloc.start()
    start = time.process_time()
    plan = drawn(text.encode())
    taken, peak = time.process_time() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {node.sight.reason for node in plan.nodes} <= {None, "large"}
    assert taken < SECONDS
    assert peak < 12 * MAX_BYTES


def test_many_parts_of_a_large_map_are_known():
    assert [len(node.sight.parts) for node in drawn(branches(1024).encode()).nodes][-2:] == [16, 16]


def test_the_code_in_a_file_is_not_run(tmp_path):
    """A Lambda with bytecode and a class of a module: rows of which nothing is known."""
    mark = tmp_path / "ran"
    code = {"class_name": "__lambda__", "config": {"code": f"open({str(mark)!r}, 'w')", "defaults": None}}
    rows = read_file(one("Lambda", function=code).encode()).table()
    assert rows[-1].output_shape is None
    custom = one("system", command=f"touch {mark}").replace(
        '"class_name": "system"', '"module": "os", "registered_name": "os>system", "class_name": "system"'
    )
    assert read_file(custom.encode()).table()[-1].parameters is None
    assert not mark.exists()
