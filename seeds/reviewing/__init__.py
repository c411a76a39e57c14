"""Facts beside the words that they cite, with warnings where they differ."""
