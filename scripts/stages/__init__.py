"""The stages that lead from a clone to a running Atlas, with the standard library alone."""
