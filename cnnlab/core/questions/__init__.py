"""Questions whose answers are worked out here, each wrong answer with the mistake behind it."""
