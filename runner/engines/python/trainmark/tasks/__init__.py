"""What is measured: training, inference, products of matrices and attention."""
