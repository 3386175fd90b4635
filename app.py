"""CNN Lab: `streamlit run app.py`. The frame around every page; the lessons are in pages/."""

from cnnlab.ui.lessons import PAGES
from cnnlab.ui.shell import frame, freed_memory

freed_memory.give_back()
frame.run(PAGES)
