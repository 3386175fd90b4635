"""The measurements behind the README's table of speed and memory: `make bench`."""
