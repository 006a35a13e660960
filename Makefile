# Set-up, plan, tests and gates; CI calls these and does nothing of its own.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
READY := $(VENV)/.ready
DOCS_EXTRA = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[docs]'
COVERING := tests/model tests/rules tests/check tests/files tests/fuzz tests/explain/test_alternatives.py \
  tests/cli tests/report tests/solver/test_believed.py

.PHONY: plan test editor check audit coverage mutants fuzz format docs site golden bench build sbom clean

plan: $(READY)
	@mkdir -p out
	$(BIN)/xuncha-plan solve data/targets.yaml -o out/plan.yaml --time-limit 60 --force
	$(BIN)/xuncha-plan check data/targets.yaml out/plan.yaml
	$(BIN)/xuncha-plan export out/plan.yaml --to csv,xlsx,docx,ics,html -o out --force
	$(BIN)/xuncha-plan export out/plan.yaml --to csv,docx --split-years -o out/years --force

test: $(READY)
	$(BIN)/python -m pytest

# The language server and the SARIF validator that tests/editor runs against; needs npm.
editor:
	npm ci --prefix tests/editor --no-audit --no-fund --ignore-scripts --loglevel error

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/make.py --check
	$(BIN)/python docs/build_site.py --check
	PYTHON=$(BIN)/python sh tests/wheel.sh

# Known vulnerabilities of what is pinned; passed over where no service answers.
audit: $(READY)
	$(BIN)/python -m tests.supply.audit

# Branches of model, rules, check and files that their own tests take; docs/reliability.md.
coverage: $(READY)
	@rm -rf out/coverage && mkdir -p out/coverage
	$(BIN)/coverage run -m pytest $(COVERING)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=97

# A sample of mutants of the same folders: make mutants SAMPLE=600 SEED=1; 0 is every one.
SAMPLE ?= 600
SEED ?= 1
mutants: $(READY)
	$(BIN)/python -m tests.mutants --sample $(SAMPLE) --seed $(SEED)

MINUTES ?= 20
fuzz: $(READY)
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES) --seed $(SEED)

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(READY)
	$(BIN)/python docs/make.py

# The guide and the reference as a site in site/, to be read without a network.
site: $(READY)
	$(DOCS_EXTRA)
	$(BIN)/python docs/build_site.py

golden: $(READY)
	GOLDEN=remake $(BIN)/python -m pytest tests/report tests/cli

bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python benchmarks/run.py

# The wheel, tried, and beside it the list of what is installed with it (SBOM, CycloneDX).
build sbom: $(READY)
	PYTHON=$(BIN)/python sh tests/wheel.sh dist

clean:
	rm -rf $(VENV) out dist site

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "python3 >= 3.11 is needed / 需要 Python 3.11 或更高"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "on Debian and Ubuntu: apt install python3-venv / 请先安装 python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@$(DOCS_EXTRA) || echo "the site's generator cannot be installed: no site is built, and its tests are skipped"
	touch $(READY)
