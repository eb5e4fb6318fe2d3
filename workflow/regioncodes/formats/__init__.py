"""Raw files of every format as grids of cells, told apart by their content and never by their extension."""
