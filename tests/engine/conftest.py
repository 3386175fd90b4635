"""The workers' task modules are not tests: two of them never finish their import."""

collect_ignore = ["example_tasks.py", "dies_at_start.py", "never_ready.py"]
