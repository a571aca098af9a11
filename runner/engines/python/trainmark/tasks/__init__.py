"""The measured tasks: training, inference, matrix products and attention."""
