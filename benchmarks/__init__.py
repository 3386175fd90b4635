"""What the README's claims of speed and size rest on: `make bench`. Every claim is a ratio from one run."""
