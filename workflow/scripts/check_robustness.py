from regioncodes.education.district_series import (
    bridged_education,
    checks_of_figure_2,
    readings_of_figure_2,
    scenario_points,
)
from regioncodes.education.functional_forms import compared_forms
from regioncodes.ground.tables import read_table, write_table
from regioncodes.panel.panel import as_printed_in

panel, revisions, regions, indicators, points = map(read_table, snakemake.input[:5])
params, output = snakemake.params, snakemake.output
printed = as_printed_in(params.options["edition"], panel, revisions)
readings = readings_of_figure_2(printed, points, regions, indicators, **params.readings)
bridge = bridged_education(panel, **params.bridge)
write_table(checks_of_figure_2(panel, revisions, regions, indicators, **params.options), output.checks)
write_table(readings, output.readings)
write_table(compared_forms(readings), output.forms)
write_table(bridge, output.bridge)
write_table(scenario_points(printed, bridge, params.options["district"], params.options["outcomes"]), output.scenario)
