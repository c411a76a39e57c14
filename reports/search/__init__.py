"""Search by words in both languages."""
