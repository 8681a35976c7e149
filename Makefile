# make demo     grade the solution, the untouched exercise, and one with a mistake in it
# make test     the whole suite, on all processors
# make quick    the lesson, the marking and the catalogue: for daily work
# make exercise derive exercise/ from solution/
# make page     build the quiz page from web/ into grader/page/static/
# make bench    speed, side by side with what people would use instead
# make feedback how helpful a first message is, beside what others say
# make explained what is said of every program one edit away from right, TODO by TODO

PYTHON ?= python3
BIN := .venv/bin
# As an installation does it: a room writes nothing, and would compile what it needs each time.
COMPILE := @$(BIN)/python -m compileall -q grader solution exercise
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test quick exercise page bench feedback explained clean

demo: .venv/learner
	$(COMPILE)
	@$(BIN)/python -m byhand.grader.command.demo

test: .venv/test
	$(COMPILE)
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder $(PYTEST)

quick: .venv/test
	$(COMPILE)
	$(BIN)/pytest -q tests/test_lesson.py tests/test_marking.py tests/test_catalogue.py

exercise: .venv/learner
	$(BIN)/python -m byhand.grader.command.exercise

feedback: .venv/test
	$(COMPILE)
	$(BIN)/python -m benchmarks.helpfulness

explained: .venv/test
	$(COMPILE)
	$(BIN)/python -m benchmarks.explained

page: web/node_modules
	cd web && node build.mjs

web/node_modules: web/package-lock.json
	cd web && npm ci --silent --no-audit --no-fund
	@touch $@

bench: .venv/test
	$(COMPILE)
	$(BIN)/python -m benchmarks

# The stamps keep the second run offline: pip is asked again only where what it reads has changed.
.venv/learner: setup.cfg pyproject.toml
	@$(WHOLE)
	$(PIP) install --editable .
	@touch $@

.venv/test: setup.cfg pyproject.toml
	@$(WHOLE)
	$(PIP) install --editable ".[test]"
	@touch $@ .venv/learner

# An environment that has pip, or none at all: what is missing is said before one is begun.
define WHOLE
$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "$(PYTHON) is not there, or older than 3.11: install Python 3.11 or later, or name one, as in make demo PYTHON=python3.13" >&2; exit 1; }; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make an environment: its package for that is missing (on Debian and Ubuntu: sudo apt install python3-venv). Install it, and run make again." >&2; exit 1; }; \
	test ! -e .venv && new=yes || new=no; \
	$(PYTHON) -m venv .venv || { test $$new = no || rm -rf .venv; exit 1; }; }
endef

clean:
	rm -rf .venv build dist *.egg-info
