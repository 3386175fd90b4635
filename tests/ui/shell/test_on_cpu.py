"""Every part of a page says so when the GPU ran out of memory and the CPU computed its answer.

The machines that run the tests have no GPU, so the mark is set on the engine's results.
"""

from dataclasses import replace

import pytest

from cnnlab.core.requests import Augment, ComputeOutputs, PredictAugmented
from cnnlab.engine.ticket import Ticket
from cnnlab.ui.shell import cache


@pytest.fixture
def on_cpu(monkeypatch):
    """From now on the results for a type of request say that they come from the CPU: on_cpu(Augment)."""

    def marked(request_type):
        result = Ticket.result

        def from_the_cpu(ticket):
            return replace(result(ticket), on_cpu=isinstance(ticket.request, request_type))

        monkeypatch.setattr(Ticket, "result", from_the_cpu)

    cache.answers().clear()
    yield marked
    cache.answers().clear()


def told(test) -> int:
    assert not test.exception
    return sum("The GPU ran out of memory" in info.value for info in test.info)


@pytest.mark.parametrize(("page", "request_type"), [("augmentation", Augment), ("digit", ComputeOutputs)])
def test_a_page_says_so(app, on_cpu, page, request_type):
    assert told(app(page)) == 0
    on_cpu(request_type)
    cache.answers().clear()
    test = app(page)
    assert told(test) == {"augmentation": 2, "digit": 1}[page]  # once for each part that asks: the grid, the question
    assert told(test.run()) == told(test)


@pytest.mark.parametrize("cut", [0, 1], ids=["a bundled picture", "an own picture"])
@pytest.mark.parametrize(
    ("name", "request_type"), [("network", PredictAugmented), ("masks", Augment), ("predict", Augment)]
)
def test_a_section_says_so_again_in_the_next_run(section, on_cpu, name, request_type, cut):
    on_cpu(request_type)
    test = section(name, cut=cut)
    assert told(test) == (0 if name == "masks" and cut else 1)  # an own picture has no mask, so nothing is asked
    test.run()
    assert told(test) == (0 if name == "masks" and cut else 1)
