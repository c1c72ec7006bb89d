# Everything one does with the book, each as one command; `make` alone lists them.

# The newest supported Python that there is, asked for once and only when it is needed; PYTHON=... names another. A name
# in the path is not enough: it may be a stand-in that runs nothing, or lack what makes environments.
PYTHONS := python3.14 python3.13 python3.12 python3.11 python3 python
FITS := import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
IS := import sys; print("is Python %d.%d" % sys.version_info[:2])
ifndef PYTHON
PYTHON = $(eval PYTHON := $(shell for python in $(PYTHONS); do $$python -c '$(FITS)' 2>/dev/null && echo $$python && break; done))$(PYTHON)
endif
VENV := .venv/bin

SETUP := .venv/installed
HOSTED = $(filter command line,$(origin REPOSITORY))
NOTEBOOKS = $(wildcard chapters/*.ipynb chapters/*/*.ipynb)

.PHONY: help book student pdf check test portable mutants runs bench libraries worksheet grade quiz nbgrader lab serve notebooks lock vendor clean

help:
	@echo 'make book       build the website into _build/html (REPOSITORY=owner/name: with links that run a chapter elsewhere)'
	@echo 'make student    write the edition without solutions into _build/student, with its website'
	@echo 'make pdf        print the book as one PDF, hints and solutions behind it (SOLUTIONS=no: without; PAPER=letter)'
	@echo 'make check      look for slips in the code and test the package: under a minute, before every commit'
	@echo 'make test       build it, then test the package, the notebooks and the site'
	@echo 'make test CHAPTER=3   build it, then test that chapter: its notebook, formulas, numbers, exercises and page'
	@echo 'make portable   run the notebooks as other processors and Pythons would, and list what differs (an hour)'
	@echo 'make mutants    plant faults, one at a time, and list what catches each (a quarter of an hour)'
	@echo 'make runs       compute the stored runs of the experiments of 1986 again (half a minute)'
	@echo 'make bench      measure nnlib beside PyTorch, JAX and others, in an environment of its own (ten minutes)'
	@echo 'make libraries  ask other libraries what they do, each in an environment of its own (some minutes, some gigabytes)'
	@echo 'make worksheet  SEED=7: a printable worked example and its key (NET=2-2-1; NAMES=class.csv for one each)'
	@echo 'make grade      SEED=7 ANSWERS=answers.csv: marks with follow-through, slips counted, a page for each student'
	@echo 'make quiz       SEED=7 COUNT=50: questions for Moodle, Canvas and readers of QTI'
	@echo 'make nbgrader   write a course folder for nbgrader, whose answers are judged outside of the kernel'
	@echo 'make lab        open the chapters as notebooks in JupyterLab'
	@echo 'make serve      show the built website on http://127.0.0.1:8000'
	@echo 'make notebooks  run every notebook again and store its outputs'
	@echo 'make lock       write requirements.txt again from pyproject.toml'
	@echo 'make vendor     fetch the vendored MathJax again (needs npm)'
	@echo 'make clean      remove what was built, and caches; .venv, worksheets and grades stay'
	@echo
	@echo 'Takes the newest of Python 3.11 to 3.14 that it finds, or the one you name: PYTHON=python3.12 make ...'
	@echo '(asked for when .venv is set up; remove that folder to change it)'

# The environment follows the lock: a newer lock or pyproject.toml installs again, into the environment that is there.
$(SETUP): requirements.txt pyproject.toml
	@$(VENV)/python -c 'import pip; $(FITS)' 2>/dev/null || { \
	  $(or $(PYTHON),false) -c '$(FITS)' 2>/dev/null || { \
	    echo "The book needs Python 3.11, 3.12, 3.13 or 3.14 with its modules venv and ensurepip, and $(or $(PYTHON),python3)" \
	      "$$($(or $(PYTHON),python3) -c '$(IS)' 2>/dev/null || echo 'does not run'): install one of these" \
	      "(Debian, Ubuntu: apt install python3-venv), or name one: PYTHON=/path/to/python3.13 make book"; exit 1; }; \
	  echo "Setting up .venv by $(PYTHON), which $$($(PYTHON) -c '$(IS)') ..."; \
	  $(PYTHON) -m venv --clear .venv; }
	@echo 'Installing the locked packages into .venv (one or two minutes) ...'
	$(VENV)/python -m pip install --require-hashes -r requirements.txt
	$(VENV)/python -m pip install --no-deps --no-build-isolation -e .
	@touch $@

# REPOSITORY=owner/name, on the command line, gives each chapter links that run it elsewhere.
book: $(SETUP)
	@$(if $(HOSTED),$(VENV)/python -m tools.launch "$$REPOSITORY")
	$(if $(HOSTED),BOOK_REPOSITORY="$$REPOSITORY" )$(VENV)/python -m course.site.build
	@echo 'The book is built. Open _build/html/index.html, or run: make serve'

student: $(SETUP)
	$(VENV)/python -m course.editions.student
	cd _build/student && PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=. ../../$(VENV)/python -m course.site.build
	rm -rf _build/student/_build/.doctrees _build/student/_build/jupyter_execute
	$(VENV)/python -m course.editions.student --zip
	@echo 'The student edition is in _build/student, and in _build/student.zip to hand it out; its site is _build/html in it.'

pdf: $(if $(filter no,$(SOLUTIONS)),student,book)
	@$(VENV)/python -m course.editions.pdf $(if $(filter no,$(SOLUTIONS)),--without-solutions) $(if $(PAPER),--paper "$$PAPER")

check: $(SETUP)
	$(VENV)/python -m tools.check

ifdef CHAPTER
test: $(SETUP)
	$(VENV)/python -m tools.check '$(CHAPTER)'
else
test: book
	$(VENV)/python -m pytest --nbval --nbval-current-env --nbval-cell-timeout 120 -n 3 --dist loadfile
endif

portable: $(SETUP)
	$(VENV)/python -m tools.portable

mutants: $(SETUP)
	$(VENV)/python -m tools.mutants

runs: $(SETUP)
	$(VENV)/python -m tools.experiments1986

bench: $(SETUP) .venv-bench/installed
	PYTHONPATH=. .venv-bench/bin/python -m tools.bench
	$(VENV)/python -m tools.notebooks run chapters/reference/speed.ipynb
.venv-bench/installed: tools/bench-requirements.txt
	$(VENV)/python -m venv .venv-bench
	.venv-bench/bin/python -m pip install --no-deps -r tools/bench-requirements.txt
	@touch $@

libraries: $(SETUP)
	$(VENV)/python -m tools.libraries

# What is written on the command line reaches the shell as a variable, since a file name may hold an apostrophe. NAME and ID
# count only there: some systems have a NAME of their own in the environment.
GIVEN = $(if $(filter command line,$(origin $(1))),$(2) "$$$(1)")
worksheet: $(SETUP)
	@test -n "$$SEED" || { echo 'Which one? Any whole number will do: make worksheet SEED=7'; exit 1; }
	@$(VENV)/python -m course.editions.worksheet "$$SEED" $(if $(NET),--net "$$NET") $(if $(NAMES),--names "$$NAMES") \
	  $(call GIVEN,NAME,--name) $(call GIVEN,ID,--id) $(if $(filter yes,$(ALIKE)),--alike)

grade: $(SETUP)
	@test -n "$$SEED" && test -n "$$ANSWERS" || { echo 'Which sheets, and what was handed in? make grade SEED=7 ANSWERS=answers.csv'; exit 1; }
	@$(VENV)/python -m course.grading.grade "$$SEED" "$$ANSWERS" $(if $(NET),--net "$$NET")

quiz: $(SETUP)
	@$(VENV)/python -m course.grading.quiz $(if $(SEED),--seed "$$SEED") $(if $(COUNT),--count "$$COUNT")

nbgrader: $(SETUP)
	@$(VENV)/python -m course.grading.nbgrader

lab: $(SETUP)
	@$(VENV)/jupyter trust chapters/*.ipynb chapters/reference/*.ipynb > /dev/null
	$(VENV)/jupyter lab chapters

serve:
	@test -d _build/html || { echo 'There is no website yet. Build it first: make book'; exit 1; }
	@echo 'The book is on http://127.0.0.1:8000 (stop with Ctrl-C)'
	@$(or $(PYTHON),python3) -m http.server --bind 127.0.0.1 --directory _build/html 8000

notebooks: $(SETUP)
	$(VENV)/python -m tools.notebooks run $(NOTEBOOKS)

# No header and no annotations: they would copy this machine's package index into the file.
lock: $(SETUP)
	$(VENV)/uv pip compile --universal --python-version 3.11 --all-extras --upgrade \
	  --generate-hashes --no-header --no-annotate --quiet --output-file requirements.txt pyproject.toml
	$(VENV)/python -m tools.checksums requirements.txt

vendor: $(SETUP)
	$(VENV)/python -m tools.vendor

clean:
	find _build -mindepth 1 -maxdepth 1 ! -name worksheets ! -name grades -exec rm -rf {} + 2>/dev/null || true
	rm -rf .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find chapters course nnlib tests tools -name __pycache__ -prune -exec rm -rf {} +
