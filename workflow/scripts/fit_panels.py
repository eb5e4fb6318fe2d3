from regioncodes.education.panels import panels_of_figure_2
from regioncodes.ground.options import Figure2, Period
from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel.panel import as_printed_in

names = ("panel", "revisions", "regions", "indicators")
tables = {name: read_table(snakemake.input[name]) for name in names}
options = snakemake.params
figure = Figure2(**options.figure, period=Period(**options.period))
tables["printed"] = as_printed_in(figure.edition, tables["panel"], tables["revisions"])
draws = {"wild": options.wild, "size": options.size}
for name, frame in panels_of_figure_2(tables, figure, options.scopes, **draws).items():
    write_table(frame, snakemake.output[name])
