"""The page "A digit's way"."""
