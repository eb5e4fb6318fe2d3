# make study   prepare the environment and make everything in results/, and say what it finds; PROGRESS=rich draws bars
#              (here and below PYTHON=python3.13 chooses the Python of the environment)
# make report  Snakemake's own report of the finished study: results/report.zip
# make test    prepare the environment and pass the tests; ORDER=number shuffles them, the same number alike
# make verify  make everything anew and compare it with the reference results, for someone who did not make them
# make bundle  one ZIP of code, data and results, for a repository: results/bundle
# make proof   the slow proofs: whole-workflow runs, clean clones, repeated runs; PART=commit runs that commit's sixth
# make test-cluster   the fixture study through a real SLURM of this machine (Debian, as root)
# make pages   the pages of the finished study in a real browser (Debian, as root): they fit, land, answer
# make faults  kill the study at thirty moments; each time it must end as if nothing had happened
# make fuzz    feed every reader with damaged files for SECONDS (300)
# make bench   times, memory and growth of the study beside its peers, a report (about an hour)
# make kernels the study verified and the tests passed under every kernel of the linear algebra (hours);
#              KERNELS="default Nehalem no-features" and CHECK=verify or tests choose parts
# make lint    style of Python and Snakemake files
# make reference  the present results become those to verify against (for maintainers)
# make docs    graphs and data dictionary of docs/, from a finished study
# make list    make the README's findings and list of exhibits, from a finished study, and the config's schema anew

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
RUN := "$(BIN)/python"

# The environment is made by the interpreter that PYTHON names, and made anew where another one made it.
# Without the name it stays as it is; where there is none yet, or its interpreter is gone, python3 makes it.
version = $(shell $(1) -c "import sys, $(2); sys.version_info < (3, 11) or print('%d.%d' % sys.version_info[:2])" 2>/dev/null)
MADE_BY := $(call version,$(RUN),pip)
PYTHON ?= $(if $(MADE_BY),$(BIN)/python,python3)
NAMED := $(call version,"$(PYTHON)",venv)
ifeq ($(NAMED),)
$(error $(PYTHON) does not start, or is older than Python 3.11: name another interpreter, as in make study PYTHON=python3.12)
endif
ifneq ($(NAMED),$(MADE_BY))
.PHONY: .venv/ready
endif

.PHONY: study docs report test verify bundle reference proof test-cluster pages faults fuzz bench kernels lint list lock
.DELETE_ON_ERROR:

study: .venv/ready
	@$(RUN) workflow/ready.py
	$(RUN) -m snakemake $(if $(PROGRESS),--logger $(PROGRESS),--quiet rules)
	@$(RUN) -m regioncodes.publication.summary results/conclusions.csv

# Every exhibit with its caption, code and provenance, on one page that needs no network.
report: .venv/ready
	$(RUN) -m snakemake --report results/report.zip

test: .venv/ready
	$(RUN) -m pytest -m "not slow" -n auto

verify: .venv/ready
	$(RUN) -m snakemake --forceall --quiet rules
	$(RUN) -m regioncodes verify

bundle: study
	$(RUN) -m regioncodes bundle

reference: study
	$(RUN) -m regioncodes reference

proof: .venv/ready
	$(RUN) -m pytest -m slow -n auto --dist loadfile --durations=15

test-cluster: .venv/ready
	tests/cluster/run.sh $(RUN)

pages: study
	tests/browser/run.sh $(RUN)

# Thirty moments at which the whole study is killed, and every reader fed with damaged files for SECONDS.
faults: .venv/ready
	FAULTS=30 $(RUN) -m pytest tests/workflow/test_workflow_faults_interrupted.py

SECONDS ?= 300
SEED ?= 1
fuzz: .venv/ready
	$(RUN) tests/fuzz/fuzz_readers.py $(SECONDS) $(SEED)

bench: .venv/ready
	$(RUN) tests/benchmarks/bench.py

# OpenBLAS and numpy choose their kernels by the processor: the numbers must be the same under all of them.
kernels: .venv/ready
	$(RUN) tests/kernels.py $(if $(CHECK),--check $(CHECK)) $(KERNELS)

lint: .venv/ready
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m snakefmt --check Snakefile workflow

list: .venv/ready
	$(RUN) -m regioncodes.publication.documentation.exhibit_list README.md workflow/exhibits.yaml results/conclusions.csv
	$(RUN) -m regioncodes.ground.config > workflow/config.schema.json

docs: .venv/ready
	$(RUN) -m snakemake --rulegraph | $(RUN) -m regioncodes.publication.documentation

# The lock holds every package with its hashes, for Python 3.11 to 3.13 on Linux, macOS and Windows.
lock: .venv/ready
	$(RUN) -m uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	    --generate-hashes --no-strip-extras --no-emit-index-url --no-header --no-annotate -o requirements.lock

# Bytecode is compiled once here: without it every one of the study's jobs starts slower.
.venv/ready: requirements.lock pyproject.toml
	$(if $(filter-out $(NAMED),$(MADE_BY)),@echo "Python $(MADE_BY) made the environment: made anew by $(NAMED).")
	$(if $(filter-out $(MADE_BY),$(NAMED)),"$(PYTHON)" -m venv --clear .venv)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(RUN) -m compileall -q workflow/regioncodes
	$(RUN) -c "open('.venv/ready', 'w').close()"
