"""Which sources a release is made of: what was asked for, and what the release before was made of."""
