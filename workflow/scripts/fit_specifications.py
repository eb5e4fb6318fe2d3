from regioncodes.education.joint_test import joint_test
from regioncodes.education.specification_tables import choice_medians, curve_summary, specification_family_rows
from regioncodes.education.specifications import curve
from regioncodes.ground.tables import read_table, write_table

names = ("panel", "revisions", "codes", "regions", "indicators")
tables = {name: read_table(snakemake.input[name]) for name in names}
rows = specification_family_rows(**tables, **snakemake.params)
specifications = curve(rows)
write_table(specifications, snakemake.output.curve)
write_table(curve_summary(specifications, snakemake.params.outcomes), snakemake.output.summary)
write_table(choice_medians(specifications), snakemake.output.choices)
write_table(joint_test(rows), snakemake.output.joint)
