"""Boundaries of states and municipalities: read, checked, measured and generalised."""
