from regioncodes.exhibits import figure_s4_simulation as exhibit
from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import Texts
from regioncodes.files import write_text
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
study = read_table(snakemake.input.study)
save_figure(exhibit.figure(study, texts), snakemake.output[:3])
write_text(exhibit.figure_caption(study, texts), snakemake.output[3])
