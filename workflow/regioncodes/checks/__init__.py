"""Checks at the door: what cannot be true is an error, what a person should look at is a notice."""

from regioncodes.checks.door import findings
from regioncodes.checks.flags import flagged

__all__ = ["findings", "flagged"]
