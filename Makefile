# Every target sets up .venv by itself; `make PYTHON=... test` chooses the interpreter.

# The business that `make demo` makes up: another one every day, `make demo SEED=7` for that one.
SEED ?= $(shell date +%Y%m%d)
DEMO := runs/demo
# Modules of benchmarks/ that `make bench` runs.
BENCHMARKS ?= state episodes
# Processes that share the tests, each file in one of them: tests that need the PostgreSQL server
# stay in order as long as they are in one file.
WORKERS ?= 2
# More arguments for pytest: make test PYTEST="-k snapshot -x"
PYTEST ?=
# What lint looks at, and what `make format` may change: domains are sealed by hashes.
CODE := $(wildcard autoforge_launch.py autoforge_envs autoforge_rl generated tests benchmarks examples \
	scripts setup.py)
UNSEALED := $(filter-out generated,$(CODE)) --exclude tests/domains

BIN := .venv/bin
CORE := .venv/.core-installed
DEV := .venv/.dev-installed
REQUIREMENTS := setup.cfg setup.py pyproject.toml constraints.txt scripts/set_up.sh

.DEFAULT_GOAL := help
.PHONY: help demo test lint format types bench wheel clean

help:
	@echo "make demo    synthesize a domain, certify it, play an episode, benchmark scripted agents"
	@echo "make test    run the tests (without the slow ones)"
	@echo "make lint    check style and format        make format   mend them"
	@echo "make types   check types"
	@echo "make bench   measure speed and memory"
	@echo "make wheel   build the wheel and try it outside the checkout"
	@echo "make clean   remove .venv and everything that tools left behind"

$(CORE): $(REQUIREMENTS)
	@PYTHON="$(PYTHON)" scripts/set_up.sh core
	@touch $@

$(DEV): $(REQUIREMENTS)
	@PYTHON="$(PYTHON)" scripts/set_up.sh dev
	@touch $(CORE) $@

demo: $(CORE)
	@rm -rf $(DEMO)
	@for seed in $(SEED) $(SEED)1 $(SEED)2; do \
		echo "autoforge synthesize --seed $$seed --tasks 40 --out $(DEMO)/domains"; \
		$(BIN)/autoforge synthesize --seed $$seed --tasks 40 --out $(DEMO)/domains && break; \
	done
	$(BIN)/autoforge verify $(DEMO)/domains
	$(BIN)/autoforge play $(DEMO)/domains/*_v0 --watch --seed 7
	$(BIN)/autoforge bench $(DEMO)/domains/*_v0 --agent reference --agent noop --agent random \
		--agent writes-only --agent lawless --agent forgetful --trials 1 --out $(DEMO)

test: $(DEV)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(PYTEST)

lint: $(DEV)
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)

format: $(DEV)
	$(BIN)/ruff check --fix $(UNSEALED)
	$(BIN)/ruff format $(UNSEALED)

types: $(DEV)
	$(BIN)/mypy

bench: $(CORE)
	@set -e; for name in $(BENCHMARKS); do \
		printf '\n== benchmarks/%s.py\n' "$$name"; $(BIN)/python -m "benchmarks.$$name"; \
	done

wheel: $(DEV)
	scripts/try_wheel.sh $(BIN)/python

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis __pycache__
	find autoforge_envs autoforge_rl generated tests benchmarks examples -name __pycache__ \
		-type d -prune -exec rm -rf {} + 2>/dev/null || true
