"""Contiguous regions of similar places: what a partition is, and three ways to find one."""
