# What a person types; CI types the same.
PYTHON ?= python3
# Of two processors a third and a fourth worker make use of the time that a browser or a server takes to answer.
WORKERS ?= 4
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-installed
DEV := $(VENV)/.dev-installed
BENCH := $(VENV)/.bench-installed
TOOLS := node_modules/.bin
NODE := node_modules/.installed
# Each process that a test or the site starts reads compiled modules; without them a start takes three times the processor time.
export PYTHONDONTWRITEBYTECODE :=
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help browser run run-ready demo quick test coverage check check-types check-style check-read fix messages bench mutate update lock
.DEFAULT_GOAL := help

help:
	@echo "make run      set up and serve the site at http://127.0.0.1:8000 (PORT=8001 make run for another port)"
	@echo "make run-ready set up what the site needs and start nothing, before an upgrade"
	@echo "make demo     the same with a demonstration organisation, and who can sign in to it"
	@echo "make quick    every room's arithmetic, without a browser or a server: a minute and a half"
	@echo "make test     set up what tests need, browser included, and run every test"
	@echo "make check    lint, types, import contracts, the scripts' own, then every test and whether they run all arithmetic: what CI runs"
	@echo "make coverage every test, and how much of all code they run: before a release"
	@echo "make fix      format the code and mend what can be mended by itself"
	@echo "make messages merge every language's translations into its one file, without those that nothing says any more"
	@echo "make bench    measure what docs/performance.md states"
	@echo "make mutate   change the arithmetic in every way, and list what no test notices (OF='climate_visualizer.science*' for a part);"
	@echo "              SAMPLE=300 SEED=1 draws so many changes by chance: minutes in place of days"
	@echo "make update   fetch new official statistics and publish an edition"
	@echo "make lock     write requirements/*.txt anew from requirements/*.in"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=python3.11 or install it."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is incomplete; on Debian: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUN): requirements/run.txt | $(BIN)/python
	@$(PIP) install --quiet --require-hashes -r requirements/run.txt
	@touch $(RUN)

$(DEV): requirements/dev.txt | $(BIN)/python
	@$(PIP) install --quiet --no-compile --require-hashes -r requirements/dev.txt
	@touch $(RUN) $(DEV)

$(BENCH): requirements/bench.txt | $(BIN)/python
	@$(PIP) install --quiet --require-hashes -r requirements/bench.txt
	@touch $(RUN) $(DEV) $(BENCH)

$(NODE): package.json package-lock.json .npmrc
	@command -v npm >/dev/null || { echo "The scripts and styles are checked by tools of Node's: npm was not found on the PATH; on Debian: sudo apt-get install nodejs npm. The site, make quick and make test need none."; exit 1; }
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $(NODE)

run: $(RUN)
	@exec $(BIN)/python manage.py serve --prepare

run-ready: $(RUN)

demo: $(RUN)
	@$(BIN)/python manage.py prepare
	@$(BIN)/python manage.py demo
	@exec $(BIN)/python manage.py serve

browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null && { apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null || true; }; } || { echo "The browser tests need Chromium on the PATH; on Debian: sudo apt-get install chromium"; exit 1; }

quick: $(DEV)
	@$(BIN)/python -m pytest -q -m quick -n 2 --dist loadfile --no-loadscope-reorder

SUITE := pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# How much of the code the tests run: of the arithmetic in make check, of everything in make coverage, before a release. To mark all
# of it takes each worker eight seconds of a processor, to mark the arithmetic half a second, and what is marked runs slower.
MEASURED ?=
COVERAGE = slipcover --branch --source $(MEASURED) --omit climate_visualizer/config/wsgi.py --json --out build/coverage.json

# Workers share the processors: a second thread of polars in each gains nothing and takes an eighth of what an import does. What
# several threads might change is tried by `make quick`, and by whoever runs a file alone.
test: export POLARS_MAX_THREADS := 1
test: $(DEV) browser
	@mkdir -p build
	@$(BIN)/python $(if $(MEASURED),-W 'ignore:Unable to activate:RuntimeWarning' -m $(COVERAGE)) -m $(SUITE)
	@$(if $(MEASURED),$(BIN)/python tests/covered.py build/coverage.json $(MEASURED))

check: $(DEV) $(NODE)
	@mkdir -p build
	@$(MAKE) --no-print-directory --jobs 2 --output-sync check-types check-style check-read
	@$(MAKE) --no-print-directory test MEASURED=climate_visualizer/science

coverage: $(DEV) browser
	@$(MAKE) --no-print-directory test MEASURED=climate_visualizer

check-types: $(DEV)
	@$(BIN)/mypy

# Read once, which compiles the packages and the tests: three workers at once would each do it, for ten seconds and more.
check-read: $(DEV)
	@$(BIN)/python -m pytest -q --collect-only >build/read.txt || { cat build/read.txt; exit 1; }

check-style: $(DEV) $(NODE)
	@mkdir -p build
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/djlint --quiet --lint climate_visualizer/web/templates
	@$(TOOLS)/biome check --log-level=warn --error-on-warnings
	@$(TOOLS)/tsc -p .
	@node --test tests/scripts/*.test.js >build/scripts.txt || { cat build/scripts.txt; exit 1; }

fix: $(DEV) $(NODE)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(TOOLS)/biome check --write

messages: $(DEV)
	@$(BIN)/python tests/messages.py

bench: $(BENCH)
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

OF ?=
REAL ?= $(abspath ../shared/data)
SAMPLE ?=
SEED ?= 1
mutate: export CLIMATE_VISUALIZER_REAL_DATA := $(REAL)
mutate: export CLIMATE_VISUALIZER_VAR := $(abspath build/mutate-var)
mutate: $(BENCH)
	@mkdir -p $(CLIMATE_VISUALIZER_VAR)
ifneq ($(SAMPLE),)
	@$(BIN)/python bench/mutation/sample.py --sample $(SAMPLE) --seed $(SEED) $(if $(OF),--of '$(OF)')
else
	@$(BIN)/mutmut run --max-children 2 $(OF)
	@$(BIN)/mutmut results
endif

update: $(RUN)
	@$(BIN)/python manage.py prepare
	@$(BIN)/python manage.py update

lock: $(DEV)
	@$(PIP) install --quiet pip-tools
	@for name in run dev bench; do $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file=requirements/$$name.txt requirements/$$name.in; done
