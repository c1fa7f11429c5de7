# The commands of this project. Start with `make demo` and `make test`; each installs missing packages
# (packaging/bootstrap.sh lists them with reasons).

TARGET := $(or $(CARGO_TARGET_DIR),target)
MYNAH := $(TARGET)/release/mynah
PYTHON := .venv/bin/python
WORK ?= $(HOME)/.cache/mynah-starter
MINUTES ?= 60

.PHONY: demo run bench-turn components instructions doubles test rig torture soak fuzz offline-check kiosk-check screenshots recording book bench-llm bench-speech golden peers tokenizer-vectors upstream deb image federated apt-repository deb-check reproducible-check machine-check kernel-check release lint advisories build starter-models starter-eval answers-eval clean

## Builds, asks the ten recorded questions in assets/demo and writes the spoken answers to demo-replies/
demo: build
	$(MYNAH) --config assets/demo/demo.toml --models models/starter demo assets/demo --out demo-replies

## Starts a conversation with the sample documents
run: build
	$(MYNAH) --config assets/demo/demo.toml --models models/starter talk

build:
	packaging/bootstrap.sh build
	cargo build --release --locked

## Everything that CI runs
test: components
	packaging/bootstrap.sh build test
	cargo fetch --locked
	cargo test --locked --workspace

COMPONENTS := examples/components/rust crates/component/tests/hostile

## Builds the WebAssembly components of the examples and the tests into target/components
components:
	packaging/bootstrap.sh build
	rustup target add wasm32-wasip2
	for component in $(COMPONENTS); do \
		CARGO_TARGET_DIR=$(abspath $(TARGET))/components cargo build --locked --release --target wasm32-wasip2 \
			--manifest-path $$component/Cargo.toml || exit 1; \
	done

## Measures the live conversation through a virtual sound card; EXPERIMENT=name or --short for less, MODELS=folder for other models
rig:
	packaging/bootstrap.sh build test
	cargo build --release --locked --example microphone
	cargo bench --locked --bench rig -- $(EXPERIMENT)

## Lets calls of the system fail at every place of some commands, and reads 20,000 damaged files; SHORT=1 for a part of them
torture:
	packaging/bootstrap.sh build test
	$(if $(SHORT),,MUTATIONS=20000) cargo test --locked --test all -- --nocapture mutations::
	cargo test --locked --test all -- --nocapture $(if $(SHORT),,--include-ignored) torture

FUZZED := documents requests reading values policy

## Fuzzes what reads text, FUZZ_MINUTES each (1); needs rustup
fuzz:
	packaging/bootstrap.sh build
	rustup toolchain install nightly --profile minimal
	cargo fuzz --version || cargo install --locked cargo-fuzz
	fuzz/seeds.sh
	for target in $(FUZZED); do \
		cargo +nightly fuzz run --sanitizer none $$target -- -max_total_time=$$(($(or $(FUZZ_MINUTES),1) * 60)) -timeout=10 -max_len=4000 || exit 1; \
	done

## What grows or slows down over 100,000 typed and 1,000 spoken turns and two days of a kiosk, 2 hours; EXPERIMENT=turns, spoken, kiosk-autumn or kiosk-spring, or --short
soak:
	packaging/bootstrap.sh build test
	cargo bench --locked --bench soak -- $(EXPERIMENT)

## Tries what takes too long for every test: the proof under strace, 1,000 loads of models that are swapped, a million hostile texts; a row each
offline-check: SHELL := /bin/bash
offline-check: .SHELLFLAGS := -o pipefail -c
offline-check:
	packaging/bootstrap.sh build test
	MODEL_SWAPS=1000 HOSTILE_BYTES=1000000 cargo test --locked --lib -- --nocapture swapped_between whatever_is_written hostile_messages | grep --line-buffered -E 'offline-check|^test |FAILED|panicked'
	cargo test --locked --test all -- --include-ignored --nocapture offline:: | grep --line-buffered -E 'offline-check|^test |FAILED|panicked'

## Tests everything of a kiosk that needs no dedicated hardware: ways out, keys, visits, kills, the service; a row each
kiosk-check: SHELL := /bin/bash
kiosk-check: .SHELLFLAGS := -o pipefail -c
kiosk-check: build
	packaging/bootstrap.sh test
	$(MYNAH) prove-offline
	unshare --user --map-root-user --net $(MYNAH) prove-offline | tail -2 | head -1
	KIOSK_ROUNDS=100 cargo test --locked --test all -- --include-ignored --nocapture --test-threads=1 kiosk units | grep --line-buffered -E 'kiosk-check|^test |FAILED|panicked'
	KIOSK_ROUNDS=100 cargo test --locked --test live -- --nocapture kiosk | grep --line-buffered -E 'kiosk-check|^test |FAILED|panicked'

## Builds the Debian packages into target/debian; ARCHITECTURE=arm64 builds them for ARM
deb:
	packaging/bootstrap.sh build deb $(if $(ARCHITECTURE),deb-$(ARCHITECTURE))
	packaging/deb/build.sh target $(ARCHITECTURE)

## Builds a disk image of a kiosk in target/image, as root; BUNDLE=city.mynah and SETTINGS=hall.toml go into it, RELEASE=trixie takes Debian 13
image: deb
	packaging/bootstrap.sh image
	packaging/image/build.sh target/debian target/image "$(BUNDLE)" "$(SETTINGS)"

LEARNING := .venv-learning/bin/python

$(LEARNING): packaging/learning/requirements.txt
	packaging/bootstrap.sh build peers
	python3 -m venv .venv-learning
	$(LEARNING) -m pip install --quiet -r packaging/learning/requirements.txt
	touch $(LEARNING)

## Simulates 20 kiosks that learn from corrections, merged by Flower, and a membership attack; some ten minutes
federated: $(LEARNING)
	cargo build --release --locked --package mynah-adapter
	$(LEARNING) packaging/learning/simulation.py --mynah-adapter $(abspath $(TARGET))/release/mynah-adapter \
		--report docs/src/operator/learning-report.md $(ARGUMENTS)

## Makes a signed apt repository in FOLDER from the packages in target/debian; the KEY (gpg) signs it
apt-repository:
	packaging/bootstrap.sh apt-repository
	packaging/apt-repository.sh "$(FOLDER)" "$(KEY)" target/debian/*.deb

## Installs the packages into clean Debian 12 and 13 systems and checks them there, without a network; a row for each check
deb-check: deb
	packaging/bootstrap.sh deb-check
	tests/packages/check.sh target/debian target/deb-check

## Builds the packages twice, the second time as another user in another place, and compares every byte; as root
reproducible-check: deb
	tests/packages/reproducible.sh target/debian target/reproducible-check $(ARCHITECTURE)

## Boots an emulated machine with a kiosk on its console, then on a graphical screen, listens to its sound card, and presses every key
## combination that could leave the kiosk; a quarter of an hour, as root
machine-check: deb
	packaging/bootstrap.sh deb-check machine-check
	tests/packages/machine.py target/debian target/machine-check
	tests/packages/machine.py target/debian target/machine-check --graphical

## Tries every way out on Debian's own kernel, in an emulated machine; as root
kernel-check: build
	packaging/bootstrap.sh machine-check
	tests/packages/kernel.py target/release/mynah target/kernel-check

## Writes VERSION, commits and tags it, builds the packages (for each of ARCHITECTURES), and collects them with checksums signed by
## KEY in target/release-VERSION
release:
	packaging/release.sh "$(VERSION)" "$(KEY)"

## Draws the screenshots of the interface
screenshots:
	packaging/bootstrap.sh build
	cargo run --locked --example screenshots

## Records a first run, spoken and typed, as the moving picture of the README
recording:
	packaging/bootstrap.sh build test
	cargo test --locked -p mynah --test live -- --ignored a_first_run_is_recorded

## Builds the book in docs/src into target/book
book:
	@command -v mdbook >/dev/null || { echo "mdbook is missing: install it with 'cargo install --locked mdbook', then try again." >&2; exit 1; }
	mdbook build docs

# llama.cpp, which the language engine is compared with; without its AMX code, which virtual machines refuse
PEERS := .venv-peers/bin/python
PEER_FLAGS := -DGGML_NATIVE=OFF -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON -DGGML_AVX512=ON \
	-DGGML_AVX512_VBMI=ON -DGGML_AVX512_VNNI=ON -DGGML_AVX512_BF16=ON -DLLAMA_CURL=OFF
LLAMA := llama-cpp-python==0.3.36
SYNTHETIC ?= $(TARGET)/synthetic-models

$(PEERS):
	packaging/bootstrap.sh build peers
	python3 -m venv .venv-peers
	CMAKE_ARGS="$(PEER_FLAGS)" $(PEERS) -m pip install --quiet $(LLAMA) numpy

## Compares the language engine with llama.cpp, in speed and memory, on synthetic models of real shapes (3 GB of them)
bench-llm: build $(PEERS)
	cargo run --locked --release --example synthetic_models -- $(SYNTHETIC)
	$(PEERS) tests/peers/bench_llm.py $(MYNAH) $(SYNTHETIC)

## Times speech recognition beside whisper.cpp's on the same recordings; SPEECH=MODEL.bin takes another model than the starter
bench-speech:
	packaging/bootstrap.sh build
	cargo bench --locked --bench speech -- $(or $(SPEECH),models/starter/speech.bin) $(wildcard assets/demo/*.wav)

## Asks llama.cpp for the reference logits of the tests
golden: $(PEERS)
	cargo run --locked --example tiny_models -- $(TARGET)/tiny-models
	$(PEERS) tests/peers/golden.py $(TARGET)/tiny-models > tests/fixtures/golden.json

WHISPER := pywhispercpp==1.5.1
DOUBLES ?= $(TARGET)/doubles

## Writes models of real shape that say known words (2.3 GB of them), a folder for each set: `make rig MODELS=target/doubles/middle`
doubles:
	packaging/bootstrap.sh build
	cargo run --locked --example doubles -- $(DOUBLES)

## Compares whole turns with those of a sequential assistant of the same files; writes the tables of BENCHMARKS.md
bench-turn: doubles $(PEERS)
	packaging/bootstrap.sh test
	$(PEERS) -m pip install --quiet $(WHISPER)
	PEERS=$(abspath $(dir $(PEERS)))/python DOUBLES=$(abspath $(DOUBLES)) cargo bench --locked --bench turn -- $(ARGUMENTS)

## Counts the instructions of the hot paths anew, where a change is meant; `make test` compares with them
instructions:
	packaging/bootstrap.sh build test
	UPDATE_INSTRUCTIONS=1 cargo test --locked --test instructions

PROTOCOLS := .venv-protocols/bin/python

$(PROTOCOLS): tests/peers/protocols.txt
	packaging/bootstrap.sh build test
	python3 -m venv .venv-protocols
	$(PROTOCOLS) -m pip install --quiet -r tests/peers/protocols.txt
	touch $(PROTOCOLS)

## Tries the protocols with the Python clients of Home Assistant, MCP and OpenAI; a row for each check
peers: $(PROTOCOLS)
	cargo build --locked --package mynah-http
	PEERS=$(abspath $(dir $(PROTOCOLS)))/python cargo test --locked --test all -- --include-ignored --nocapture clients_of_others | grep --line-buffered -E '^(wyoming|mcp|openai) |^test |FAILED|panicked'

## Compares our tokens with llama.cpp's test vectors, from the source of $(LLAMA)
tokenizer-vectors: $(PEERS)
	$(PEERS) -m pip download --quiet --no-deps --no-binary :all: -d $(TARGET)/vectors $(LLAMA)
	tar xzf $(TARGET)/vectors/llama_cpp_python-*.tar.gz -C $(TARGET)/vectors --strip-components=1 --wildcards '*/ggml-vocab-*'
	cargo run --locked --example tokenizer_vectors -- $(TARGET)/vectors/vendor/llama.cpp/models

# A checkout of whisper.cpp, of the version that whisper-rs-sys bundles
WHISPER_CPP ?= $(TARGET)/whisper.cpp
UPSTREAM := $(TARGET)/upstream

$(WHISPER_CPP):
	git clone --depth 1 --branch v1.8.3 https://github.com/ggml-org/whisper.cpp $@

## Makes tiny models with the tools of transformers, llama.cpp, whisper.cpp, Silero and Piper, and compares what both compute
upstream: $(PEERS) $(WHISPER_CPP)
	$(PEERS) -m pip install --quiet -r tests/peers/upstream.txt
	$(PEERS) -m pip download --quiet --no-deps --no-binary :all: -d $(UPSTREAM) $(LLAMA)
	tar xzf $(UPSTREAM)/llama_cpp_python-*.tar.gz -C $(UPSTREAM) --strip-components=1
	cmake -S $(WHISPER_CPP) -B $(WHISPER_CPP)/build && cmake --build $(WHISPER_CPP)/build --target quantize
	$(PEERS) tests/peers/upstream_encoders.py tests/fixtures/upstream/encoders
	$(PEERS) tests/peers/upstream_gguf.py $(UPSTREAM)/vendor/llama.cpp tests/fixtures/upstream/gguf
	$(PEERS) tests/peers/upstream_gguf.py $(UPSTREAM)/vendor/llama.cpp $(UPSTREAM)/quantised --quantised
	$(PEERS) tests/peers/upstream_whisper.py $(WHISPER_CPP) $(UPSTREAM)/speech --quantize $(WHISPER_CPP)/build/bin/quantize
	$(PEERS) tests/peers/upstream_silero.py $(WHISPER_CPP) $(UPSTREAM)/speech
	$(PEERS) tests/peers/upstream_piper.py $(UPSTREAM)/voices
	cargo test --locked -p mynah-encoder --test upstream
	MYNAH_UPSTREAM_SPEECH=$(abspath $(UPSTREAM)/speech) MYNAH_UPSTREAM_VOICES=$(abspath $(UPSTREAM)/voices) \
		cargo test --locked --lib upstream -- --include-ignored
	MYNAH_UPSTREAM_GGUF=$(abspath $(UPSTREAM)/quantised) cargo test --locked --lib language::upstream

## Checks formatting, lints, and the licences and sources of dependencies
lint:
	packaging/bootstrap.sh build
	cargo fmt --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	command -v cargo-deny >/dev/null || cargo install --locked cargo-deny
	cargo deny --offline check bans licenses sources

## Checks the dependencies against the advisories of RustSec, which it fetches
advisories:
	command -v cargo-deny >/dev/null || cargo install --locked cargo-deny
	cargo deny check advisories

$(PYTHON): models/starter/recipe/requirements.txt
	packaging/bootstrap.sh speech-recipe
	python3 -m venv .venv
	$(PYTHON) -m pip install --quiet -r models/starter/recipe/requirements.txt
	touch $(PYTHON)

## Synthesises the data and continues the training of the starter models, for MINUTES each
starter-models: $(PYTHON)
	nice -n 15 $(PYTHON) models/starter/recipe/speech/run.py --work $(WORK)/speech --out models/starter/speech.bin --minutes $(MINUTES)
	nice -n 15 $(PYTHON) models/starter/recipe/language/run.py --work $(WORK)/language --out models/starter/language.gguf --minutes $(MINUTES)
	$(PYTHON) -m pip install --quiet -r models/starter/recipe/encoder/requirements.txt
	nice -n 15 $(PYTHON) models/starter/recipe/encoder/run.py --work $(WORK)/encoder --out models/starter --minutes $(MINUTES)

## Measures the starter models through mynah itself and prints the tables of their cards
starter-eval: build $(PYTHON)
	$(PYTHON) models/starter/recipe/speech/evaluate.py --mynah $(MYNAH) --work $(WORK)/speech
	$(PYTHON) models/starter/recipe/language/evaluate.py --mynah $(MYNAH) -- --models models/starter
	$(PYTHON) models/starter/recipe/end_to_end.py --mynah $(MYNAH) --work $(WORK)/end-to-end

## Asks the question banks in tests/answers, or in the folder BANK, through mynah itself and prints the table
answers-eval: build
	packaging/bootstrap.sh answers
	python3 tests/answers/evaluate.py --mynah $(MYNAH) --models models/starter $(if $(BANK),--bank $(BANK)) $(ARGUMENTS)

clean:
	cargo clean
	rm -rf demo-replies .venv .venv-learning .venv-peers .venv-protocols
