"""The labels at the ends of lines: their names, broken into short lines."""

from collections.abc import Mapping, Sequence
from html import escape
from unicodedata import east_asian_width

from cnnlab.ui.lessons.histories.runs import Run, short_titles

MOST = 5  # runs whose lines are labelled at their ends
LONGEST, LONGEST_PRESENTED = 17, 30  # columns in a line of a label: a Latin letter takes one, a Hangul syllable two
COLUMN, SPACE = 0.59, 16  # the width of a column in font sizes, and pixels beside a label


def titles_in_chart(runs: Sequence[Run]) -> dict[str, str]:
    """The short titles of runs by id, so that Plotly shows them as they are."""
    return {name: escape(title).replace("%{", "% {") for name, title in short_titles(runs).items()}


def labels_of(titles: Mapping[str, str], count: int, longest: int = LONGEST) -> dict[str, str]:
    """The labels by id, in lines of at most `longest` columns; empty for more than MOST runs, which a table names."""
    return {name: "<br>".join(_wrapped(title, longest)) if count <= MOST else "" for name, title in titles.items()}


def width_of(labels: Mapping[str, str], font_size: int) -> int:
    """The pixels that labels take at the right of a chart."""
    widest = max((_columns(line) for label in labels.values() for line in label.split("<br>")), default=0)
    return int(COLUMN * font_size * widest) + SPACE


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _wrapped(text: str, longest: int) -> list[str]:
    """The lines of a label; words stay whole."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _columns(longer) > longest:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
