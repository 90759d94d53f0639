# Each target does the set-up it needs; a second call takes seconds.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo up test lint format bench docs lock screenshots

PY := .venv/bin/python
PACKAGES := core webhooks assets orchestration sandbox demo

help: ## Show what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

setup: ## Make .venv with the locked dependencies, and the dbt manifest
	@scripts/setup

demo: setup ## Run the main job once, from checkout to digest, and tell the story
	@$(PY) -m demo

up: setup ## Run the whole platform until Ctrl-C
	@exec .venv/bin/review-engine up

test: setup ## Run every test
	@PYTHONDONTWRITEBYTECODE= .venv/bin/pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: setup ## Check format, lint, types, architecture and SQL
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	.venv/bin/sqlfluff lint --processes 2 --disable-progress-bar sql dbt_project

format: setup ## Put code and SQL into the house format
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix-only .
	.venv/bin/sqlfluff format --disable-progress-bar sql dbt_project

bench: setup ## Measure the queue and the web app beside their peers
	@$(PY) -m benchmarks

docs: setup ## Build the dbt docs site into .local/docs
	@.venv/bin/review-engine docs

lock: setup ## Resolve the dependencies again
	.venv/bin/uv pip compile --quiet --python-version 3.11 --universal --all-extras --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --upgrade pyproject.toml -o requirements.lock

screenshots: setup ## Take the pictures of docs/img from the running system
	@$(PY) scripts/screenshots.py
