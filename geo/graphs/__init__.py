"""Networks of governments and partners: the graph, what is measured on it, and the files that hold it."""
