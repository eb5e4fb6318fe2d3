"""From a sheet to tidy rows without coordinates: titles, headings, region rows, notes and cells."""

from regioncodes.reading.layout.doubles import collapsed
from regioncodes.reading.layout.placed_cells import PlacedCells, placed_cells
from regioncodes.reading.layout.table_parts import Heading, PlacedCell, RegionRow, Table
from regioncodes.reading.layout.tables import tables

__all__ = [
    "Heading",
    "PlacedCell",
    "PlacedCells",
    "RegionRow",
    "Table",
    "collapsed",
    "placed_cells",
    "tables",
]
