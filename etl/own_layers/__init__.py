"""A user's own layers: declared in a small TOML file, read from a table, a geographic file or a raster."""
