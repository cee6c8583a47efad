# Everything goes through one program of the standard library, so that a machine with Python and make is enough.
PYTHON ?= python3
# Run by its path: a folder of the checkout may have spaces and letters of any alphabet.
STAGE = $(PYTHON) scripts/make.py

.DEFAULT_GOAL := help
.PHONY: help up serve etl web test lint format lock wheel clean

help: ## Show what can be asked for
	@echo "Atlas de Internacionalización Territorial"
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18
	@echo
	@echo "Settings: ATLAS_HOST, ATLAS_PORT, ATLAS_DATABASE_URL, ATLAS_DATA_DIR (see .env.example)"

up: ## Build what is not built, load the data if there are none, serve map and API
	@$(STAGE) up

serve: ## Serve the data that are loaded
	@$(STAGE) atlas serve

etl: ## Make a new release of the data (options in ARGS)
	@$(STAGE) atlas etl run $(ARGS)

web: ## Build the environment and the map
	@$(STAGE) web

test: ## Prove all of it: format, types, contracts, both engines, the map, the page in Chromium
	@$(STAGE) test $(ARGS)

lint: ## Check format, rules, types and import contracts
	@$(STAGE) test --only format --only rules --only types --only contracts

format: ## Bring all code into its one form
	@$(STAGE) develop ruff check --fix-only --quiet
	@$(STAGE) develop ruff format --quiet
	@$(STAGE) develop npm --prefix web run format --silent

lock: ## Renew the lock files from pyproject.toml (ARGS=--upgrade for the newest versions)
	@$(STAGE) lock $(ARGS)

wheel: web ## Build a wheel that carries map, register and shapes
	@$(STAGE) develop python -m hatchling build -t wheel

clean: ## Remove everything that a build made (the loaded data stay)
	@$(STAGE) clean
