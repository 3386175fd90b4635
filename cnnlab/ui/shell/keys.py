"""Keys of the session that the frame and the widgets share."""

# The prefix of components whose state survives a reset; otherwise the browser would send it again as a change.
HELD = "held_"
BOX = "_box_"  # in the keys of expanders: an open one stays open when the browser goes back
TRIED = "times_tried"  # counts "Try this" clicks; a change makes the result scroll into view
TURNS = "times_reset"  # counts resets; a change makes the browser forget what it holds of the page
# Parts of keys that no address holds: answers to questions stay when the browser goes back.
ANSWERS = ("predict", "question", "asked")
OWN = ("opened_file", "opened_photo", "opened_mask", "opened_network")  # suffixes of keys of what a visitor opened
