"""The pages under AppTest."""

STARTING = 120  # seconds that a first task may take on a slow machine: TensorFlow has to be imported
