"""Objects that belong to the user: their own views, grants, triggers, indexes and tables."""
