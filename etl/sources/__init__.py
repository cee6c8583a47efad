"""One module a source: where it is, what it must contain, what is read from it."""
