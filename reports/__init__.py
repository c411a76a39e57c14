"""Reports, searches and exports. They import no SQLAlchemy, and write to no database but one they made themselves."""
