# Thin wrappers for developers; README's two command lines need none of them.
PYTHON = .venv/bin/python
NPM = ../.venv/bin/npm

.PHONY: check fix watch lock icons soak bench

check:  ## what .ci/run checks beside the tests
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	cd web && $(NPM) ci --ignore-scripts --loglevel=error && $(NPM) run --silent check

fix:  ## format and mend what can be mended
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format
	cd web && $(NPM) run --silent fix

watch:  ## build the web part again after every change
	cd web && $(NPM) run --silent watch

lock:  ## raise every pinned version to the newest that pyproject.toml and package.json allow
	rm -rf .venv && python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]'
	(head -1 constraints.txt; .venv/bin/pip freeze --exclude-editable) > constraints.new && mv constraints.new constraints.txt
	cd web && $(NPM) update

icons:  ## draw the icon files from web/icons/card.js
	cd web && $(NPM) run --silent icons

soak:  ## thousands of schedules where the suite runs hundreds
	SOAK=1 $(PYTHON) -m pytest tests/model

bench:  ## measure what docs/ tells about speed and size
	$(PYTHON) -m bench
