"""What the ways cost and gain, as the page says it."""

import pytest

from cnnlab.core.history import bundled_histories
from cnnlab.core.transfer.costs import WAYS, costs
from tests.ui.lessons.transfer.alone import said, section


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_way_has_its_row_and_its_reason(language):
    test = section("costs", language)
    [table] = [element.value for element in test.markdown if "|--:|" in element.value]
    assert len(table.splitlines()) == 2 + len(WAYS)
    for cost in costs(bundled_histories()[0]):
        assert f"{cost.accuracy:.3f} ± {cost.error:.3f}" in table
        assert f"|{cost.epochs} ({cost.best_epoch})|" in table
    assert said(test).count("\n- **") == len(WAYS)
    assert "{" not in said(test)


def test_what_is_spent_once_and_what_chance_explains():
    shown = said(section("costs"))
    assert "|Feature extraction|0.2 + 61 once|20 (1)|1.1|" in shown
    assert "by more than chance: From scratch; From scratch, augmentation." in shown
    assert "from feature extraction: Frozen base, augmentation; Fine-tuning." in shown
