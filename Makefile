# Everything a person or CI calls. Needs only Python 3.11 or newer; the launcher does the rest.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$python" && break; done)
LAUNCH = exec $(or $(PYTHON),$(error Python 3.11 or newer is needed)) -m launch --tied

.PHONY: help demo test check manage openapi screenshots lock
.DEFAULT_GOAL := help

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

demo:  ## the whole system, from nothing: prints the address and the accounts (PORT, STATE_DIR, DEMO_PASSWORD)
	@$(LAUNCH) demo $(ARGS)

test:  ## all tests, or some: make test ARGS="tests/cases -k claim"
	@$(LAUNCH) test $(ARGS)

check:  ## format, lint, types, imports, migrations, translations, API contract
	@$(LAUNCH) check $(ARGS)

manage:  ## one of Django's commands on the demo's state: make manage ARGS="sweep_clocks"
	@$(LAUNCH) manage $(ARGS)

openapi:  ## write docs/openapi.yaml from the code
	@$(LAUNCH) manage spectacular --validate --fail-on-warn --file docs/openapi.yaml

screenshots:  ## take the pictures of docs/screenshots anew, on the demo street: some minutes
	@$(LAUNCH) test -n0 tests/journeys/screenshots.py

lock:  ## lock the packages of requirements*.in anew (needs uv)
	uv pip compile requirements.in $(LOCKED) --output-file requirements.txt
	uv pip compile requirements-dev.in $(LOCKED) --output-file requirements-dev.txt

LOCKED = --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-annotate --no-header
