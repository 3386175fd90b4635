"""axe-core on the tabs Build, with a layer that does not fit, and Side by side of the Architecture page."""

import pytest

from tests.browser.test_axe import EXCEPTIONS, OF_STREAMLIT, findings
from tests.browser.test_first_screen import settled
from tests.browser.test_pages import finished

TABS = ["arch_built=i28x28x1.c8-3.n.f.c8-3.b16.d10&arch_tab=build", "arch_pair=chosen&arch_tab=pairs"]


@pytest.mark.parametrize(("theme", "locale"), [("light", "en-US"), ("dark", "ko-KR")])
@pytest.mark.parametrize("link", TABS, ids=["build", "pairs"])
def test_a_tab_has_no_serious_fault_of_accessibility(visit, link, theme, locale):
    page = finished(visit(f"/architecture?{link}", theme=theme, locale=locale), "architecture")
    settled(page)
    selectors = [selector for _, selector in EXCEPTIONS]
    others = [
        (rule, target, words)
        for rule, target, words in findings(page)
        if not any(page.evaluate(OF_STREAMLIT, [target, selector]) for selector in selectors)
    ]
    assert others == []
