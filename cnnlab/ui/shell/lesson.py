"""What the frame knows of a lesson: its address, its words in the navigation, the prefix of its keys."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    """One page. `section`, `title`, `question` and `goal` are marked for translation, not translated."""

    stem: str  # of its file in pages/, which is its address
    section: str
    title: str
    question: str
    icon: str
    prefix: str  # of its keys in the session and in the link
    ready: str  # a CSS selector: once an element matches it, the page is ready to use
    goal: str = ""  # what a visitor can do after it, as after "Goal:"; home has none
    minutes: int = 0  # about as long as it takes to try and to predict
