# Needs make and Python 3.11 or newer; what a target needs besides is said there.
PYTHON ?= python3
UV ?= uv

# In the checkout: the tests' PostgreSQL runs as another user, who must be able to read it.
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
# The same tools, with the oldest libraries that pyproject.toml admits.
LOWEST := .venv-lowest
# The same, with DuckDB and Apache Spark.
ENGINES := .venv-engines

.DEFAULT_GOAL := help
.PHONY: help demo test test-lowest test-sqlite test-engines test-datasette lint format docs pictures revision reliability bench wheel requirements clean

help:
	@echo "make demo          install into $(VENV), build mithaq.db, say what to do next"
	@echo "make test          run the tests (ARGS=... goes to pytest)"
	@echo "make test-lowest   run them with the oldest libraries that pyproject.toml admits"
	@echo "make test-sqlite   run the SQLite tests with another SQLite (LIBSQLITE=folder of libsqlite3.so.0)"
	@echo "make test-engines  compare the rows of all reports in SQLite, PostgreSQL, DuckDB and Spark (needs Java 17)"
	@echo "make test-datasette  run the tests of Datasette's files with Datasette 1.0"
	@echo "make lint          check style and types"
	@echo "make format        format the code"
	@echo "make docs          generate the reference, the dictionary and other generated pages"
	@echo "make pictures      make the pictures of the README (needs Chromium)"
	@echo "make revision      start a migration, or copy models/views.sql again (NAME=add_something)"
	@echo "make reliability   kill, starve and fuzz: the tests behind docs/reliability.md, at length"
	@echo "make bench         run all benchmarks, ten minutes (PEERS=folder of sqlite-utils, datasette, duckdb)"
	@echo "make wheel         build dist/*.tar.gz, and the wheel from it"
	@echo "make requirements  update the pinned versions (needs uv)"
	@echo "make clean         remove everything that make created, except databases"

demo: $(INSTALLED)
	$(BIN)/mithaq --database mithaq.db build
	@echo
	@echo "The database is mithaq.db. Now try:"
	@echo "  $(BIN)/mithaq report agreements"
	@echo "  $(BIN)/mithaq report agreements --country UZ --lang ar"
	@echo "  $(BIN)/mithaq --help"
	@echo "Read it in the browser:"
	@echo "  $(BIN)/mithaq export site --as site --open"

# Workers share one PostgreSQL. Each takes whole files, so that what a file prepares is prepared once.
PYTEST = pytest -n auto --dist loadfile --no-loadscope-reorder
test: $(INSTALLED)
	$(BIN)/$(PYTEST) $(ARGS)

test-lowest: $(LOWEST)/installed
	$(LOWEST)/bin/$(PYTEST) $(ARGS)

test-sqlite: $(INSTALLED)
	@test -f "$(LIBSQLITE)/libsqlite3.so.0" || { echo "LIBSQLITE must name the folder of a libsqlite3.so.0"; exit 1; }
	LD_LIBRARY_PATH="$(LIBSQLITE)" $(BIN)/python -c 'import sqlite3; print("SQLite", sqlite3.sqlite_version)'
	LD_LIBRARY_PATH="$(LIBSQLITE)" $(BIN)/$(PYTEST) -k "not postgresql" $(ARGS)

test-engines: $(ENGINES)/installed
	@java -version 2> /dev/null || { echo "Apache Spark needs Java 17 or newer (on Debian: openjdk-17-jre-headless)"; exit 1; }
	$(ENGINES)/bin/python -m benchmarks.engines $(ARGS)

# Datasette 1.0 in an environment of its own; its files are tested with 0.65 by `make test`.
DATASETTE := .venv-datasette
test-datasette: $(INSTALLED) $(DATASETTE)/installed
	MITHAQ_DATASETTE=$(DATASETTE)/bin/datasette $(BIN)/pytest tests/reports/exporting/test_datasette.py -k "not postgresql" $(ARGS)

$(DATASETTE)/installed: requirements-datasette.txt
	$(PYTHON) -m venv --clear $(DATASETTE)
	$(DATASETTE)/bin/$(PIP) --require-hashes --requirement requirements-datasette.txt
	@touch $@

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(INSTALLED)
	$(BIN)/python -m docs.generate
	$(BIN)/python -m docs.data_release

pictures: $(INSTALLED)
	$(BIN)/python -m docs.draw_pictures

revision: $(INSTALLED)
	$(BIN)/python -m models.migrating.new_revision $(NAME)
	$(BIN)/ruff format --quiet alembic/versions

reliability: $(INSTALLED)
	MITHAQ_FAULTS=300 MITHAQ_TEST_RANDOM_EDITS=20 $(BIN)/pytest tests/models/storage tests/models/migrating tests/models/owned tests/seeds/loading tests/test_hostile.py \
		tests/test_promises.py tests/reliability $(ARGS)
	MITHAQ_FAULTS=300 $(BIN)/pytest -m hypothesis $(ARGS)
	$(BIN)/python -m tests.reliability.growth

bench: PEERED = $(if $(PEERS),--peers $(PEERS))
bench: $(INSTALLED)
	$(BIN)/python -m benchmarks.startup --repeats 9 $(PEERED)
	$(BIN)/python -m benchmarks.loading --repeats 2 $(PEERED)
	$(BIN)/python -m benchmarks.loading --scale 0.2 --repeats 2 --postgresql
	$(BIN)/python -m benchmarks.queries --repeats 3
	$(BIN)/python -m benchmarks.queries --scales 0.1 0.2 --repeats 3 --postgresql
	$(BIN)/python -m benchmarks.answers --repeats 1 $(PEERED)
	$(BIN)/python -m benchmarks.exports --repeats 3
	$(BIN)/python -m benchmarks.site --repeats 1
	$(BIN)/python -m benchmarks.migrations
	$(BIN)/python -m benchmarks.migrations --scale 0.2 --postgresql

wheel: $(INSTALLED)
	$(BIN)/python -m build --no-isolation

# Every version, with hashes; no address, so that any index or mirror serves.
COMPILE = $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
requirements:
	$(COMPILE) --all-extras --group dev --output-file requirements.txt pyproject.toml
	$(COMPILE) --all-extras --resolution lowest-direct --output-file requirements-lowest.txt pyproject.toml
	echo 'datasette>=1.0a41,<2' | $(COMPILE) --prerelease if-necessary-or-explicit --output-file requirements-datasette.txt -
	$(COMPILE) --group engines --constraint requirements.txt --output-file requirements-engines.txt

clean:
	rm -rf $(VENV) $(LOWEST) $(ENGINES) dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The build backend is pinned like everything else, so the project itself is built without isolation.
PIP = python -m pip install --quiet --disable-pip-version-check
$(INSTALLED): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Mithaq needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/$(PIP) --require-hashes --requirement requirements.txt
	$(BIN)/$(PIP) --no-deps --no-build-isolation --editable .
	@touch $(INSTALLED)

$(LOWEST)/installed: requirements.txt requirements-lowest.txt pyproject.toml
	$(PYTHON) -m venv --clear $(LOWEST)
	$(LOWEST)/bin/$(PIP) --require-hashes --requirement requirements.txt
	$(LOWEST)/bin/$(PIP) --require-hashes --requirement requirements-lowest.txt
	$(LOWEST)/bin/$(PIP) --no-deps --no-build-isolation --editable .
	$(LOWEST)/bin/python -m pip check
	@touch $@

$(ENGINES)/installed: requirements.txt requirements-engines.txt pyproject.toml
	$(PYTHON) -m venv --clear $(ENGINES)
	$(ENGINES)/bin/$(PIP) --require-hashes --requirement requirements.txt
	$(ENGINES)/bin/$(PIP) --require-hashes --requirement requirements-engines.txt
	$(ENGINES)/bin/$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
