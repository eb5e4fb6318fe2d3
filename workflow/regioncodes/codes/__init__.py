"""The codes, their rates and the two formulas, and how far they hang on choices."""
