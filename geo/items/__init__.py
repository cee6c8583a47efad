"""Statements that read the items of layers: which, in what order, by key or by words, and in bulk."""
