# make run [PORT=8501]   set up what is needed and serve the lab
# make test              the same set-up, a browser, the tests
# make test-all          the same with every case of the sweeps, of which `make test` takes an eighth
# make test-latest       the tests with the newest releases within the ranges of requirements*.txt
# make check             lint and types
# make bench             the measurements behind the README's claims
# make evaluate DATA=DIR the trained models' test figures again, from the committed weights
# make models            write the list of models from their cards
# make text              collect labels, compile the Korean catalogue
# make lock              resolve requirements*.txt again and write the versions that are installed
# PYTHON=python3.12 chooses the Python; without it the newest that TensorFlow has a release for is taken.

PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
LATEST := .venv-latest
LANES ?= 2
PYTEST := -m pytest --numprocesses $(LANES) --dist loadfile --no-loadscope-reorder --durations 30
LOWEST := $(shell sed -n 's/^requires-python = ">=\(3\.[0-9]*\),.*/\1/p' pyproject.toml)
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version $(LOWEST) --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" --upgrade

.PHONY: run test test-all test-latest check bench evaluate models text lock

run: $(VENV)/run.stamp
	@echo "CNN Lab: http://localhost:$(PORT)"
	@$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/dev.stamp
	$(BIN)/python scripts/browser.py
	$(BIN)/python $(PYTEST)

test-all: $(VENV)/dev.stamp
	$(BIN)/python scripts/browser.py
	$(BIN)/python $(PYTEST) --whole

test-latest:
	@sh scripts/venv.sh $(LATEST) "$(PYTHON)"
	$(LATEST)/bin/python -m pip install --quiet --upgrade -r requirements-dev.txt
	$(LATEST)/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(LATEST)/bin/python scripts/browser.py
	$(LATEST)/bin/python $(PYTEST)

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --python-version $(LOWEST)

bench: $(VENV)/dev.stamp
	$(BIN)/python scripts/browser.py
	$(BIN)/python -m benchmarks

evaluate: $(VENV)/run.stamp
	$(BIN)/python -m cnnlab.train.evaluate --data $(DATA)

models: $(VENV)/run.stamp
	$(BIN)/python -m scripts.model_list

text: $(VENV)/dev.stamp
	$(BIN)/python -m scripts.texts

# The second file is held to the first, so that both name one version of everything.
lock: $(VENV)/dev.stamp
	$(COMPILE) requirements-dev.txt --output-file requirements-dev.lock
	$(COMPILE) requirements.txt --constraint requirements-dev.lock --output-file requirements.lock

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
