"""Layers, tables, statements and spatial measures of the Atlas; imports no other package of it."""
