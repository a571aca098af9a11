"""Facts about the processor that a worker needs."""
