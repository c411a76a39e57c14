"""Drafts of seed files from the text of one article, by rules and word lists, without a model and without a network.

The text becomes words and sentences (`text`); each kind of record has a module that finds its mentions, each with its
span and the name of its rule; `assembling` makes records of the mentions, and `writing` makes YAML of those.
The word lists are the CSV files beside the modules. Drafted records carry `draft: true` until a person accepts them.
"""
