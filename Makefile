# The development loop. Each target installs and builds what it needs.
BUILD ?= build
CMAKE_FLAGS ?=
JOBS ?= $(shell nproc)
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1
export CCACHE_SLOPPINESS := pch_defines,time_macros,include_file_mtime,include_file_ctime

.DEFAULT_GOAL := help
.PHONY: help build demo serve test check tidy sanitize crash bench format clean nightly fuzz determinism

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

serve: build ## serve the demonstration's site at http://127.0.0.1:8080/
	$(BUILD)/relais --database $(BUILD)/demo.db serve --demo

test: build/.setup-build build/.setup-test $(BUILD)/build.ninja ## build and run the whole test suite
	cmake --build $(BUILD) -j $(JOBS)
	tests/testing/postgres with ctest --test-dir $(BUILD) --output-on-failure -j $(JOBS)

check: build/.setup-build build/.setup-check $(BUILD)/build.ninja ## format, structure, texts: the cheap checks
	git ls-files '*.cpp' '*.hpp' | xargs clang-format-14 --dry-run --Werror
	python3 tests/structure.py . $(BUILD)/slices.txt
	python3 tests/structure.py . $(BUILD)/slices.txt --plant
	python3 tests/docs.py .

tidy: build build/.setup-check ## clang-tidy over all of src/ but the tests, a slice's files at a time
	cmake -S . -B build-tidy -G Ninja -DCMAKE_C_COMPILER=clang-14 -DCMAKE_CXX_COMPILER=clang++-14 \
	  -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON
	find build-tidy -name 'unity_*.cxx' ! -path '*_tests.dir/*' | sort | \
	  xargs -P $(JOBS) -n 1 clang-tidy-14 -p build-tidy --quiet

sanitize: build/.setup-build build/.setup-test ## the suite under address and undefined, the concurrent tests under thread
	cmake -S . -B build-asan -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" \
	  -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DRELAIS_SANITIZE=address,undefined
	cmake --build build-asan -j $(JOBS)
	tests/testing/postgres with ctest --test-dir build-asan --output-on-failure -E browser
	cmake -S . -B build-tsan -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" \
	  -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DRELAIS_SANITIZE=thread
	cmake --build build-tsan -j $(JOBS) --target store_tests ledger_worker probe_server
	tests/testing/postgres with ctest --test-dir build-tsan --output-on-failure -R '^(store|draw|crash)$$'

crash: build/.setup-build build/.setup-test $(BUILD)/build.ninja ## kill it a hundred times on each engine
	cmake --build $(BUILD) -j $(JOBS) --target crash_hundred

nightly: build/.setup-build build/.setup-test $(BUILD)/build.ninja ## the rule against GLPK on 130,000 models, properties at length
	cmake --build $(BUILD) -j $(JOBS) --target fairness_tests
	RELAIS_NIGHTLY=1 $(BUILD)/fairness_tests --gtest_filter='Reference.*:Property.*' --gtest_brief=1

determinism: build/.setup-build build/.setup-check ## the same plans from g++ and clang++, -O0 and -O3
	tests/fairness/determinism

SECONDS_EACH ?= 60
fuzz: build/.setup-build build/.setup-check ## every parser of hostile input under libFuzzer, SECONDS_EACH=60
	cmake -S . -B build-fuzz -G Ninja -DCMAKE_C_COMPILER=clang-14 -DCMAKE_CXX_COMPILER=clang++-14 \
	  -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_BUILD_TYPE=Fuzz -DCMAKE_CXX_FLAGS_FUZZ="-O1 -g1" \
	  -DRELAIS_FUZZ=ON -DRELAIS_SANITIZE=fuzzer-no-link,address,undefined
	cmake --build build-fuzz -j $(JOBS) --target fuzzers
	tests/fuzz/run build-fuzz $(SECONDS_EACH)

bench: build/.setup-build build/.setup-test build/.setup-check $(BUILD)/build.ninja ## ratios, measured in one run
	cmake --build $(BUILD) -j $(JOBS) --target run_benches

format: build/.setup-check ## format all C++
	git ls-files '*.cpp' '*.hpp' | xargs clang-format-14 -i

clean: ## remove what was built
	rm -rf build build-*
