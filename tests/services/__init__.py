"""The servers and programs that tests need and that a machine may or may not have."""
