"""Questions whose answers are computed, with the mistake behind each wrong answer."""
