"""What belongs to the user in a database: views, grants, triggers, indexes and tables of their own."""
