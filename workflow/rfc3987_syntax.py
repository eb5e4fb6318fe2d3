"""Stands before the package of this name, a grammar of web addresses that nothing here needs.

Jupyter brings it and jsonschema loads it whenever it is there: two seconds for Snakemake, for the site and for every
notebook, more than all the rest of a run in which nothing is to be done.
"""

raise ImportError("not used in this project: addresses in schemas are not checked")
