# One command for each thing that a person wants to do. `make help` lists them.

TARGET := $(or $(CARGO_TARGET_DIR),target)
PREFIX ?= $(HOME)/.local
PACK   := $(TARGET)/debug/convoally-pack
LINTER := target/web-ext/node_modules/.bin/web-ext

# What the rig puts together: this host with this extension, the debug ones unless a recipe says otherwise.
export CONVOALLY_BIN       ?= $(abspath $(TARGET)/debug/convoally)
export CONVOALLY_EXTENSION ?= $(abspath $(TARGET)/extension/chromium)

.PHONY: help demo test bench install package setup parts

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: parts ## a whole interview on this computer, from voice to card; leaves target/demo
	@$(TARGET)/debug/demo

test: parts ## format, lints, unit tests and end-to-end tests in a real browser
	@tests/setup.sh test
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --features convoally-tests/browser --locked --quiet -- -D warnings
	tests/cross/check.sh
	$(PACK) build --browser firefox --out $(TARGET)/extension/firefox
	@if [ -x $(LINTER) ]; then set -x; $(LINTER) lint --warnings-as-errors --source-dir $(TARGET)/extension/firefox; fi
	@if cargo nextest --version >/dev/null 2>&1; then \
	  set -x; cargo nextest run --workspace --features convoally-tests/browser --locked; \
	else \
	  set -x; cargo test --workspace --features convoally-tests/browser --locked; \
	fi

bench: CONVOALLY_BIN = $(abspath $(TARGET)/release/convoally)
bench: parts ## measure waits and costs beside others'; PART=hearing for one part; leaves target/bench/*.json
	@tests/setup.sh bench
	cargo build --release --locked --package convoally --package convoally-vault-bench --bins
	@$(TARGET)/debug/bench $(PART)

install: ## build a release, put it into $PREFIX (~/.local) and register it with the browsers found
	@tests/setup.sh build
	cargo build --release --locked --package convoally --bin convoally
	cargo build --locked --package convoally-manifest
	install -D -m 755 $(TARGET)/release/convoally $(DESTDIR)$(PREFIX)/bin/convoally
	$(PACK) build --browser chromium --out $(DESTDIR)$(PREFIX)/share/convoally/extension
	$(PACK) build --browser firefox --out $(DESTDIR)$(PREFIX)/share/convoally/extension-firefox
	$(DESTDIR)$(PREFIX)/bin/convoally install
	@echo "Load the extension from $(PREFIX)/share/convoally/extension: see “Use it in a meeting” in README.md."

package: parts ## pack the extension for the stores, and the Debian package; leaves target/package
	$(PACK) zip --browser chromium --out target/package/convoally-chromium.zip
	$(PACK) zip --browser firefox --out target/package/convoally-firefox.xpi
	cargo build --release --locked --package convoally --bin convoally
	@for browser in chromium firefox; do \
	  $(PACK) build --browser $$browser --out $(TARGET)/extension/release/$$browser || exit; \
	done
	manifest/debian/build.sh $(TARGET)/release/convoally $(PACK) $(TARGET)/extension/release target/package

setup: ## install what is missing to build and test: Debian packages, the wasm target, lints
	@tests/setup.sh

parts: setup
	cargo build --workspace --bins --locked
	$(PACK) build --browser chromium --out $(CONVOALLY_EXTENSION)
