"""What reaches a terminal: safe streams, the pager, progress, and text that fits and obeys nothing."""
