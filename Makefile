# make run    serve the app on http://127.0.0.1:8501 (PORT=8502 for another port)
# make test   run all tests; ARGS="-k guide" chooses some, ARGS="-m slow" those that measure for minutes
# make check  lint, format, types, allowed imports and patterns that hostile text slows down
# make agree DATA=DIR   measure the grader against human marks
# make format   make clean

PORT ?= 8501
PYTHON ?= python3
ARGS ?=
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: run test check agree format clean python port install install-dev
.DEFAULT_GOAL := run

run: port install
	@echo "==> Starting Viva on http://127.0.0.1:$(PORT) (stop it with Ctrl+C)"
	@exec $(PY) -m streamlit run app.py --server.port $(PORT)

test: install-dev
	@echo "==> Running all tests; the end of the list says what was skipped and why"
	@$(PY) -m pytest -m "not slow" $(ARGS)

# Every check runs, so that one look shows all that is wrong.
check: install-dev
	@failed=0; \
	for tool in "ruff check ." "ruff format --check ." "mypy" "lint-imports" \
		"python -m tests.patterns"; do \
		echo "==> $$tool"; $(VENV)/bin/$$tool || failed=1; \
	done; exit $$failed

agree: install
	@test -d "$(DATA)" || { echo "Name the folder with the marked answers: make agree DATA=DIR" >&2; exit 2; }
	@$(PY) -m benchmarks.agree "$(DATA)" $(ARGS)

format: install-dev
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

# Interviews live in the data folder (.viva), which stays.
clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-artifacts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Viva needs Python 3.11 or newer, but $(PYTHON) is $$($(PYTHON) --version 2>&1 | head -n 1)." >&2; \
		echo "Name another one, for example: make $(or $(MAKECMDGOALS),run) PYTHON=python3.12" >&2; exit 2; }

port: python
	@case "$(PORT)" in *[!0-9]* | "") echo "PORT is a number, for example: make run PORT=8502" >&2; exit 2;; esac
	@$(PYTHON) -c 'import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", int(sys.argv[1])))' \
		$(PORT) 2>/dev/null || { \
		echo "Port $(PORT) cannot be used: another program has it, perhaps a Viva that is still running." >&2; \
		echo "Stop that program, or choose another port: make run PORT=$$(( $(PORT) + 1 ))" >&2; exit 2; }

# What was installed is remembered by content, so that another checkout of the same files installs nothing.
install: LIST = requirements.txt
install-dev: LIST = requirements-dev.txt
install install-dev: python
	@test -x $(PY) || { echo "==> Creating $(VENV)"; $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "No virtual environment could be made; on Debian: apt-get install python3-venv" >&2; exit 2; }; }
	@cat requirements.txt $(LIST) | cmp -s - $(VENV)/$(LIST) || { \
		echo "==> Installing $(LIST) (the first time a few minutes and 2 GB; the large parts are shown)"; \
		$(PY) -m pip install --disable-pip-version-check -r $(LIST) | awk '{ sub(/^ +/, "") } \
			/\([0-9][0-9]+(\.[0-9]+)? MB\)/ { print "    " $$0 } /^Installing/ { print "    Unpacking" } { fflush() }' || exit 2; \
		for list in requirements.txt $(LIST); do cat requirements.txt $$list > $(VENV)/$$list; done; }
