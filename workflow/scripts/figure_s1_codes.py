from regioncodes.exhibits.figures import figure_s1_codes as exhibit
from regioncodes.exhibits.printing.selection import shown_codes
from regioncodes.exhibits.printing.style import save_figure
from regioncodes.ground.files import write_text
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

regions = read_table(snakemake.input.regions)
nid = shown_codes(read_table(snakemake.input.nid), **snakemake.params.shown)
for texts, files in in_each_language(read_table(snakemake.input.texts), snakemake.output):
    save_figure(exhibit.figure(nid, regions, texts), files[:3])
    names = regions.set_index("region")[f"name_{texts.language}"]
    write_text(exhibit.figure_caption(nid, texts, district=names[snakemake.params.district]), files[3])
