# Everything a developer or a machine runs. Each target makes the environment that it needs,
# in this folder, from nothing but make and a CPython 3.11 or newer; a second run reuses it.
#
#   make test PYTHON=/path/to/python3    chooses the interpreter

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

SUPPORTED := 3.11 3.12 3.13 3.14
# Those for which the oldest versions that pyproject.toml allows can be installed without a compiler.
OLDEST_ON := 3.11 3.12 3.13
TODAY := 2026-11-23
SHOWN := examples/late-supplier.toml
FROM_NPM := playwright-core@1.65.1 axe-core@4.14.1

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip
CHECKED := src tests $(patsubst %/,%,$(sort $(dir $(wildcard benchmarks/*.py examples/*.py tools/*.py))))
# What tries every combination there is. It is run once, on the Python that is there, beside all else:
# another Python changes no combination. So are the examples of the pages.
EXHAUSTIVE := tests/entry/test_agreement.py tests/frames/test_portfolio.py tests/obligations/test_table_1.py \
    tests/test_safe_dates.py tests/test_schemas.py tests/test_sensitivity.py
EXAMPLES = $(sort $(wildcard examples/*.toml examples/*.json))

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export HYPOTHESIS_PROFILE ?= ci
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV

.PHONY: help
help:
	@echo 'make demo    what the entries in examples/ must do, by when, and what is late'
	@echo 'make test    style, types, tests with coverage, docs; tests on every other CPython here, and with PySpark'
	@echo 'make lint    style alone'
	@echo 'make types   types alone'
	@echo 'make cover   tests with branch coverage, on one CPython'
	@echo 'make others  tests on every other supported CPython found, one with the oldest versions'
	@echo 'make oldest  tests with the oldest versions that pyproject.toml allows'
	@echo 'make docs    the documentation, into build/docs'
	@echo 'make browser pictures and pages in Chromium: accessibility, errors, what is fetched, what is printed'
	@echo 'make spark   tests of tables of PySpark, where there is a Java'
	@echo 'make bench   this package and its peers, measured in one run'
	@echo 'make clean   remove all that any of these made'

# --- Targets ----------------------------------------------------------------------------

.PHONY: demo
demo: $(VENV)/.runtime
	@set -e; for example in $(EXAMPLES); do \
	    echo; echo "== $$example, on $(TODAY)"; echo; \
	    $(BIN)/sec-uep report "$$example" --today $(TODAY) | sed '/^[A-Z ]*$$/{N;/---/,$$d;}'; \
	done; \
	echo; echo 'The whole page of one: $(BIN)/sec-uep report $(SHOWN) --today $(TODAY)'

.PHONY: test
test: $(VENV)/.dev
	@mkdir -p build; $(BIN)/coverage erase; \
	$(MAKE) --no-print-directory exhaustive others spark > build/others.log 2>&1 & others=$$!; \
	failed=; \
	$(MAKE) --no-print-directory lint types most docs || failed=1; \
	wait $$others || failed=1; \
	cat build/others.log; \
	$(MAKE) --no-print-directory covered || failed=1; \
	if [ -n "$$failed" ]; then echo 'make test: failed'; exit 1; fi

.PHONY: lint
lint: $(VENV)/.dev
	@echo '== ruff check'
	@$(BIN)/ruff check .
	@echo '== ruff format --check'
	@$(BIN)/ruff format --check .

.PHONY: types
types: $(VENV)/.dev
	@echo '== mypy --strict $(CHECKED)'
	@$(BIN)/mypy $(CHECKED)

.PHONY: cover
cover: $(VENV)/.dev
	@$(BIN)/coverage erase
	@$(MAKE) --no-print-directory most exhaustive covered

.PHONY: most
most: $(VENV)/.dev
	@echo "== pytest with branch coverage, $$($(BIN)/python --version)"
	@$(BIN)/coverage run -m pytest $(addprefix --ignore=,$(EXHAUSTIVE))

.PHONY: exhaustive
exhaustive: $(VENV)/.dev
	@echo "== pytest of every combination, with branch coverage, $$($(BIN)/python --version)"
	@COVERAGE_FILE=.coverage.exhaustive $(BIN)/coverage run -m pytest -p no:cacheprovider $(EXHAUSTIVE)

.PHONY: covered
covered: $(VENV)/.dev
	@echo '== what the tests reached'
	@$(BIN)/coverage combine --quiet --append .coverage.exhaustive
	@$(BIN)/coverage report

.PHONY: docs
docs: $(VENV)/.dev
	@echo '== sphinx-build, warnings are errors'
	@$(BIN)/sphinx-build --quiet --fresh-env --nitpicky --fail-on-warning --keep-going docs build/docs

.PHONY: oldest
oldest: .venv-oldest/.tests
	@echo "== pytest, the oldest versions allowed, $$(.venv-oldest/bin/python --version)"
	@HYPOTHESIS_PROFILE=brief .venv-oldest/bin/python -m pytest -p no:cacheprovider

# One of the other CPythons tests the oldest versions, so that this takes no longer than the newest alone.
.PHONY: others
others: $(VENV)/.dev .venv-oldest/.tests
	@set -e; \
	here=$$($(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	oldest=$$(.venv-oldest/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	echo "== CPython $$oldest: found, tested with the oldest versions allowed"; \
	others=oldest; \
	for minor in $(SUPPORTED); do \
	    if [ $$minor = $$here ]; then echo "== CPython $$minor: tested above"; \
	    elif [ $$minor = $$oldest ]; then continue; \
	    elif python=$$(tools/find-python $$minor); then \
	        echo "== CPython $$minor: found, $$("$$python" --version)"; others="$$others $$minor"; \
	    else echo "== CPython $$minor: not found here, not tested"; fi; \
	done; \
	for minor in $$others; do $(MAKE) --no-print-directory .venv-$$minor/.tests; done; \
	mkdir -p build; \
	for minor in $$others; do \
	    rm -f build/pytest-$$minor.passed; \
	    { HYPOTHESIS_PROFILE=brief .venv-$$minor/bin/python -m pytest -p no:cacheprovider \
	        $(addprefix --ignore=,docs $(EXHAUSTIVE)) > build/pytest-$$minor.log 2>&1 \
	      && touch build/pytest-$$minor.passed; } & \
	done; \
	wait || true; \
	failed=; \
	for minor in $$others; do \
	    echo "== pytest, $$(.venv-$$minor/bin/python --version)"; \
	    cat build/pytest-$$minor.log; \
	    if [ ! -e build/pytest-$$minor.passed ]; then failed="$$failed $$minor"; fi; \
	done; \
	if [ -n "$$failed" ]; then echo "failed on:$$failed"; exit 1; fi

# Debian's Chromium, driven and checked by two packages from npm; no part of `make test`.
.PHONY: browser
browser: $(VENV)/.runtime
	@set -e; \
	if ! chromium=$$(command -v chromium) || ! command -v npm > /dev/null; then \
	    echo 'no chromium and npm here: not checked'; exit 0; \
	fi; \
	echo "== pages in $$chromium, with axe-core"; \
	rm -f build/browser/*.*; mkdir -p build/browser; \
	npm install --silent --no-audit --no-fund --no-save --prefix build/browser $(FROM_NPM); \
	$(BIN)/python tools/browser.py build/browser; \
	node tools/browser.mjs build/browser "$$chromium"

# PySpark is large and takes long to begin, so it has an environment and a target of its own.
.PHONY: spark
spark: $(VENV)/.made
	@if ! java -version > /dev/null 2>&1; then echo '== PySpark: no Java here, not tested'; exit 0; fi; \
	set -e; \
	$(MAKE) --no-print-directory .venv-spark/.spark; \
	echo "== pytest with PySpark, $$(.venv-spark/bin/python --version), $$(java -version 2>&1 | head -n 1)"; \
	export COVERAGE_FILE=.coverage.spark COVERAGE_RCFILE=/dev/null; \
	.venv-spark/bin/coverage run --branch --include='*/frames/_spark.py' -m pytest -p no:cacheprovider tests/spark; \
	.venv-spark/bin/coverage report --show-missing --fail-under=100

.PHONY: bench
bench: .venv-bench/.bench
	@.venv-bench/bin/python benchmarks/run.py
	@.venv-bench/bin/python benchmarks/frames.py
	@.venv-bench/bin/python benchmarks/portfolio.py

.PHONY: clean
clean:
	rm -rf .venv .venv-* build dist htmlcov .coverage .coverage.* .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Environments -----------------------------------------------------------------------
# A stamp stands in each environment for what was installed there; pyproject.toml renews it.

$(VENV)/.made:
	@python='$(PYTHON)'; \
	[ -n "$$python" ] || python=$$(tools/find-python) || { \
	    echo 'No usable Python: this needs CPython 3.11 or newer with its venv module.' >&2; \
	    echo 'Install one, or name one: make test PYTHON=/path/to/python3' >&2; \
	    exit 1; \
	}; \
	echo "== environment $(VENV), $$("$$python" --version)"; \
	rm -rf $(VENV); "$$python" -m venv $(VENV)
	@$(PIP) install --quiet --upgrade 'pip>=25.1'  # the first with --group
	@touch $@

$(VENV)/.runtime: $(VENV)/.made pyproject.toml
	@echo '== install the package'
	@$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml
	@echo '== install the package and the development tools'
	@$(PIP) install --quiet --editable '.[frames,ics]' --group dev
	@touch $@ $(VENV)/.runtime

.venv-%/.tests: $(VENV)/.made pyproject.toml
	@rm -rf .venv-$*
	@"$$(tools/find-python $*)" -m venv --without-pip .venv-$*
	@$(PIP) --python .venv-$*/bin/python install --quiet --editable '.[frames,ics]' --group tests
	@touch $@

# The first CPython that is not the one above, or that one if it is alone.
.venv-oldest/.tests: $(VENV)/.made pyproject.toml tools/oldest.py
	@rm -rf .venv-oldest; mkdir -p build; \
	here=$$($(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	oldest=$(BIN)/python; \
	for minor in $(OLDEST_ON); do \
	    if [ $$minor != $$here ] && python=$$(tools/find-python $$minor); then oldest=$$python; break; fi; \
	done; \
	"$$oldest" -m venv --without-pip .venv-oldest
	@$(BIN)/python tools/oldest.py > build/oldest.txt
	@$(PIP) --python .venv-oldest/bin/python install --quiet --constraint build/oldest.txt \
	    --editable '.[frames,ics]' --group tests
	@touch $@

.venv-spark/.spark: $(VENV)/.made pyproject.toml
	@rm -rf .venv-spark
	@$(BIN)/python -m venv --without-pip .venv-spark
	@$(PIP) --python .venv-spark/bin/python install --quiet --editable '.[frames]' --group tests --group spark
	@touch $@

.venv-bench/.bench: $(VENV)/.made pyproject.toml
	@rm -rf .venv-bench
	@$(BIN)/python -m venv --without-pip .venv-bench
	@$(PIP) --python .venv-bench/bin/python install --quiet --editable '.[frames,ics]' --group bench
	@touch $@
