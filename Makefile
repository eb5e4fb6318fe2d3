# make study   prepare the environment and make everything in results/; PROGRESS=rich draws bars
# make report  Snakemake's own report of the finished study: results/report.zip
# make test    prepare the environment and pass the tests
# make proof   the slow proofs: whole-workflow runs, clean clones, repeated runs
# make bench   times and peak memory of the study, a report
# make lint    style of Python and Snakemake files
# make list    make the README's list of exhibits and the config's schema anew

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
RUN := $(BIN)/python

.PHONY: study report test proof bench lint list lock
.DELETE_ON_ERROR:

study: .venv/ready
	$(RUN) -m snakemake $(if $(PROGRESS),--logger $(PROGRESS),--quiet rules)
	@echo "Open first:"
	@printf '  %s\n' results/site/index.html results/conclusions.en.md results/figures/figure_2_education.en.png \
	    results/tables/table_3_claims.en.html results/passports/RU-SVE.en.pdf

# Every exhibit with its caption, code and provenance, on one page that needs no network.
report: .venv/ready
	$(RUN) -m snakemake --report results/report.zip

test: .venv/ready
	$(RUN) -m pytest -m "not slow" -n auto

proof: .venv/ready
	$(RUN) -m pytest -m slow

bench: .venv/ready
	$(RUN) tests/bench.py

lint: .venv/ready
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m snakefmt --check Snakefile workflow

list: .venv/ready
	$(RUN) -m regioncodes.exhibit_list README.md workflow/rules/exhibits.smk workflow/rules/correlations.smk \
	    workflow/rules/values.smk workflow/rules/article.smk
	$(RUN) -m regioncodes.config > workflow/config.schema.json

# The lock holds every package with its hashes, for Python 3.11 to 3.13 on Linux, macOS and Windows.
lock: .venv/ready
	$(RUN) -m uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock

# Bytecode is compiled once here: without it every one of the study's jobs starts slower.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed; name it with make PYTHON=...')"
	$(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(RUN) -m compileall -q workflow/regioncodes
	$(RUN) -c "open('.venv/ready', 'w').close()"
