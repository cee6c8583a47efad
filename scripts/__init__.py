"""Programs of the repository: building, serving, proving."""
