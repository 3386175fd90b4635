"""Convolution: what one step computes, and what the whole layer makes of a size."""

from cnnlab.ui.lessons.convolution import page as convolution_page
from cnnlab.ui.shell import frame

frame.page("convolution")
convolution_page.layer()
