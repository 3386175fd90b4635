"""What the browser keeps of components: each run names it, and a browser that lacks it is sent it again."""

import pytest

from cnnlab.ui.lessons import LESSONS
from tests.browser.test_pages import READY, finished, idle

MOST = 90_000  # bytes of a run without a change, a third of them the style; a first run has 100,000 to 600,000
FORGET = "() => { window.cnnlabKept?.scripts.clear(); window.cnnlabKept?.data.clear(); }"


def received(page) -> list[int]:
    """The sizes of the messages that come from now on."""
    sizes: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: sizes.append(len(data))))
    page.reload()
    return sizes


@pytest.mark.parametrize("name", [lesson.stem for lesson in LESSONS])
def test_a_run_sends_what_has_changed_and_all_to_a_browser_that_lacks_it(visit, name):
    page = visit(f"/{name}")
    sizes = received(page)
    finished(page, name)
    sizes.clear()
    rerun(page)
    assert 0 < sum(sizes) < MOST
    page.evaluate(FORGET)
    figure = page.locator(READY[name]).first
    navigation = page.get_by_test_id("stSidebarNav")
    navigation.get_by_role("link", name="Home").click()
    figure.wait_for(state="detached")
    navigation.locator(f"a[href$='/{name}']").click()
    figure.wait_for()


def rerun(page):
    """Run the page again without another change: Streamlit's shortcut."""
    page.evaluate("""() => { window.ran = 0;
      new MutationObserver(() => { window.ran += 1; }).observe(document.querySelector("[data-testid=stApp]"),
        { attributeFilter: ["data-test-script-state"] }); }""")
    page.locator("body").press("r")
    page.wait_for_function("() => window.ran > 0")
    idle(page)
