"""From published sources to a release of the data."""
