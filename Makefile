# `make help` lists the targets. PYTHON=python3.12 chooses the Python; without it the newest one that TensorFlow has a
# release for is taken.

PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
LATEST := .venv-latest
LANES ?= 2
PYTEST := -m pytest --numprocesses $(LANES) --dist loadfile --no-loadscope-reorder --durations 30
SCRIPTS := cnnlab/ui
LOWEST := $(shell sed -n 's/^requires-python = ">=\(3\.[0-9]*\),.*/\1/p' pyproject.toml)
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version $(LOWEST) --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" --upgrade

.PHONY: run test test-all test-latest check fix page bench evaluate models text lock help

run: $(VENV)/run.stamp ## install what is needed and serve the pages [PORT=8501]
	@echo "CNN Lab: http://localhost:$(PORT)"
	@CNNLAB_DOWNLOADS=$${CNNLAB_DOWNLOADS:-1} $(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/dev.stamp ## run the tests, after installing a browser if there is none
	$(BIN)/python scripts/browser.py
	$(BIN)/python $(PYTEST)

test-all: $(VENV)/dev.stamp ## the same with every case of the sweeps, of which `make test` runs an eighth
	$(BIN)/python scripts/browser.py
	$(BIN)/python $(PYTEST) --whole

test-latest: ## run the tests with the newest releases within the ranges of requirements*.txt
	@sh scripts/venv.sh $(LATEST) "$(PYTHON)"
	$(LATEST)/bin/python -m pip install --quiet --upgrade -r requirements-dev.txt
	$(LATEST)/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(LATEST)/bin/python scripts/browser.py
	$(LATEST)/bin/python $(PYTEST)

check: $(VENV)/dev.stamp ## check lint, format and types: Python, JavaScript and CSS
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/oxlint --deny-warnings $(SCRIPTS)
	$(BIN)/oxfmt --check $(SCRIPTS)
	$(BIN)/mypy --python-version $(LOWEST)

fix: $(VENV)/dev.stamp ## repair what lint can repair, and format
	-$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/oxlint --fix --deny-warnings $(SCRIPTS)
	$(BIN)/oxfmt $(SCRIPTS)

page: $(VENV)/dev.stamp ## start a new lesson: its package, texts and tests [NAME=residual_blocks]
	@$(BIN)/python -m scripts.new_page $(NAME)

bench: $(VENV)/dev.stamp ## measure what the README claims, and write the table there
	$(BIN)/python scripts/browser.py
	$(BIN)/python -m benchmarks

evaluate: $(VENV)/run.stamp ## measure the trained models on their test sets again [DATA=DIR]
	$(BIN)/python -m cnnlab.train.evaluate --data $(DATA)

models: $(VENV)/run.stamp ## write the list of models from their cards
	$(BIN)/python -m scripts.model_list

text: $(VENV)/dev.stamp ## collect the labels and compile the catalogue of each language
	$(BIN)/python -m scripts.texts

# The second file is constrained by the first, so that both have the same version of each package.
lock: $(VENV)/dev.stamp ## resolve requirements*.txt again and write the locked versions
	$(COMPILE) requirements-dev.txt --output-file requirements-dev.lock
	$(COMPILE) requirements.txt --constraint requirements-dev.lock --output-file requirements.lock

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r target line; do \
		printf 'make %-12s %s\n' "$$target" "$$line"; done

$(VENV)/made: FORCE
	@sh scripts/venv.sh $(VENV) "$(PYTHON)"

$(VENV)/run.stamp: $(VENV)/made requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

FORCE:
