"""The workers' task modules are no tests: two of them never survive their import."""

collect_ignore = ["example_tasks.py", "dies_at_start.py", "never_ready.py"]
