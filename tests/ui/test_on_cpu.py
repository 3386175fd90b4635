"""Where the CPU answered for a GPU without memory left, each part of a page that asked says so.

No machine of the tests has a GPU: the engine's answer is given the mark that it then has.
"""

from dataclasses import replace

import pytest

from cnnlab.ui.augmentation import augment_answer, augment_masks, augment_network, augment_predict
from cnnlab.ui.digit import digit_live


def marked(ask):
    def from_the_cpu(*arguments, **options):
        answer = ask(*arguments, **options)
        return answer and replace(answer, value={**answer.value, "on_cpu": True})

    return from_the_cpu


def told(test) -> int:
    assert not test.exception
    return len([each for each in test.info if "The GPU ran out of memory" in each.value])


@pytest.mark.parametrize(("page", "module"), [("augmentation", augment_answer), ("digit", digit_live)])
def test_a_page_says_so_once(app, monkeypatch, page, module):
    assert told(app(page)) == 0
    monkeypatch.setattr(module, "ask", marked(module.ask))
    assert told(app(page)) == 1


@pytest.mark.parametrize(
    ("name", "module", "cut"),
    [("network", augment_network, 1), ("masks", augment_masks, 0), ("predict", augment_predict, 0)],
)
def test_a_section_says_so_also_when_it_is_drawn_again(section, monkeypatch, name, module, cut):
    """The networks are asked about a picture of one's own (cut): what they say of a bundled one is kept for all."""
    monkeypatch.setattr(module, "ask", marked(module.ask))
    test = section(name, cut=cut)
    assert told(test) == 1
    test.run()
    assert told(test) == 1
