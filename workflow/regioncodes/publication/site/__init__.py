"""The study as pages: findings first, every exhibit and claim, and from every number the way back to its cell."""
