"""Reports, searches and exports. They import no SQLAlchemy, and write only to databases that they made themselves."""
