"""Names of places: from text to a municipality or state of Mexico, and to a place abroad."""
