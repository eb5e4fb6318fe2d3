from regioncodes.exhibits.figures import figure_s8_sensitivity as exhibit
from regioncodes.exhibits.printing.style import save_figure
from regioncodes.ground.files import write_text
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

regions = read_table(snakemake.input.regions)
moves = exhibit.shown_moves(read_table(snakemake.input.moves), **snakemake.params)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    save_figure(exhibit.figure(moves, regions, texts), files[:3])
    names = regions.set_index("region")[f"name_{texts.language}"]
    caption = exhibit.figure_caption(moves, regions, texts, district=names[snakemake.params.district])
    write_text(caption, files[3])
