# Qantar's commands. README.md gives the same commands for a machine without make.

BIN = .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check
IS_NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
# The first of these that is new enough makes the environment; `make PYTHON=… book` names another.
PYTHON = $(shell for p in python3 python3.12 python3.11 python3.13; do \
	$$p -c '$(IS_NEW_ENOUGH)' 2>/dev/null && echo $$p && break; done)
PATHS = exercises/submissions
LOCKED = pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(LEFT_OUT)
# The first two only check a format that no notebook or chart has, at a second's cost for each process that imports
# altair. The others, 80 MB, draw plots of lifelines that the book does not use: its charts are Altair's.
LEFT_OUT = $(addprefix --no-emit-package ,rfc3987-syntax lark matplotlib contourpy cycler fonttools kiwisolver pillow)

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {print "make " $$1 "\t" $$2}' Makefile

book: .venv/ready _build/html ## build the book: _build/html/index.html
	$(BIN)/jupyter-book build . -n -W --keep-going
	@echo "The book is ready: open $(CURDIR)/_build/html/index.html"

check: .venv/ready ## run within a minute what an edit can break: form, data, facts, pages, one worksheet
	$(BIN)/pytest -n 2 --dist loadfile "@tests/check.txt"

test: .venv/ready ## run every test
	$(BIN)/pytest -n 2 --dist loadfile --nbval tests exercises/solutions

lab: .venv/ready ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab --config=tools/lab/jupyter_lab_config.py

serve: _build/html/index.html ## show the built book at http://127.0.0.1:8000
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html 8000

grade: .venv/ready ## grade notebooks or folders: make grade PATHS=…
	$(BIN)/qantar grade $(PATHS)

zip: book ## pack book and classroom into one file: _build/qantar-book.zip
	$(BIN)/python tools/zip_book.py _build/html _build/qantar-book.zip _build/wheels

wheels: .venv/ready ## collect what classrooms install without a network: _build/wheels
	$(BIN)/python tools/collect_wheels.py .binder/requirements.lock _build/wheels $(SYSTEMS)

pdf: book ## print each chapter and the whole book: _build/pdf
	$(BIN)/python tools/print_book.py _build/html _build/pdf

clean: ## delete everything built, but neither the environment nor collected wheels
	rm -rf .pytest_cache .ruff_cache
	if [ -d _build ]; then find _build -mindepth 1 -maxdepth 1 ! -name wheels -exec rm -rf {} +; fi

lock: ## choose the versions anew (for maintainers; needs uv)
	uv pip compile $(LOCKED) --all-extras --quiet --output-file requirements.lock
	uv pip compile $(LOCKED) --extra grade --extra lab --quiet --constraint requirements.lock --output-file .binder/requirements.lock

# --no-compile halves the time: Python compiles what it uses, when it first uses it. --no-deps: the lock names all.
.venv/ready: requirements.lock pyproject.toml
	@"$(PYTHON)" -c '$(IS_NEW_ENOUGH)' 2>/dev/null || { echo "Qantar needs Python 3.11 or newer and found none: install it, or name it with PYTHON=path/to/python3." >&2; exit 2; }
	@echo "Making the environment .venv with the versions of requirements.lock: a minute or two."
	$(PYTHON) -m venv .venv
	$(PIP) install --quiet --no-compile --no-deps --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch .venv/ready

# An old page must not survive in a new book.
_build/html:
	@rm -rf _build/html _build/.doctrees _build/jupyter_execute _build/executed 2>/dev/null; mkdir -p _build/html 2>/dev/null && test -w _build/html || \
	{ echo "The folder _build/html cannot be written: free it or give yourself the right to write there, then try again." >&2; exit 2; }

_build/html/index.html:
	$(MAKE) book

.PHONY: help book check test lab serve grade zip wheels pdf clean lock _build/html
