"""Where the CPU answered for a GPU without memory left, each part of a page that asked says so.

No machine of the tests has a GPU: the engine's answer is given the mark that it then has.
"""

from dataclasses import replace

import pytest

from cnnlab.engine.ticket import Ticket
from cnnlab.ui.shell import cache


@pytest.fixture
def on_cpu(monkeypatch):
    """From now on the engine's answers to a task say that they came from the CPU: on_cpu("augment")."""

    def marked(task):
        answer = Ticket.answer

        def from_the_cpu(ticket):
            found = answer(ticket)
            return replace(found, value={**found.value, "on_cpu": True}) if ticket.name == task else found

        monkeypatch.setattr(Ticket, "answer", from_the_cpu)

    cache.answers().clear()
    yield marked
    cache.answers().clear()


def told(test) -> int:
    assert not test.exception
    return len([each for each in test.info if "The GPU ran out of memory" in each.value])


@pytest.mark.parametrize(("page", "task"), [("augmentation", "augment"), ("digit", "activations")])
def test_a_page_says_so(app, on_cpu, page, task):
    assert told(app(page)) == 0
    on_cpu(task)
    cache.answers().clear()
    test = app(page)
    assert told(test) == {"augmentation": 2, "digit": 1}[page]  # once for each part that asked: the grid, the question
    assert told(test.run()) == told(test)


@pytest.mark.parametrize("cut", [0, 1], ids=["a bundled picture", "an own one"])
@pytest.mark.parametrize(("name", "task"), [("network", "scatter"), ("masks", "augment"), ("predict", "augment")])
def test_a_section_says_so_also_when_it_is_drawn_again(section, on_cpu, name, task, cut):
    on_cpu(task)
    test = section(name, cut=cut)
    assert told(test) == (0 if name == "masks" and cut else 1)  # an own picture has no mask, and nothing is asked
    test.run()
    assert told(test) == (0 if name == "masks" and cut else 1)
