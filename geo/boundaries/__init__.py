"""Polygons of the ground: how they cover it, who touches whom, where a border or the sea lies."""
