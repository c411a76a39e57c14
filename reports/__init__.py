"""Reports, searches and exports. Nothing here writes to a database or imports SQLAlchemy."""
