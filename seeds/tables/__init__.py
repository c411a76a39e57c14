"""Read tables: CSV, TSV and spreadsheets, each with a map of what its columns mean and lookups of what its texts mean.

`TableSource` gives the data set and, row by row, the records that a table states, with a citation of each cell.
"""
