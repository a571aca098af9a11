"""Proof of what was computed, against references from one generator."""
