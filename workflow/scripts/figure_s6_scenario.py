from regioncodes.exhibits.figures import figure_s6_scenario as exhibit
from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.exhibits.printing.style import save_figure
from regioncodes.ground.files import write_text
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

scenario, fits, lines, checks, regions = map(read_table, snakemake.input[:5])
catalogue = with_outcomes(read_table(snakemake.input.texts), read_table(snakemake.input.indicators))
for texts, files in in_each_language(catalogue, snakemake.output):
    district = regions.set_index("region").loc[snakemake.params.district, f"name_{texts.language}"]
    save_figure(exhibit.figure(scenario, fits, lines, checks, texts, outcomes=snakemake.params.outcomes), files[:3])
    write_text(exhibit.figure_caption(scenario, fits, texts, district=district), files[3])
