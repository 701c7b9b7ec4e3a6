# Two commands matter: `make demo` and `make test`. Each sets up what it needs and may be run again at any time.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SYSTEM := python3-venv libreoffice-writer-nogui python3-uno fonts-liberation2 tesseract-ocr-vie tesseract-ocr-script-viet tesseract-ocr-osd poppler-utils
SYSTEM_TEST := postgresql softhsm2 fonts-dejavu-core
ON_BOTH_DATABASES := $(addprefix tests/integration/,register law programme screening drafting intake flow issuing archive engine)
CATALOGUE := pipeline/locale/vi/LC_MESSAGES/vanthu

.PHONY: setup setup-dev demo replay test check stress bench messages lock clean

setup: $(VENV)/.runtime $(CATALOGUE).mo

setup-dev: $(VENV)/.dev $(CATALOGUE).mo
	@tools/setup-system.sh $(SYSTEM_TEST)

$(VENV)/bin/python:
	@tools/setup-system.sh $(SYSTEM)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed." >&2; exit 4; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt | $(VENV)/bin/python
	@tools/setup-system.sh $(SYSTEM)
	$(BIN)/pip install --quiet --require-hashes -r requirements/runtime.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

messages: $(CATALOGUE).mo

$(CATALOGUE).mo: $(CATALOGUE).po $(VENV)/.runtime
	@$(BIN)/pybabel --quiet compile -d pipeline/locale -D vanthu

demo: setup
	@$(BIN)/python -m tools.demo

# The whole plan 2021 - 2025, in an office of its own below var/ke-hoach.
replay: setup
	@$(BIN)/python -m tools.replay

test: setup-dev check
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not stress"
	tools/with-postgres $(BIN)/python -m pytest -n 2 --dist loadfile -m "not stress" $(ON_BOTH_DATABASES)

check: setup-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

stress: setup-dev
	$(BIN)/python -m pytest -m stress --timeout 3600
	tools/with-postgres $(BIN)/python -m pytest -m stress --timeout 3600 tests/integration/issuing

bench: setup-dev
	$(BIN)/python bench/run.py

# Pin anew after editing pyproject.toml; no index address may get into the files.
PIP_COMPILE := pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	--strip-extras --allow-unsafe --no-header --annotation-style=line --extra build --extra postgres --extra scan --extra sign

lock:
	$(PIP_COMPILE) -o requirements/runtime.txt pyproject.toml
	$(PIP_COMPILE) --extra dev -c requirements/runtime.txt -o requirements/dev.txt pyproject.toml

clean:
	rm -rf $(VENV) var $(CATALOGUE).mo
