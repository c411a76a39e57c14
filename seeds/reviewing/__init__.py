"""Facts beside the words that they cite: what a person checks, and where figures and words differ."""
