"""What the browser keeps of components: each run names it, and a browser that lacks it is sent it again."""

import random
import re

import pytest
from playwright.sync_api import expect

from cnnlab.ui.widgets.component import _Sent
from tests.browser.modules import call
from tests.browser.test_digit import KEPT, PREDICTION, SEVEN, WEIGHTS, draw
from tests.browser.test_pages import finished, idle

MOST = 90_000  # bytes of a run without a change, a third of them the style; a first run has 100,000 to 600,000
FORGET = "() => { window.cnnlabKept.scripts.clear(); window.cnnlabKept.data.clear(); }"
# Something that a component has drawn; Transfer learning has none at first.
DRAWN = {
    "convolution": ".stepper .place",  # in a fragment
    "pooling": ".stepper .place",
    "digit": ".pad .share",
    "architecture": ".network .drawing svg",
    "augmentation": ".pictures .tile",
    "histories": ".runs tbody tr",
    "activations": ".activations[data-drawn]",
    "filters": ".filter_sheets .sheet",
    "grad_cam": ".heat .plate",
    "segmentation": ".masks[data-drawn]",
}


def received(page) -> list[int]:
    """The sizes of the messages that come from now on."""
    sizes: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: sizes.append(len(data))))
    page.reload()
    return sizes


def rerun(page):
    """Run the page again without another change: Streamlit's shortcut."""
    page.evaluate("""() => { window.ran = 0;
      new MutationObserver(() => { window.ran += 1; }).observe(document.querySelector("[data-testid=stApp]"),
        { attributeFilter: ["data-test-script-state"] }); }""")
    page.locator("body").press("r")
    page.wait_for_function("() => window.ran > 0")
    idle(page)


def there_and_back(page, name):
    """Leave the page by the navigation and come back, so that all its components are drawn anew."""
    navigation = page.get_by_test_id("stSidebarNav")
    drawn = page.locator(DRAWN[name]).first
    navigation.get_by_role("link", name="Home").click()
    drawn.wait_for(state="detached")
    navigation.locator(f"a[href$='/{name}']").click()
    drawn.wait_for()


@pytest.mark.parametrize("name", DRAWN)
def test_a_run_sends_what_has_changed_and_all_to_a_browser_that_lacks_it(visit, name):
    page = visit(f"/{name}")
    sizes = received(page)
    finished(page, name)
    page.locator(DRAWN[name]).first.wait_for()
    sizes.clear()
    rerun(page)
    assert 0 < sum(sizes) < MOST
    there_and_back(page, name)
    idle(page)
    page.evaluate(FORGET)
    there_and_back(page, name)


def test_the_network_that_answers_strokes_is_sent_again_too(visit):
    page = finished(visit("/digit"), "digit")
    page.wait_for_function(KEPT, arg=WEIGHTS)
    page.evaluate(FORGET)
    there_and_back(page, "digit")
    page.wait_for_function(KEPT, arg=WEIGHTS)
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 3")
    draw(page, SEVEN)
    expect(page.locator(PREDICTION)).to_have_text("Prediction: 7")
    page.mouse.up()


def test_a_choice_that_comes_while_something_is_missing_is_not_lost(visit):
    page = finished(visit("/convolution"), "convolution")
    page.evaluate(FORGET)
    page.get_by_role("radio", name="2", exact=True).click()
    expect(page.locator(".stepper .count")).to_contain_text("/ 9")
    page.evaluate(FORGET)
    page.get_by_role("radio", name="same", exact=True).click()
    expect(page.locator(".stepper .count")).to_contain_text("/ 16")
    expect(page).to_have_url(re.compile("conv_strides=2.*conv_padding=same|conv_padding=same.*conv_strides=2"))


def test_another_run_leaves_what_the_visitor_has_done_in_the_browser(visit):
    page = finished(visit("/convolution?hide=output"), "convolution")
    cells = page.locator(".stepper .chosen-map .cell")
    for _ in range(3):
        page.locator(".stepper .bar button").nth(2).click()
    expect(cells.nth(2)).not_to_have_text("")
    before = cells.all_inner_texts()
    for _ in range(2):
        rerun(page)
        assert cells.all_inner_texts() == before


RECEIVED = """
document.body.className = "stApp";
delete window.cnnlabKept;
const script = new TextEncoder().encode("export default () => {}");
const kept = [];
for (const [name, size] of argument) {
  const header = { script: "script", data: name, sizes: [script.length, size] };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const data = new Uint8Array(4 + text.length + script.length + size);
  new DataView(data.buffer).setUint32(0, text.length, true);
  data.set(text, 4);
  data.set(script, 4 + text.length);
  const { default: draw } = module;
  draw({ data, parentElement: document.createElement("div"), setTriggerValue: () => {} });
  kept.push([...window.cnnlabKept.data.keys()]);
}
return kept;
"""


@pytest.mark.parametrize("sizes", [(100, 2_000), (400_000, 9_000_000)], ids=["too many", "too many bytes"])
def test_the_browser_drops_the_data_that_the_server_takes_for_dropped(blank, sizes):
    """After each of 600 messages of a visitor who looks at some data again and again."""
    chosen, sent = random.Random(0), _Sent()
    messages, expected = [], []
    for _ in range(600):
        name = chosen.choices(["new", *sent.data], [1 + len(sent.data), *[1] * len(sent.data)])[0]
        name = f"data {len(messages)}" if name == "new" else name
        size = sent.data.get(name) or chosen.randint(*sizes)
        _, knows_data = sent.before("key", "script", name)
        if not knows_data:
            sent.add(name, size)
        messages.append((name, 0 if knows_data else size))
        expected.append(list(sent.data))
    assert len({name for name, _ in messages}) > len(expected[-1])  # some were dropped
    assert call(blank, "widgets/kept.js", RECEIVED, messages) == expected
