"""Data sets, recipes and the training loop behind `python -m cnnlab.train`."""
