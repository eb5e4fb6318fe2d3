from regioncodes.exhibits import figure_1b_connections as exhibit
from regioncodes.exhibits.style import save_figure
from regioncodes.exhibits.texts import Texts
from regioncodes.files import write_text
from regioncodes.tables import read_table

texts = Texts(read_table(snakemake.input.texts), snakemake.wildcards.language)
connections = read_table(snakemake.input.connections)
save_figure(exhibit.figure(connections, texts), snakemake.output[:3])
write_text(exhibit.figure_caption(connections, texts, mapping=snakemake.params.mapping), snakemake.output[3])
