# make run [PORT=8501]   set up what is needed and serve the lab
# make test              the same set-up, a browser, every test
# make check             lint and types
# make bench             the measurements behind the README's claims
# make evaluate DATA=DIR the trained models' test figures again, from the committed weights
# make models            write the list of models from their cards
# make text              collect labels, compile the Korean catalogue

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench evaluate models text

run: $(VENV)/run.stamp
	@echo "CNN Lab: http://localhost:$(PORT)"
	@$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/dev.stamp
	$(BIN)/python scripts/browser.py
	$(BIN)/python -m pytest

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/dev.stamp
	$(BIN)/python scripts/browser.py
	$(BIN)/python -m benchmarks

evaluate: $(VENV)/run.stamp
	$(BIN)/python -m cnnlab.train.evaluate --data $(DATA)

models: $(VENV)/run.stamp
	$(BIN)/python -m scripts.model_list

text: $(VENV)/dev.stamp
	$(BIN)/python -m scripts.texts

$(VENV)/run.stamp: requirements.txt
	$(PYTHON) -c "import sys; sys.exit(None if sys.version_info >= (3, 11) else 'CNN Lab needs Python 3.11 or newer; this is ' + sys.version.split()[0] + '. Name another: make run PYTHON=python3.12')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $@
