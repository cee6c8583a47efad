"""One module a subject of the API; a route parses, asks once, and represents the answer."""
