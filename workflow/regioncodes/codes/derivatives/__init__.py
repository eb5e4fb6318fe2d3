"""Rates of the defining codes: level, first and second derivative of short yearly series, with bands."""
