"""`mithaq diff`: two databases, record by record and field by field."""
