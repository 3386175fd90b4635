"""A table in Markdown, which a phone can show."""

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column is flush left; the others, numbers, are flush right.

    >>> print(table(["a", "b"], [["x", "1"]]))
    |a|b|
    |---|--:|
    |x|1|
    """
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"|{'|'.join(line)}|" for line in lines)
