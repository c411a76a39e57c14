"""`show`, `country`, `pair` and `sector`: pages about one thing."""
