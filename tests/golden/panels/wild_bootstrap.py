"""Golden p-values of the wild cluster bootstrap, by the package wildboottest (not among those of the study).

Run in this folder, in an environment with wildboottest 0.3.2, pandas and statsmodels:
    python wild_bootstrap.py > wild_bootstrap.log
"""

import warnings
from importlib.metadata import version

import pandas as pd
import statsmodels.formula.api as smf
from wildboottest.wildboottest import wildboottest

warnings.simplefilter("ignore")
print("wildboottest", version("wildboottest"))
cells = pd.read_csv("panel.csv")
cells["cluster"] = cells["region"].astype("category").cat.codes
MODELS = {
    "pooled": "value ~ education_percent",
    "region_effects": "value ~ education_percent + C(region)",
    "region_year_effects": "value ~ education_percent + C(region) + C(year)",
}
rows = []
for estimator, formula in MODELS.items():
    for weights, draws in (("rademacher", 9_999), ("webb", 99_999)):
        found = wildboottest(
            smf.ols(formula, data=cells),
            param="education_percent",
            cluster=cells["cluster"],
            B=draws,
            weights_type=weights,
            impose_null=True,
            bootstrap_type="11",
            seed=7,
            show=False,
        )
        p_value = float(found["p-value"].iloc[0])
        print(estimator, weights, draws, repr(p_value))
        rows.append((estimator, weights, draws, p_value))
pd.DataFrame(rows, columns=["estimator", "weights", "draws", "p_value"]).to_csv("wild_bootstrap.csv", index=False)
