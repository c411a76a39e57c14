"""Texts of articles: read, attached, searched for the words of a citation, verified by digests."""
