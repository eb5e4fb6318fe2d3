"""One raised text at a time, as the tests ask for them."""

from regioncodes.formats.opening import superscripts


def superscript(path, sheet, row, column):
    """The raised letters at the end of one cell: "" for none, None where the format keeps none."""
    found = superscripts(path, sheet)
    return None if found is None else found.get((row, column), "")
