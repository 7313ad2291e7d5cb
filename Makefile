# The development loop. Each target installs and builds what it needs.
BUILD ?= build
CMAKE_FLAGS ?=
JOBS ?= $(shell nproc)
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1

.DEFAULT_GOAL := help
.PHONY: help build demo serve test check sanitize crash fuzz bench format clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build/.setup-%: setup/%-packages.txt package-lock.json setup/install
	@mkdir -p build && setup/install $* && touch $@

$(BUILD)/build.ninja: CMakeLists.txt $(wildcard cmake/*.cmake) | build/.setup-build
	cmake -S . -B $(BUILD) -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_FLAGS_RELWITHDEBINFO="-O2 -g1" \
	  -DCMAKE_CXX_COMPILER_LAUNCHER=ccache $(CMAKE_FLAGS)

build: build/.setup-build $(BUILD)/build.ninja ## compile the program: build/relais
	cmake --build $(BUILD) -j $(JOBS) --target relais

demo: build ## run the programme « Connexion d'urgence » from the gift to the impact report
	$(BUILD)/relais --database $(BUILD)/demo.db demo

test: build/.setup-build build/.setup-test $(BUILD)/build.ninja ## build and run the whole test suite
	cmake --build $(BUILD) -j $(JOBS)
	tests/testing/postgres with ctest --test-dir $(BUILD) --output-on-failure -j $(JOBS)

clean: ## remove what was built
	rm -rf build build-*
