"""Python searches less often for objects that only refer to each other, and still finds them."""

import subprocess
import sys

SCRIPT = """
import gc, sys, weakref
import streamlit
{first}
class Node: pass
one = Node()
one.itself = one
gone = weakref.ref(one)
del one
searches = []
gc.callbacks.append(lambda phase, info: phase == "start" and searches.append(info["generation"]))
kept = [[] for _ in range(200_000)]
print(len(searches), gone() is None, len(gc.get_objects(2)) - len(kept))
"""
FIRST = "from cnnlab.ui.shell.garbage import search_seldom; search_seldom()"


def after(first: str) -> tuple[int, bool, int]:
    """The searches while 200,000 lists are made, whether a loop made before was found, and the other old objects."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(first=first)], capture_output=True, check=True, text=True
    )
    searches, found, old = done.stdout.split()
    return int(searches), found == "True", int(old)


def test_python_searches_less_often_and_leaves_out_what_was_made_at_the_start():
    searches, found, old = after(FIRST)
    assert searches <= 20
    assert found
    assert old < 0  # of the lists some are young


def test_it_searches_often_and_through_everything_without_it():
    """So the test above could fail."""
    searches, found, old = after("")
    assert searches >= 90
    assert found
    assert old > 20_000  # what Streamlit's import made
