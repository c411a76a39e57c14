"""`show`, `country`, `pair` and `sector`: pages about one record, country, pair or sector."""
