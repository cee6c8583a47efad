"""Whole releases as files: made once, kept beside the store, served with checksums."""
