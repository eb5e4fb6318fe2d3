"""From grids of cells to tidy rows: layouts, cells, names of regions, and what was found on the way."""
