"""Write the database as a static site: pages in English and Arabic, their data, and a search that needs no server."""
