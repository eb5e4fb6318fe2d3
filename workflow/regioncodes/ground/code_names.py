"""Names that choices, facts and methods share: the codes, their rates, and what a deflator needs."""

CODES = ["production", "institutional", "social"]
# The name of the first derivative of each.
DYNAMIC_CODES = {"production": "innovation", "institutional": "information", "social": "value"}
# What each choice of deflator needs; "none" stands for no deflator and no denominator.
DEFLATORS = {"none": [], "cpi": ["cpi_dec_dec"], "grp_volume": ["grp_volume_index", "grp_total"]}
