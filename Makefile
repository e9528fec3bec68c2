# The commands of this repository. CI runs .ci/run, which calls these.
#
# Needed: Rust, Python 3.11 or newer, git and make. What else the tests use, they install below
# target/tools from lock files; set MESH_TOOLS_DIR to keep it elsewhere.

.DEFAULT_GOAL := help

PYTHON ?= python3
DEMO := target/demo/orders.order_events

export MESH_TOOLS_DIR ?= $(CURDIR)/target/tools

# Where the property tests begin: one seed for all, so that a run is green or red whoever runs it. `make explore` looks further.
PROPTEST_RNG_SEED ?= 1

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: ## Create the example product, and build it with dbt on DuckDB
	@rm -rf $(DEMO)
	cargo run --quiet -- create-product --from examples/orders.order_events/data-product.yaml --out $(DEMO) --yes
	$(MAKE) --no-print-directory -C $(DEMO) build PYTHON=$(PYTHON)
	@$(PYTHON) tests/tools/summary.py $(DEMO)

.PHONY: tools
tools: ## Install the tools that the tests use
	@$(PYTHON) tests/tools/setup.py

.PHONY: test
test: tools ## Run every test, with the real dbt, terraform, Avro readers and linters
	@$(PYTHON) tests/tools/check_product.py --self-test
	PROPTEST_RNG_SEED=$(PROPTEST_RNG_SEED) cargo test

.PHONY: explore
explore: ## Run the property tests on cases that no run has seen, and many of them
	PROPTEST_CASES=20000 cargo test --lib -- properties any:: lock filter
	PROPTEST_CASES=5000 cargo test --test suite -- hostile::

.PHONY: bench
bench: ## Measure mesh-cli against cp, cat, kickstart, cookiecutter, copier, cruft and datacontract-cli
	@$(PYTHON) tests/tools/setup.py bench contracts kickstart
	cargo build --release
	$(PYTHON) tests/tools/bench
	@echo
	cargo bench --bench products

.PHONY: lint
lint: tools ## Check format, Rust lints, API documentation, and our own workflow
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --quiet
	@$(PYTHON) tests/tools/check_product.py --checks workflow-schema,actionlint,zizmor,shell,workflow-make .

.PHONY: fmt
fmt: ## Format the Rust code
	cargo fmt

.PHONY: bless
bless: ## Rewrite the golden files and the generated pages; git diff is the review
	BLESS=1 cargo test

.PHONY: book
book: ## Build the book to target/book
	@command -v mdbook >/dev/null || { echo 'mdbook is not installed: cargo install mdbook --locked' >&2; exit 1; }
	mdbook build book --dest-dir $(CURDIR)/target/book

.PHONY: lock
lock: ## Rewrite the lock files of the tools
	tests/tools/lock.sh

.PHONY: clean
clean: ## Remove what was built, the tools included
	cargo clean
