from regioncodes.education.joint_test import joint_test
from regioncodes.education.specification_tables import choice_medians, curve_summary
from regioncodes.education.specifications import curve
from regioncodes.ground.job_parts import put_together
from regioncodes.ground.tables import read_table, write_table

rows = put_together([read_table(part) for part in snakemake.input.parts])
specifications = curve(rows)
write_table(specifications, snakemake.output.curve)
write_table(curve_summary(specifications, snakemake.params.outcomes), snakemake.output.summary)
write_table(choice_medians(specifications), snakemake.output.choices)
write_table(joint_test(rows), snakemake.output.joint)
