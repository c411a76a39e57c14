"""Errors and warnings in seed files, each with file and line: records, links, vocabularies, tables."""
