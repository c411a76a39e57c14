"""Benchmarks. Each is a command that prints a table of medians and ratios and writes it to `results/`."""
