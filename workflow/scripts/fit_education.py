from regioncodes.education.figure_2 import models_of_figure_2
from regioncodes.education.outcomes import of_period, outcome_points
from regioncodes.ground.options import Figure2, Period
from regioncodes.ground.tables import read_table, stored, write_table
from regioncodes.panel.panel import as_printed_in

tables = {name: read_table(snakemake.input[name]) for name in ("panel", "revisions", "regions", "indicators")}
params, output = snakemake.params, snakemake.output
figure = Figure2(**params.figure, period=Period(**params.period))
tables["printed"] = as_printed_in(figure.edition, tables["panel"], tables["revisions"])
facts = (tables["printed"], tables["indicators"], tables["regions"], figure)
tables["points"] = stored(of_period(outcome_points(*facts, [figure.district]), figure), output.points)
for name, table in models_of_figure_2(tables, figure, **params.models).items():
    write_table(table, output[name])
