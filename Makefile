# `make` lists what there is to make. Each target does its own set-up.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup demo run quick test test-embedded test-postgresql test-long check check-types check-rest fix messages \
	bench lock clean

BIN := .venv/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check
DJANGO := DJANGO_SETTINGS_MODULE=tilts.config.settings $(PY) -m django
# Checks look at the settings as an office runs them: a data folder and a key of their own, no demonstration
AS_IN_OFFICE = TILTS_DEMO= DATABASE_URL= TILTS_HOME=$(CURDIR)/.venv/check TILTS_HOSTS=tilts.example TILTS_HTTPS=1 \
	TILTS_SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')

# Python keeps what it has compiled, whatever the machine's settings say: a run starts some hundred processes
export PYTHONDONTWRITEBYTECODE :=
# Two targets at once, for one computes while the other waits; what each says comes in one piece, and both run to their end
TOGETHER := @$(MAKE) --no-print-directory --jobs=2 --output-sync=target --keep-going
# one test at a time to each core, long ones first: none waits for the other at the end; what took long is said
SIDE_BY_SIDE := $(BIN)/pytest -n auto --dist load --maxschedchunk 1 --durations 40 --durations-min 5

DONE_PYTHON := .venv/done-python
DONE_PACKAGE := .venv/done-package
DONE_ASSETS := .venv/done-assets
DONE_MESSAGES := .venv/done-messages
APP := $(DONE_PYTHON) $(DONE_PACKAGE) $(DONE_ASSETS) $(DONE_MESSAGES)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(APP) ## everything that running and testing need, Chromium and PostgreSQL too
	@$(PY) tools/machine.py

demo: $(APP) ## set up, build the demonstration and serve it on this machine
	$(BIN)/tilts demo

run: $(APP) ## serve what is in TILTS_HOME
	$(BIN)/tilts serve

test: setup ## all tests on SQLite, and beside them on a private PostgreSQL what a database can change
	@echo "Side by side on SQLite and on PostgreSQL; what each says comes when it is done."
	$(TOGETHER) test-embedded test-postgresql

test-embedded:
	env -u DATABASE_URL $(SIDE_BY_SIDE) --part test

test-postgresql:
	$(PY) -m tests.postgres -- $(SIDE_BY_SIDE) --part test --complete

quick: $(APP) ## what you touched first, on SQLite, in three minutes
	$(PY) tools/quick.py

test-long: setup ## what `make test` leaves out because it takes minutes; whether planted faults are found
	env -u DATABASE_URL $(BIN)/pytest --part long
	$(PY) -m tests.postgres -- $(BIN)/pytest --part long -m "lengthy or not browser"
	$(PY) tools/planted_faults.py

check: setup ## format, lint, types, templates, floors, migrations, deployment, messages
	$(TOGETHER) check-types check-rest

check-types:
	$(AS_IN_OFFICE) $(BIN)/mypy

check-rest:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint src --lint --quiet
	$(BIN)/lint-imports
	$(AS_IN_OFFICE) $(DJANGO) makemigrations --check --dry-run
	$(AS_IN_OFFICE) $(DJANGO) check --deploy --fail-level WARNING
	$(PY) tools/messages.py check

fix: $(DONE_PYTHON) ## let ruff mend format and lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: setup ## collect the texts into the Latvian message file, and compile it
	$(PY) tools/messages.py make
	$(PY) tools/messages.py compile

bench: setup ## the speed figures, as ratios; AGAINST=COMMIT by turns with it, BENCH="--help" for what else
	PYTHONPATH=tools $(PY) -m bench $(if $(AGAINST),--against $(AGAINST)) $(BENCH)

# What pins the requirements: settings of the machine's own pip are left aside, so that the hashes are the public ones
lock: export PIP_CONFIG_FILE := /dev/null
lock: export PIP_FIND_LINKS :=
lock: export PIP_EXTRA_INDEX_URL :=
lock: export CUSTOM_COMPILE_COMMAND := make lock
lock: COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
lock: $(DONE_PYTHON) ## pin the requirements again (pyproject.toml, requirements/*.in)
	$(COMPILE) -o requirements/base.txt pyproject.toml requirements/install.in
	$(COMPILE) --extra dev -c requirements/base.txt -o requirements/dev.txt pyproject.toml requirements/install.in
	$(COMPILE) -o requirements/node.txt requirements/node.in

clean: ## remove what set-up made; data in TILTS_HOME stays
	rm -rf .venv node_modules src/tilts/ui/static/vendor src/*.egg-info
	find src -name '*.mo' -delete

$(DONE_PYTHON): requirements/dev.txt tools/venv.sh
	sh tools/venv.sh
	$(PIP) install -qq --require-hashes -r requirements/dev.txt
	@touch $@

$(DONE_PACKAGE): pyproject.toml $(DONE_PYTHON)
	$(PIP) install -qq --no-deps --no-build-isolation -e .
	@touch $@

$(DONE_ASSETS): package-lock.json tools/assets.py requirements/node.txt | $(DONE_PYTHON)
	$(PY) tools/assets.py
	@touch $@

$(DONE_MESSAGES): $(wildcard src/tilts/*/locale/*/LC_MESSAGES/*.po) tools/messages.py | $(DONE_PYTHON)
	$(PY) tools/messages.py compile
	@touch $@
