"""Statistics of places: what neighbours share, how uneven, how likely, how alike, how a count would grow."""
