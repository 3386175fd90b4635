"""CNN Lab: `streamlit run app.py`. The frame around every page; the lessons are in pages/."""

from cnnlab.ui.lessons import PAGES
from cnnlab.ui.shell import frame, freed_memory, garbage

freed_memory.give_back()
garbage.search_seldom()
frame.run(PAGES)
