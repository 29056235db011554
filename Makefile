# Every target makes the environment it needs, in .venv; PYTHON names another interpreter.
BIN := .venv/bin

.PHONY: help demo lab test bench gallery setup clean

help:             ## these lines
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

demo: .venv/.run  ## load the sample data, ask three questions, say where to go next
	$(BIN)/workbench demo

lab: .venv/.run   ## JupyterLab on the notebooks
	$(BIN)/workbench lab

test: .venv/.dev  ## lint, format, types, then every test and notebook
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile tests
	bench=$$(mktemp -d) && \
	WORKBENCH_FOLDER=$$bench/one $(BIN)/python -m pytest --nbval-lax --nbval-current-env notebooks && \
	for one in $$bench/*; do $(BIN)/workbench stop $$one || exit 1; done && rm -rf $$bench

bench: .venv/.bench ## the benchmarks, one at a time
	$(BIN)/python -m tests.benchmarks

gallery: .venv/.dev ## the pictures of docs/gallery.md anew
	GALLERY=1 $(BIN)/python -m pytest tests/browser/test_gallery.py tests/browser/test_persistence.py

setup: .venv/.dev ## the environment alone, with the tools of `make test`

clean:            ## remove the environment, caches and builds; benches stay
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/.run: pyproject.toml .ci/environment.sh
	.ci/environment.sh .
	touch $@

.venv/.dev: pyproject.toml .ci/environment.sh
	.ci/environment.sh '.[dev]'
	touch $@ .venv/.run

.venv/.bench: pyproject.toml .ci/environment.sh
	.ci/environment.sh '.[bench,dev]'
	touch $@ .venv/.run .venv/.dev
