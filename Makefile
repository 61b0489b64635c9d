# Everything a newcomer types. Each target sets up what it needs: a virtual environment in $(VENV), once; it is made
# again only when pyproject.toml is newer, and nothing but that step needs the network.

PYTHON ?= python3
VENV   ?= .venv
PYTEST_ARGS ?=

BIN   := $(VENV)/bin
READY := $(VENV)/.ready

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help install demo test coverage lint format check mutate bench clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  With another Python than python3: make PYTHON=python3.12 test"

install: $(READY) ## the virtual environment with the command and the tools for development

demo: $(READY) ## decide the example applicants and write their letters
	$(BIN)/rulebook evaluate examples/applicants --rulebook nthu-dual-emba
	$(BIN)/rulebook report examples/applicants --rulebook nthu-dual-emba --lang both --format html --out out/demo
	@echo
	@echo "Open the letters in a browser: file://$(CURDIR)/out/demo/index.html"

test: $(READY) ## all tests, on all cores
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(PYTEST_ARGS)

coverage: $(READY) ## the same with the coverage of the engine (takes twice as long)
	$(BIN)/python -m pytest --cov --numprocesses auto --dist worksteal $(PYTEST_ARGS)

lint: $(READY) ## style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## put the code into the one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: $(READY) ## the rulebooks: their findings, and their own scenarios
	$(BIN)/rulebook check
	$(BIN)/rulebook test --coverage

mutate: $(READY) ## every careless edit of the rules, and whether a scenario notices (takes some minutes)
	$(BIN)/rulebook test --mutate

bench: $(READY) ## what it costs, beside other ways to do the same: table, picture (SIZES=10000,100000,1000000 ROUNDS=3)
	$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) $(if $(ROUNDS),--rounds $(ROUNDS))

clean: ## remove all that was made, the virtual environment too
	rm -rf $(VENV) out build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache \
	    .import_linter_cache
	find engine tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	@command -v $(PYTHON) >/dev/null || \
	    { echo "make: no \"$(PYTHON)\" here. Install Python 3.11 or newer, or name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { echo "make: \"$(PYTHON)\" is $$($(PYTHON) --version 2>&1 | head -n 1); Rulebook needs Python 3.11 or newer. Name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo "make: \"$(PYTHON)\" cannot make virtual environments (no venv or ensurepip; on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@$(BIN)/python -m compileall -q engine # an editable install compiles nothing, and a command should not wait for it
	@touch $@
