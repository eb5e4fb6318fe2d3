"""Names of predictors, roles, statuses and measures in the tables of foresight: who prints these needs nothing else."""

CODE_ID, CODE_NID = FORMULAS = ("code_id", "code_nid")
WHOLE = "_whole"
CONDITION = "condition"
YEARS_MEAN, PAST_GROWTH, LEVEL, AUTOREGRESSION = "years_mean", "past_growth", "level", "shrunk_ar1"
EDUCATION, TECHNOLOGIES, SHUFFLED = "education", "technologies", "shuffled_"
RIVALS = (YEARS_MEAN, PAST_GROWTH, LEVEL, AUTOREGRESSION, EDUCATION, TECHNOLOGIES)
# Growth that may drive the codes, by the name of the predictor.
DRIVERS = {"growth_of_product": "real_grp_per_head", "growth_of_income": "real_income"}

PRIMARY, DESCRIPTIVE, RIVAL, PLACEBO = "primary", "descriptive", "rival", "placebo"
ESTIMATED, CONSTANT, TOO_FEW_REGIONS = "estimated", "constant", "too_few_regions"
NO_YEAR_LEFT, TARGET_NOT_PUBLISHED, NO_FIGURES_OUT = "no_year_left", "target_not_published", "no_figures_out"
TOO_FEW_INDICATORS, NOT_IN_VINTAGE = "too_few_indicators", "vintage_without_origin"

LAGGED, WITHOUT_LAG, AS_PUBLISHED = "lagged", "without_lag", "as_published"
# The target of the other direction: the codes themselves.
CODES_TARGET = "codes"
PRODUCT = "real_grp_per_head"
# Of the origins: all of them together.
ALL = "all"

BAND_HELD, SIGN_HELD, TOLD_SIGN_HELD, ABOVE_MEDIAN = MEASURES = (
    "band_held",
    "sign_held",
    "told_sign_held",
    "above_median",
)
