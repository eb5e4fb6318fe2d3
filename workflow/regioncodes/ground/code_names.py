"""Names that choices, facts and methods share: the codes, their rates, and what a deflator needs."""

CODES = ["production", "institutional", "social"]
# The name of the first derivative of each.
DYNAMIC_CODES = {"production": "innovation", "institutional": "information", "social": "value"}
# The dynamic code that a series stands for: itself where it was measured directly, else its rate.
DYNAMIC_NAMES = {**DYNAMIC_CODES, **{name: name for name in DYNAMIC_CODES.values()}}
# What each choice of deflator needs; "none" stands for no deflator and no denominator.
DEFLATORS = {"none": [], "cpi": ["cpi_dec_dec"], "grp_volume": ["grp_volume_index", "grp_total"]}
