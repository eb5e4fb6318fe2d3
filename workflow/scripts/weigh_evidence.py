from regioncodes.education.common_shocks import sizes_of_checks
from regioncodes.education.estimates import samples_of_figure_2, slope_estimates
from regioncodes.education.evidence import evidence, findings
from regioncodes.ground.options import Figure2, Period, Reliability
from regioncodes.ground.tables import read_table, stored, write_table
from regioncodes.statistics.trends import sizes_of_tests

tables = {name: read_table(path) for name, path in snakemake.input.items() if name != "code"}
params, output = snakemake.params, snakemake.output
figure = Figure2(**params.figure, period=Period(**params.period))
tables["sizes"] = sizes_of_checks(sizes_of_tests(tables["sizes"]))
points = samples_of_figure_2(tables, figure)
estimates = stored(slope_estimates(points, tables, figure, Reliability(**params.reliability)), output.estimates)
write_table(evidence(tables, estimates), output.evidence)
write_table(findings(estimates), output.findings)
