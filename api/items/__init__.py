"""Which items a request means, and how pages of them are read."""
