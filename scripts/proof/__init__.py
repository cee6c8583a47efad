"""What `make test` proves, step by step."""
