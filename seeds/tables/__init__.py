"""Tables as sources: CSV, TSV and spreadsheets, each with a map of its columns and lookups of its texts.

`TableSource` gives the data set and, row by row, the records that a table states, with a citation of each cell.
"""
