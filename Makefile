# Everything works on a fresh machine with Python 3.11 or newer, make, and a network to the package index.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8501
BIN := $(VENV)/bin
.DEFAULT_GOAL := run

.PHONY: run dev test attacks fuzz soak check format bench build lock sbom audit clean

# What serving needs.
$(VENV)/.run: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit("This needs Python 3.11 or newer; $(PYTHON) is %d.%d. Name another: make PYTHON=python3.13" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

# What testing and checking need besides, a browser included.
$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python tests/browser.py
	touch $@

run: $(VENV)/.run
	$(BIN)/python -m trends serve --port $(PORT)

# For developing: pages reload when a file changes.
dev: $(VENV)/.dev
	$(BIN)/streamlit run app.py --server.port $(PORT) --server.fileWatcherType auto --client.showErrorDetails full

build: $(VENV)/.run
	$(BIN)/python -m trends build

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The browser's tests run after the others, so that pages are drawn without haste. The others keep the order of
# tests/conftest.py, which has the longest modules first. Compiled code is kept, also where a machine says not to: hundreds
# of processes are started, and each would compile all of it again.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.dev
	$(BIN)/python -m pytest -m "not browser" --numprocesses auto --dist loadfile --no-loadscope-reorder
	$(BIN)/python -m pytest -m browser --numprocesses auto --dist worksteal

# Two hundred invented surveys instead of the few of an ordinary run: nobody in them can be picked out.
attacks: $(VENV)/.dev
	DISCLOSURE_SURVEYS=200 $(BIN)/python -m pytest -n 0 tests/test_disclosure_groups.py tests/test_disclosure_attacks.py

# Folders of tables damaged by chance and addresses written by chance, hundreds of each instead of a few: all are told of
# in words, or answered.
fuzz: $(VENV)/.dev
	DAMAGED_FOLDERS=300 DAMAGED_EXPORTS=20000 HOSTILE_ADDRESSES=20000 $(BIN)/python -m pytest -n 0 \
		tests/test_damaged_evidence.py tests/test_damaged_exports.py tests/test_hostile_addresses.py

# An hour of readers and programs over everything there is, while faults are injected: each figure is held against the
# tables, and memory is watched. Shorter: make soak SOAK_MINUTES=5 SOAK_READERS=8
SOAK_MINUTES ?= 60
SOAK_READERS ?= 30
soak: $(VENV)/.dev
	$(BIN)/python -m soak --minutes $(SOAK_MINUTES) --readers $(SOAK_READERS)

# What the benchmarks measure against; nothing else needs it.
$(VENV)/.rivals: $(VENV)/.dev requirements-rivals.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-rivals.lock
	touch $@

bench: $(VENV)/.rivals
	$(BIN)/python -m bench

# Writes the lock files anew; they name versions and hashes, never a host.
lock: $(VENV)/.dev
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
		--extra intake --no-emit-index-url --no-emit-find-links --constraints constraints.txt -o requirements.lock --quiet
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --constraints requirements.lock -o requirements-dev.lock --quiet
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
		--extra intake --extra lake --no-emit-index-url --no-emit-find-links --constraints requirements.lock -o requirements-lake.lock --quiet
	$(BIN)/uv pip compile --group rivals --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --constraints requirements-dev.lock -o requirements-rivals.lock --quiet

# What serving is made of, with licences, as CycloneDX 1.6: build/sbom.cdx.json.
sbom: $(VENV)/.dev
	$(BIN)/python -m tests.components build/sbom.cdx.json

# Asks a public database whether weaknesses are known of what is locked; needs a network, and fails where it knows nothing
# of a package, so that no answer is not taken for a good one.
audit: $(VENV)/.dev
	$(BIN)/uv tool run --from 'pip-audit>=2.10,<3' pip-audit --strict --disable-pip --require-hashes --requirement requirements-lake.lock

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
