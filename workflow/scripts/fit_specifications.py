from regioncodes.education.joint_test import joint_test
from regioncodes.education.specification_tables import choice_medians, curve_summary, specification_family_rows
from regioncodes.education.specifications import curve
from regioncodes.ground.options import Figure2, Period, Specifications
from regioncodes.ground.tables import read_table, write_table

names = ("panel", "revisions", "codes", "regions", "indicators", "sources")
tables, params = {name: read_table(snakemake.input[name]) for name in names}, snakemake.params
figure = Figure2(**params.figure, period=Period(**params.period))
periods = [Period(**period) for period in params.specifications["periods"]]
tried = Specifications(periods, params.specifications["draws"])
rows, ways = specification_family_rows(tables, figure, tried, mapping=params.mapping, seed=params.seed)
specifications = curve(rows)
write_table(specifications, snakemake.output.curve)
write_table(curve_summary(specifications, figure.outcomes), snakemake.output.summary)
write_table(choice_medians(specifications), snakemake.output.choices)
write_table(joint_test(rows), snakemake.output.joint)
write_table(ways, snakemake.output.ways)
