"""The one description of each kind of record and link: types, columns, meanings, labels, citability and traits.

JSON Schema, the vocabularies `kind` and `field`, `v_conflict`, the data dictionary, the columns of reports and the
tables of `seeds/README.md` are made from it. It imports only the standard library, so that a report starts fast.
"""
