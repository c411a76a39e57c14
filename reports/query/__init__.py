"""Filters, columns and order of a report, and the SELECT made of them."""
