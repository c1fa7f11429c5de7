#!/bin/sh
# Builds the Debian packages: `make deb` calls it. Packages lie in TARGET/debian afterwards.
# Usage: packaging/deb/build.sh TARGET [ARCHITECTURE]   (amd64 or arm64; without it this machine's)
#
# Two builds of the program: one that any processor of the architecture can run, and one beside it for newer ones, which the
# first finds (src/commands/variant.rs). Neither is for the builder's own processor. Times are the commit's and paths are mapped
# away; but the programs of two builds at different paths still differ, because Cargo counts the flags that map them.
set -eu

target=$(realpath -m "$1")
architecture=${2:-$(dpkg --print-architecture)}
root=$(pwd)
tools=$target/tools/bin
stage=$root/target/deb-stage
cargo_home=${CARGO_HOME:-$HOME/.cargo}
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
export LC_ALL=C.UTF-8 TZ=UTC
umask 022

tool() { # NAME FEATURES
    [ -x "$tools/cargo-$1" ] || CARGO_TARGET_DIR="$target/tools/build" cargo install --locked --root "$target/tools" --features "$2" "cargo-$1"
}
tool deb "" && tool auditable "" && tool about cli && tool cyclonedx ""
PATH=$tools:$PATH

case $architecture in
amd64)
    triple=x86_64-unknown-linux-gnu
    better=x86-64-v3
    plain_flags="GGML_SSE42=OFF GGML_AVX=OFF GGML_AVX2=OFF GGML_FMA=OFF GGML_F16C=OFF GGML_BMI2=OFF"
    better_flags="GGML_SSE42=ON GGML_AVX=ON GGML_AVX2=ON GGML_FMA=ON GGML_F16C=ON GGML_BMI2=ON"
    better_rust="-Ctarget-cpu=x86-64-v3"
    ;;
arm64)
    triple=aarch64-unknown-linux-gnu
    better=armv8.2-dotprod
    plain_flags="GGML_CPU_ARM_ARCH=armv8-a"
    better_flags="GGML_CPU_ARM_ARCH=armv8.2-a+dotprod"
    better_rust="-Ctarget-feature=+dotprod"
    ;;
*)
    echo "build.sh: there is no recipe for the architecture '$architecture'" >&2
    exit 2
    ;;
esac
if [ "$architecture" != "$(dpkg --print-architecture)" ]; then
    gnu=$(dpkg-architecture -a"$architecture" -qDEB_HOST_MULTIARCH)
    upper=$(echo "$triple" | tr 'a-z-' 'A-Z_')
    export "CARGO_TARGET_${upper}_LINKER=$gnu-gcc" "CC_$(echo "$triple" | tr - _)=$gnu-gcc" "CXX_$(echo "$triple" | tr - _)=$gnu-g++"
    export PKG_CONFIG_ALLOW_CROSS=1 PKG_CONFIG_PATH="/usr/lib/$gnu/pkgconfig"
    export "BINDGEN_EXTRA_CLANG_ARGS_$(echo "$triple" | tr - _)=-I/usr/$gnu/include"
    rustup target add "$triple"
fi

# What of this machine would be left in the programs.
maps="-ffile-prefix-map=$target=target -ffile-prefix-map=$root=mynah -ffile-prefix-map=$cargo_home=cargo"
export CFLAGS="$maps" CXXFLAGS="$maps"
rust="--remap-path-prefix=$target=target --remap-path-prefix=$root=mynah --remap-path-prefix=$cargo_home=cargo"

build() { # NAME CMAKE-SETTINGS RUST-FLAGS
    # shellcheck disable=SC2086
    env $2 RUSTFLAGS="$rust $3" CARGO_TARGET_DIR="$target/deb-build-$1" cargo auditable build --release --locked --target "$triple" --bin mynah
}
build "$architecture" "$plain_flags" ""
build "$architecture-$better" "$better_flags" "$better_rust"

rm -rf "$stage"
mkdir -p "$stage/lib/$better" "$stage/doc" "$target/debian"
cp "$target/deb-build-$architecture/$triple/release/mynah" "$stage/mynah"
cp "$target/deb-build-$architecture-$better/$triple/release/mynah" "$stage/lib/$better/mynah"

# Manual pages and completions, licences, the list of what is linked.
CARGO_TARGET_DIR="$target" env -u CFLAGS -u CXXFLAGS -u PKG_CONFIG_PATH -u PKG_CONFIG_ALLOW_CROSS cargo run --quiet --locked --example package_files -- "$stage"
cp packaging/deb/*.[18] "$stage/man/"
gzip -n9 "$stage"/man/*
cargo about generate --locked --fail --config packaging/deb/about.toml packaging/deb/copyright.hbs | packaging/deb/copyright.py > "$stage/copyright"
cargo cyclonedx --quiet --format json --target "$triple" --override-filename mynah.cdx
packaging/deb/steady_sbom.py mynah.cdx.json > "$stage/doc/mynah.cdx.json"
rm mynah.cdx.json
gzip -n9 "$stage/doc/mynah.cdx.json"

cargo deb --no-build --no-strip --quiet --locked --target "$triple" --output "$target/debian/"
packaging/deb/kiosk.sh "$stage" "$target/debian"
ls -l "$target/debian"
