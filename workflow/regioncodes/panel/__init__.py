"""One value for each region, indicator and year: units, vintages, coverage, and the way back to the cells."""
