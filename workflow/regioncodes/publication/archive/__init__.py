"""The study as it is checked and deposited: verification against reference results, and the bundle."""
