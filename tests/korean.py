"""The Korean of a label, as the catalogue has it."""

import gettext

from cnnlab.ui.shell.language import TEXT

_CATALOGUE = gettext.translation("cnnlab", TEXT, ["ko"])


def korean(label: str) -> str:
    return _CATALOGUE.gettext(label)
