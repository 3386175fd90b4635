"""A task module that kills its worker during the import."""

import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
