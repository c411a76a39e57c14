"""What is wrong with seed files, each with file and line: records, links, vocabularies, tables, and doubts."""
