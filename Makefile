# Thin wrappers for developers; README's two command lines need none of them.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: check audit fix watch lock icons screens soak postgres bench

check:  ## what .ci/run checks beside the tests
	python -m ruff check
	python -m ruff format --check
	cd web && npm ci --ignore-scripts --loglevel=error && npm run --silent check

audit:  ## print which dependencies have known faults; a report, which fails nothing
	-python -m pip_audit --no-deps --disable-pip -r constraints.txt
	-cd web && npm audit

fix:  ## format and mend what can be mended
	python -m ruff check --fix
	python -m ruff format
	cd web && npm run --silent fix

watch:  ## build the web part again after every change
	cd web && npm run --silent watch

lock:  ## raise every pinned version to the newest that pyproject.toml and package.json allow
	rm -rf .venv && python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]'
	(head -1 constraints.txt; .venv/bin/pip freeze --exclude-editable) > constraints.new && mv constraints.new constraints.txt
	cd web && npm update

icons:  ## draw the icon files from web/icons/card.js
	cd web && npm run --silent icons

screens:  ## photograph every screen into docs/screens
	python docs/screens/shoot.py

soak:  ## thousands of schedules where the suite runs hundreds; FICHERO_SCHEDULES and FICHERO_SEED choose how many, which
	python -m tests.model.soak
	python -m tests.hostile.fuzz
	python -m tests.hostile.described
	FICHERO_HALF_OPEN=10000 python -m pytest -q tests/hostile/test_patience.py -k half_open
	python -m tests.browser.replica.soak
	FICHERO_COPIES=100 python -m pytest -q tests/browser/test_first_copy.py
	FICHERO_KILLS=20 python -m pytest -q tests/browser/test_killed.py
	FICHERO_STEPS=all FICHERO_CUTS=2000 python -m pytest -q -s tests/faults

postgres:  ## every test of the server, its sockets and the browser, on PostgreSQL with two workers
	FICHERO_TEST_DATABASE=postgresql python -m pytest -n3 --dist=worksteal -q tests/server tests/socket tests/browser

bench:  ## measure what docs/ tells about speed and size
	python -m bench
