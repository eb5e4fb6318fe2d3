from regioncodes.exhibits import figure_s4_simulation as exhibit
from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import in_each_language
from regioncodes.files import write_text
from regioncodes.tables import read_table

study = read_table(snakemake.input.study)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    save_figure(exhibit.figure(study, texts), files[:3])
    write_text(exhibit.figure_caption(study, texts), files[3])
