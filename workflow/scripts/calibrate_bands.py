from regioncodes.codes.calibration.calibration import (
    calibration_of_bands,
    codes_of_published_years,
    places_counted,
    predictions_of_spans,
)
from regioncodes.codes.calibration.length_scales import length_scales
from regioncodes.ground.options import Calibration, CodeYears, Derivative, Period
from regioncodes.ground.tables import read_table, write_table

panel, regions, indicators = (read_table(snakemake.input[name]) for name in ("panel", "regions", "indicators"))
output, params = snakemake.output, snakemake.params
years = CodeYears(Period(**params.period), Period(**params.base_period), params.price_base_year)
calibration = Calibration(**params.calibration | {"crisis": Period(**params.calibration["crisis"])})
options = {"study": years.period, "calibration": calibration, "derivative": Derivative(**params.derivative)}
codes = codes_of_published_years(panel, regions, indicators, mapping=params.mapping, years=years)
predicted = predictions_of_spans(codes, regions, **options)
write_table(calibration_of_bands(predicted, calibration.crisis), output.calibration)
write_table(places_counted(predicted), output.places)
write_table(length_scales(codes, regions, seed=params.seed, **options), output.length_scales)
