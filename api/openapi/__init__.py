"""The description of the API for programs: OpenAPI 3.1, and the same as 3.0."""
