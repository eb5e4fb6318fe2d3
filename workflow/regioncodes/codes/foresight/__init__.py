"""Whether the codes foretell anything: forecasts from what was out at the time, held against what came and rivals."""
