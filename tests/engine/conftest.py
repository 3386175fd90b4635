"""The task modules of the workers are not tests, and two of them cannot be imported."""

collect_ignore = ["example_tasks.py", "dies_at_start.py", "never_ready.py"]
