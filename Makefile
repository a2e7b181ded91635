# Every target sets up what it needs: plain CPython >= 3.11 with pip is enough.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
TORTURED := $(addprefix tests/,laws hostile security differential filters)

.PHONY: demo test bench torture check coverage audit accept fuzz screenshots specs lock clean

demo: $(READY)  ## validate, plan, apply, drift and recommend on the local emulator
	$(BIN)/python examples/demo.py

test: check  ## everything: check, then all tests
	$(BIN)/python -m pytest -n 3 --dist worksteal

bench: $(READY)  ## measure: throttling, training, a 1 GB file of interactions; takes some minutes
	for program in tests/bench/bench_*.py; do $(BIN)/python $$program || exit 1; done

check: $(READY)  ## lint, format, types, import contracts, workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --quiet --offline --strict-collection --persona=pedantic .github action.yml
	$(BIN)/check-jsonschema -q --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema -q --builtin-schema vendor.github-actions action.yml

torture: $(READY)  ## all that laws, faults, hostile input and readings can try: more than an hour on two cores
	TORTURE=1 $(BIN)/python -m pytest $(TORTURED) -n 2 --dist worksteal

coverage: $(READY)  ## all tests, and the lines and branches that they reach: all of reconciler/, 95 % of the emulator
	rm -rf .coverage
	mkdir .coverage
	$(BIN)/coverage run -m pytest -n 3 --dist worksteal
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --include='reconciler/*' --fail-under=100; reached=$$?; \
	  $(BIN)/coverage report --include='personalize_emulator/*' --fail-under=95 && exit $$reached

audit: $(READY)  ## known vulnerabilities of what is installed here; asks PyPI, so it needs the network
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/python -m pip install -q --disable-pip-version-check pip-audit==2.10.1
	.venv/audit/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements-dev.lock

accept: $(READY)  ## rewrite what the scenarios expect; review the difference
	RECONCILE_ACCEPT=1 $(BIN)/python -m pytest tests/scenarios -q

fuzz: $(READY)  ## fuzz every reader of input, each for FUZZ_SECONDS (60)
	cd tests/hostile && ../../$(BIN)/python fuzzing.py

screenshots: $(READY)  ## draw docs/images anew; needs Node.js and Chromium (CHROMIUM names it)
	cd docs/images && npm ci --silent
	$(BIN)/python docs/images/screenshots.py

specs: $(READY)  ## regenerate what follows from the kinds, the rules, the recipes' facts and botocore's model
	$(BIN)/python tests/architecture/model_shapes.py > .shapes && mv .shapes reconciler/catalog/shapes.py
	$(BIN)/python tests/architecture/recipe_facts.py > .recipes && mv .recipes reconciler/catalog/recipe_rows.py
	$(BIN)/python -m reconciler.desired.editor_schema > specs/personalize.schema.json
	$(BIN)/python -m reconciler.render.kinds_page > docs/kinds.md
	$(BIN)/python -m reconciler.render.rules_page > docs/rules.md

lock: $(READY)  ## pin the development environment anew
	$(BIN)/pip install -q pip-tools
	$(BIN)/pip-compile -q --strip-extras --extra emulator --extra ci --extra data --extra dev --generate-hashes --allow-unsafe \
	  --no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	  --output-file requirements-dev.lock pyproject.toml

$(READY): pyproject.toml requirements-dev.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

clean:
	rm -rf .venv .personalize-emulator dist build
