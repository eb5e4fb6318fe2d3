from regioncodes.exhibits.figures import figure_1b_connections as exhibit
from regioncodes.exhibits.printing.style import save_figure
from regioncodes.ground.files import write_text
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

connections = read_table(snakemake.input.connections)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    save_figure(exhibit.figure(connections, texts), files[:3])
    write_text(exhibit.figure_caption(connections, texts, mapping=snakemake.params.mapping), files[3])
