from regioncodes.exhibits import figure_1_model as exhibit
from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import Texts
from regioncodes.files import write_text
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
save_figure(exhibit.figure(texts), snakemake.output[:3])
write_text(exhibit.figure_caption(texts), snakemake.output[3])
