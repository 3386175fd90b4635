"""Every part of a page shows a notice if the GPU ran out of memory and the CPU computed the answer.

The machines that run the tests have no GPU, so the flag is set on the engine's results.
"""

from dataclasses import replace

import pytest

from cnnlab.core.requests import Augment, ComputeOutputs, PredictAugmented
from cnnlab.engine.ticket import Ticket
from cnnlab.ui.shell import cache


@pytest.fixture
def on_cpu(monkeypatch):
    """Mark all later results for a type of request as computed on the CPU: on_cpu(Augment)."""

    def mark(request_type):
        result = Ticket.result

        def from_the_cpu(ticket):
            return replace(result(ticket), on_cpu=isinstance(ticket.request, request_type))

        monkeypatch.setattr(Ticket, "result", from_the_cpu)

    cache.answers().clear()
    yield mark
    cache.answers().clear()


def notices(test) -> int:
    assert not test.exception
    return sum("The GPU ran out of memory" in info.value for info in test.info)


@pytest.mark.parametrize(("page", "request_type"), [("augmentation", Augment), ("digit", ComputeOutputs)])
def test_a_page_shows_the_notice(app, on_cpu, page, request_type):
    assert notices(app(page)) == 0
    on_cpu(request_type)
    cache.answers().clear()
    test = app(page)
    expected = {"augmentation": 2, "digit": 1}[page]  # one for each part that uses the engine: the grid, the question
    assert notices(test) == expected
    assert notices(test.run()) == notices(test)


@pytest.mark.parametrize("cut", [0, 1], ids=["bundled picture", "uploaded picture"])
@pytest.mark.parametrize(
    ("name", "request_type"), [("network", PredictAugmented), ("masks", Augment), ("predict", Augment)]
)
def test_a_section_shows_the_notice_again_in_the_next_run(section, on_cpu, name, request_type, cut):
    on_cpu(request_type)
    test = section(name, cut=cut)
    expected = 0 if name == "masks" and cut else 1  # an uploaded picture has no mask, so nothing is requested
    assert notices(test) == expected
    test.run()
    assert notices(test) == expected
