from importlib import import_module
from types import SimpleNamespace

from regioncodes.exhibits.printing.outcome_words import with_outcomes
from regioncodes.exhibits.printing.style import save_figure
from regioncodes.ground.files import write_text
from regioncodes.ground.tables import read_table
from regioncodes.words.texts import in_each_language

[(name, line)] = snakemake.params.exhibits.items()
exhibit = import_module(f"regioncodes.exhibits.figures.{name}").exhibit
results = SimpleNamespace(**{result: read_table(snakemake.input[result]) for result in line["reads"]})
catalogue = with_outcomes(read_table(snakemake.input.texts), read_table(snakemake.input.indicators))
for texts, (*drawings, caption_file) in in_each_language(catalogue, snakemake.output):
    drawing, caption = exhibit(results, SimpleNamespace(**line["choices"]), texts)
    save_figure(drawing, drawings, texts.language)
    write_text(caption, caption_file)
