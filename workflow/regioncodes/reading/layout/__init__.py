"""From a sheet to tidy rows without coordinates: titles, headings, region rows, notes and cells."""

from regioncodes.reading.layout.doubles import collapsed
from regioncodes.reading.layout.readings import cell_name, readings
from regioncodes.reading.layout.table_parts import Finding, Heading, Reading, RegionRow, Table
from regioncodes.reading.layout.tables import tables

__all__ = [
    "Finding",
    "Heading",
    "Reading",
    "RegionRow",
    "Table",
    "cell_name",
    "collapsed",
    "readings",
    "tables",
]
