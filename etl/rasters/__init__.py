"""Grids of any hazard or climate, summed up by municipality."""
