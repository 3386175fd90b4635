"""What networks are said to do, measured: gradients by depth, batch statistics, effective receptive fields."""
