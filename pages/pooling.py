"""Pooling: what a window keeps, and what it forgets."""

from cnnlab.ui import frame
from cnnlab.ui.pooling import pooling_page

frame.page("pooling")
pooling_page.layer()
