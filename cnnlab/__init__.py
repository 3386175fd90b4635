"""CNN Lab: convolutional networks stepped through, trained and explained on real pictures."""

__version__ = "0.1.0"
