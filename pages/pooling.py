"""Pooling: what a window keeps, and what it forgets."""

from cnnlab.ui.lessons.pooling import page as pooling_page
from cnnlab.ui.shell import frame

frame.page("pooling")
pooling_page.layer()
