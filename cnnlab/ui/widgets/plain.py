"""Names from a visitor's files in Markdown."""

import re


def plain(text: str) -> str:
    """A text with its special characters escaped, so that Markdown shows it as it is.

    >>> plain("a_b*c")
    'a\\\\_b\\\\*c'
    """
    return re.sub(r"([\\`*_{}\[\]<>#$|~:])", r"\\\1", text)
