"""A table in Markdown, which a phone can show."""

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]], words: bool = False) -> str:
    """The first column is flush left; the others, numbers unless they are `words`, are flush right.

    >>> print(table(["a", "b"], [["x", "1"]]))
    |a|b|
    |---|--:|
    |x|1|
    >>> print(table(["a", "b"], [["x", "y"]], words=True))
    |a|b|
    |---|---|
    |x|y|
    """
    lines = [head, ["---", *["---" if words else "--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"|{'|'.join(line)}|" for line in lines)
