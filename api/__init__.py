"""The Atlas over HTTP: collections, tiles, questions and the map's own files."""
