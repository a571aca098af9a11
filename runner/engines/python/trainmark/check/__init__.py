"""Checks results against references from one generator."""
