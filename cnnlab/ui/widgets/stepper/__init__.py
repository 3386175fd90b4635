"""Grids of numbers, and the one that is stepped through."""
