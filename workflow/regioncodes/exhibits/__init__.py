"""Figures and tables as they are printed, in each language."""
