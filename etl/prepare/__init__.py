"""What a release derives from records and boundaries: sources, partners, counts, distances, tables."""
