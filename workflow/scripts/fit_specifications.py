from regioncodes.specification_tables import choice_medians, specification_curve
from regioncodes.tables import read_table, write_table

panel, revisions, codes, regions, indicators = map(read_table, snakemake.input[:5])
curve, summary, joint = specification_curve(panel, revisions, codes, regions, indicators, **snakemake.params.options)
write_table(curve, snakemake.output.curve)
write_table(summary, snakemake.output.summary)
write_table(choice_medians(curve), snakemake.output.choices)
write_table(joint, snakemake.output.joint)
