# The portal's errands. `make demo` and `make test` need nothing but Python 3.11 or later: they set up by themselves.

# What is compiled once is kept: or else each of the many processes of suite and demo compiles it anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
WORKERS ?= 2
PY := .venv/bin/python
RUN := .venv/run.stamp
DEV := .venv/dev.stamp
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-input --no-deps --no-compile --require-hashes
LOCK := $(PY) -m uv pip compile --quiet --universal --python-version 3.11.0 --generate-hashes --custom-compile-command="make lock"
PYTEST := $(PY) -m pytest --numprocesses=$(WORKERS) --no-loadscope-reorder
POSTGRES := $(PY) -m kilicare.testing.postgres
COVERAGE := $(PY) -m coverage report
HEART := returns/policy/*,returns/flows/*,returns/actions/*,kilicare/kernel/*
AS_PRODUCTION := DEBUG=0 DEMO=0 ALLOWED_HOSTS=kilicare.example SITE_URL=https://kilicare.example EMAIL_URL=smtp://mail.kilicare.example SMS_URL=file: SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_hex(32))")

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-sqlite test-postgres test-fast coverage check bench chaos faults fix messages lock

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "make %-14s %s\n", $$1, $$2 }'

setup: $(DEV) ## the environment: .venv with everything that runs, tests and checks

demo: export DEMO = 1
demo: $(RUN) ## the portal with sample data on this machine, until Ctrl-C (PORT=8123 make demo)
	@$(PY) manage.py demo

test: $(DEV) ## the whole suite, on SQLite with the browser journeys, and on PostgreSQL
	$(PYTEST)
	$(POSTGRES) $(PYTEST) -m "not journey and not once"
	@$(PY) -m kilicare.testing.chromium

test-sqlite: $(DEV) ## the suite on SQLite alone
	$(PYTEST)

test-postgres: $(DEV) ## the suite on PostgreSQL alone (TEST_DATABASE_URL, else an embedded one)
	$(POSTGRES) $(PYTEST) -m "not journey and not once"

test-fast: $(DEV) ## the quick tests on SQLite, in less than a minute
	$(PYTEST) -m "not journey and not slow"

coverage: $(DEV) ## how much of the code the quick tests run: all of its heart, 95 % of the rest
	@rm -f .coverage .coverage.*
	$(PYTEST) -m "not journey and not slow" --cov --cov-report=
	@$(COVERAGE) --fail-under=95
	@$(COVERAGE) --fail-under=100 --include='$(HEART)'

check: $(DEV) ## style, types, import law, templates, migrations, deployment
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PY) -m djlint templates --lint --check --quiet
	$(PY) manage.py makemigrations --check --dry-run
	$(AS_PRODUCTION) $(PY) -W error manage.py check --deploy --fail-level WARNING

bench: $(DEV) ## the speed of import, sweep and pages, on PostgreSQL
	$(POSTGRES) --durable $(PY) manage.py bench

chaos: $(DEV) ## what a killed worker, a stopped Redis and a second beat do to 2,000 overdue tickets
	$(PY) manage.py chaos

faults: $(DEV) ## what crashes, forged and lost callbacks and a bad provider do to 1,000 refunds, on both databases
	$(PY) manage.py faults
	$(POSTGRES) $(PY) manage.py faults

fix: $(DEV) ## what ruff and djlint can put right by themselves
	$(PY) -m ruff check --fix
	$(PY) -m ruff format
	$(PY) -m djlint templates --reformat --quiet

messages: $(DEV) ## the texts of the sources into the Kiswahili catalogue, and that compiled (needs gettext)
	$(PY) manage.py makemessages --locale sw --no-location --no-wrap --no-obsolete --ignore=.venv --ignore='*/tests/*' --ignore='*/management/*'
	$(PY) manage.py compilemessages --locale sw --ignore=.venv

lock: $(DEV) ## requirements*.in to requirements*.txt, with hashes
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-s3.in --output-file requirements-s3.txt
	$(LOCK) requirements-dev.in --output-file requirements-dev.txt

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "KiliCare needs Python 3.11 or later: make PYTHON=/path/to/it ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "This Python can't make environments: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .venv

$(RUN): requirements.txt | $(PY)
	$(PIP) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt | $(PY)
	$(PIP) -r requirements-dev.txt
	@touch $(RUN) $@
