"""Training to a target accuracy, and its data sets."""
