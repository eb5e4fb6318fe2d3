"""Figures, one module an exhibit."""
