# Every target sets up what it needs: plain CPython >= 3.11 with pip is enough.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test check accept screenshots specs lock clean

demo: $(READY)  ## validate, plan, apply, drift and recommend on the local emulator
	$(BIN)/python examples/demo.py

test: check  ## everything: check, then all tests
	$(BIN)/python -m pytest -n 3 --dist worksteal

check: $(READY)  ## lint, format, types, import contracts, workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --quiet --offline --strict-collection --persona=pedantic .github action.yml
	$(BIN)/check-jsonschema -q --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema -q --builtin-schema vendor.github-actions action.yml

accept: $(READY)  ## rewrite what the scenarios expect; review the difference
	RECONCILE_ACCEPT=1 $(BIN)/python -m pytest tests/scenarios -q

screenshots: $(READY)  ## draw docs/images anew; needs Node.js and Chromium (CHROMIUM names it)
	cd docs/images && npm ci --silent
	$(BIN)/python docs/images/screenshots.py

specs: $(READY)  ## regenerate what follows from the kinds
	$(BIN)/python -m reconciler.desired.editor_schema > specs/personalize.schema.json
	$(BIN)/python -m reconciler.render.kinds_page > docs/kinds.md

lock: $(READY)  ## pin the development environment anew
	$(BIN)/pip install -q pip-tools
	$(BIN)/pip-compile -q --strip-extras --extra emulator --extra ci --extra dev --generate-hashes --allow-unsafe \
	  --no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	  --output-file requirements-dev.lock pyproject.toml

$(READY): pyproject.toml requirements-dev.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

clean:
	rm -rf .venv .personalize-emulator dist build
