# make demo     grade the solution, the untouched exercise, and one with a mistake in it
# make test     the whole suite, on all processors
# make exercise derive exercise/ from solution/
# make bench    speed, side by side with what people would use instead

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test exercise bench clean

demo: .venv/learner
	@$(BIN)/python -m byhand.grader.command.demo

test: .venv/test
	$(BIN)/pytest -n auto --dist loadfile $(PYTEST)

exercise: .venv/learner
	$(BIN)/python -m byhand.grader.command.exercise

bench: .venv/test
	$(BIN)/python -m benchmarks

# The stamps keep the second run offline: pip is asked again only where what it reads has changed.
.venv/learner: setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --editable .
	@touch $@

.venv/test: setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --editable ".[test]"
	@touch $@ .venv/learner

clean:
	rm -rf .venv build dist *.egg-info
