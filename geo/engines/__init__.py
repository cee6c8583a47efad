"""The two engines, DuckDB and PostGIS, and all that differs between them."""
