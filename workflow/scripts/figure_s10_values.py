from regioncodes.exhibits import figure_s10_values as exhibit
from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import in_each_language
from regioncodes.files import write_text
from regioncodes.tables import read_table

scores, groups = map(read_table, snakemake.input[:2])
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    save_figure(exhibit.figure(scores, groups, texts), files[:3])
    write_text(exhibit.figure_caption(scores, groups, texts), files[3])
