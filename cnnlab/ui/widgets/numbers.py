"""The few numbers that matter on a page, and how numbers are written."""

from collections.abc import Iterable
from html import escape

import streamlit as st

MINUS = "\u2212"


def numbers(shown: Iterable[tuple[str, ...]]) -> None:
    """Show numbers side by side, each as (label, value) or (label, value, note); a note is a short line below it.

    One element for all of them: each element costs a run of the page about 0.2 ms.
    """
    st.html(f"<dl class='numbers'>{''.join(_number(*number) for number in shown)}</dl>")


def _number(label: str, value: str, note: str = "") -> str:
    small = f"<dd><small>{escape(note)}</small></dd>" if note else ""
    return f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd>{small}</div>"


def size(shape: Iterable[int]) -> str:
    """A shape as text: height × width × channels.

    >>> size((28, 28, 1280))
    '28 × 28 × 1,280'
    """
    return " × ".join(f"{axis:,}" for axis in shape)


def signed(value: float, form: str = "g") -> str:
    """A number with a true minus sign.

    >>> signed(-5.425, ".2f"), signed(-0.001, ".2f")
    ('−5.42', '0.00')
    """
    text = format(value, form)
    if text.startswith("-"):
        text = text[1:] if not any(digit in text for digit in "123456789") else MINUS + text[1:]
    return text


def percent(share: float) -> str:
    """A probability in percent, never rounded to certainty.

    >>> percent(0.385), percent(0.99999), percent(1e-9)
    ('38.5%', '> 99.9%', '< 0.1%')
    """
    if share < 0.001:
        return "< 0.1%"
    return "> 99.9%" if share > 0.9995 else f"{share:.1%}"


def counted_percent(share: float) -> str:
    """A counted share in percent: 0% and 100% where it is exactly that.

    >>> counted_percent(0), counted_percent(1.0), counted_percent(0.99999)
    ('0%', '100%', '> 99.9%')
    """
    return f"{share:.0%}" if share in (0, 1) else percent(share)


def in_bytes(count: int) -> str:
    """A number of bytes in the largest unit that it fills, a thousand of the one below it, with one decimal.

    >>> in_bytes(999), in_bytes(57_600), in_bytes(2_200_000), in_bytes(1_500_000_000)
    ('999 B', '57.6 kB', '2.2 MB', '1.5 GB')
    """
    for size, unit in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{count} B"


def short_count(count: int) -> str:
    """A count to four digits, in millions (M) or thousand millions (G) where it is that large.

    >>> short_count(416_520), short_count(300_774_272), short_count(15_470_264_320)
    ('416,520', '300.8 M', '15.47 G')
    """
    for size, unit in ((10**9, "G"), (10**6, "M")):
        if count >= size:
            value = count / size
            return f"{value:,.{3 if value < 10 else 2 if value < 100 else 1}f} {unit}"
    return f"{count:,}"
