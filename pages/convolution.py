"""Convolution: what one step computes, and what the whole layer makes of a size."""

from cnnlab.ui import frame
from cnnlab.ui.convolution import convolution_page

frame.page("convolution")
convolution_page.layer()
