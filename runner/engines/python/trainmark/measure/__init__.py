"""The timing loop and its clocks."""
