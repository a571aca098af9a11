"""What a worker must know of its processor."""
