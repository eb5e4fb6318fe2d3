"""The study as one page: every exhibit, every claim, and from every number the way back to its cell."""
