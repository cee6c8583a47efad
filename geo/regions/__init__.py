"""Contiguous regions of similar places: what a partition is, three ways to find one, and its colours."""
