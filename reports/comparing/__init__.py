"""`mithaq compare`: the entries of an outside list, matched with the agreements of the database."""
