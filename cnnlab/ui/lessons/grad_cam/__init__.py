"""The Grad-CAM page."""

from cnnlab.core.errors import N_
from cnnlab.ui.shell.lesson import Lesson

LESSON = Lesson(
    stem="grad_cam",
    section=N_("Inspecting networks"),
    title=N_("Grad-CAM"),
    question=N_("Where does the network find evidence for a class?"),
    icon=":material/center_focus_strong:",
    prefix="cam_",
    ready=".heat .plate",
    goal=N_("tell where a network looks, and whether to believe the map."),
    minutes=20,
)
