"""Output to terminals: safe streams, paging, progress, and text fitted to the width."""
