"""Data sets, recipes and the training loop: `python -m cnnlab.train`."""
