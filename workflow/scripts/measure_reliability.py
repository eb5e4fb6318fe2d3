from regioncodes.education.reliability import education_reliability
from regioncodes.ground.options import Figure2, Period, Reliability
from regioncodes.ground.tables import read_table, write_table
from regioncodes.statistics.corrected_slope_simulation import simulated_slopes

names = ("panel", "regions", "indicators", "survey_sizes")
tables = {name: read_table(snakemake.input[name]) for name in names}
params = snakemake.params
figure, options = Figure2(**params.figure, period=Period(**params.period)), Reliability(**params.reliability)
write_table(education_reliability(tables, figure, options), snakemake.output.reliability)
rules = {name: params.reliability[name] for name in ("share_of_slope", "minimum_reliability", "power")}
write_table(simulated_slopes(**params.simulation, **rules), snakemake.output.simulation)
