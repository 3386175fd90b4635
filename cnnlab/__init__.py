"""CNN Lab: convolutional networks stepped through, trained and explained on real pictures."""

__version__ = "0.2.0.dev0"
