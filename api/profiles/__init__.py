"""Profiles of governments as documents: JSON, a page that prints on two sheets, PDF."""
