"""Call functions of a JavaScript module on a blank page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

import cnnlab.ui
from cnnlab.ui.widgets.bundle import bundle

UI = Path(cnnlab.ui.__file__).parent
CALL = """async ([script, body, argument]) => {
  const source = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const module = await import(source);
  URL.revokeObjectURL(source);
  return new Function("module", "argument", body)(module, argument);
}"""


def call(page: Page, module: str, body: str, argument: Any = None) -> Any:
    """Run `body`, a JavaScript function body, with a module (a path under cnnlab/ui) and an argument.

    For example, `call(page, "widgets/dom.js", "return module.indexAt(argument, 4)", 0.6)` is 2.
    """
    return page.evaluate(CALL, [bundle(UI / module), body, argument])
