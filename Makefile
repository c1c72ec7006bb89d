# Everything one does with the book, each as one command; `make` alone lists them.
PYTHON ?= python3
VENV := .venv/bin

SETUP := .venv/installed
NOTEBOOKS = $(wildcard chapters/*.ipynb chapters/*/*.ipynb)

.PHONY: help book student test mutants bench worksheet lab serve notebooks lock vendor clean

help:
	@echo 'make book       build the website into _build/html'
	@echo 'make student    write the edition without solutions into _build/student, with its website'
	@echo 'make test       build it, then test the package, the notebooks and the site'
	@echo 'make mutants    plant faults, one at a time, and list what catches each (a quarter of an hour)'
	@echo 'make bench      measure nnlib beside PyTorch, JAX and others, in an environment of its own (ten minutes)'
	@echo 'make worksheet  SEED=7: a printable worked example and its key (NET=2-2-1, NAMES=class.txt for one each)'
	@echo 'make lab        open the chapters as notebooks in JupyterLab'
	@echo 'make serve      show the built website on http://127.0.0.1:8000'
	@echo 'make notebooks  run every notebook again and store its outputs'
	@echo 'make lock       write requirements.txt again from pyproject.toml'
	@echo 'make vendor     fetch the vendored MathJax again (needs npm)'
	@echo 'make clean      remove the built website and caches; the environment .venv stays'
	@echo
	@echo 'Needs Python 3.11 or newer (choose one with PYTHON=python3.12 make ...).'

# The environment follows the lock: a newer lock or pyproject.toml installs again.
$(SETUP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is missing or older than 3.11. Install Python 3.11 or newer, or name one: PYTHON=python3.12 make book"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo 'Installing the locked packages into .venv (one or two minutes) ...'
	$(PYTHON) -m venv .venv
	$(VENV)/python -m pip install --require-hashes -r requirements.txt
	$(VENV)/python -m pip install --no-deps --no-build-isolation -e .
	@touch $@

book: $(SETUP)
	$(VENV)/python -m website.build
	@echo 'The book is built. Open _build/html/index.html, or run: make serve'

student: $(SETUP)
	$(VENV)/python tools/editions.py
	cd _build/student && PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=. ../../$(VENV)/python -m website.build
	rm -rf _build/student/_build/.doctrees _build/student/_build/jupyter_execute
	@echo 'The student edition is in _build/student. Copy that folder to hand it out; its site is _build/html in it.'

test: book
	$(VENV)/python -m pytest --nbval --nbval-current-env --nbval-cell-timeout 120 -n 2 --dist loadfile

mutants: $(SETUP)
	$(VENV)/python tools/mutants.py

bench: $(SETUP) .venv-bench/installed
	PYTHONPATH=. .venv-bench/bin/python tools/bench.py
	$(VENV)/python tools/notebooks.py run chapters/reference/speed.ipynb
.venv-bench/installed: tools/bench-requirements.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --no-deps -r tools/bench-requirements.txt
	@touch $@

worksheet: $(SETUP)
	@test -n '$(SEED)' || { echo 'Which one? Any whole number will do: make worksheet SEED=7'; exit 1; }
	@$(VENV)/python tools/worksheet.py '$(SEED)' $(if $(NET),--net '$(NET)') $(if $(NAMES),--names '$(NAMES)')

lab: $(SETUP)
	$(VENV)/jupyter lab chapters

serve:
	@test -d _build/html || { echo 'There is no website yet. Build it first: make book'; exit 1; }
	@echo 'The book is on http://127.0.0.1:8000 (stop with Ctrl-C)'
	@$(PYTHON) -m http.server --bind 127.0.0.1 --directory _build/html 8000

notebooks: $(SETUP)
	$(VENV)/python tools/notebooks.py run $(NOTEBOOKS)

# No header and no annotations: they would copy this machine's package index into the file.
lock: $(SETUP)
	$(VENV)/uv pip compile --universal --python-version 3.11 --all-extras --upgrade \
	  --generate-hashes --no-header --no-annotate --quiet --output-file requirements.txt pyproject.toml

vendor: $(SETUP)
	$(VENV)/python tools/vendor.py

clean:
	rm -rf _build .pytest_cache .hypothesis
	find chapters nnlib tests tools website -name __pycache__ -prune -exec rm -rf {} +
