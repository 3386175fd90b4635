"""One output cell at a time: its window, its products, its sum; small inputs and kernels to step through."""
