#!/bin/sh
# Builds the Debian packages: `make deb` calls it. Packages lie in TARGET/debian afterwards.
# Usage: packaging/deb/build.sh TARGET [ARCHITECTURE]   (amd64 or arm64; without it this machine's)
#
# Two builds of the program: one that any processor of the architecture can run, and one beside it for newer ones, which the
# first finds (src/program/variant.rs). Neither is for the builder's own processor.
#
# The same commit and the same tools give the same bytes, wherever, by whomever and whenever they are built: times are the
# commit's, and everything is built at one path. That path exists in a mount namespace of this script alone, because cargo
# counts paths, and even the flags that would map them away. BUILD_HERE=1 builds without it: the packages work, but are not the
# same bytes.
set -eu

# A folder that every Debian has and no build needs.
place=/usr/games
if [ "$(pwd)" != "$place/mynah" ] && [ -z "${BUILD_HERE:-}" ]; then
    user=$([ "$(id -u)" = 0 ] || echo "--user --map-root-user")
    # shellcheck disable=SC2086
    unshare $user --mount true || {
        echo "build.sh: this system does not let you have a mount namespace: build on another one, or here with BUILD_HERE=1." >&2
        exit 1
    }
    # shellcheck disable=SC2086,SC2016
    exec unshare $user --mount sh -euc '
        place=$1 cargo=$2
        shift 2
        mount -t tmpfs none "$place"
        mkdir "$place/mynah" "$place/cargo"
        mount --rbind "$(pwd -P)" "$place/mynah"
        mount --rbind "$cargo" "$place/cargo"
        cd "$place/mynah"
        CARGO_HOME=$place/cargo exec packaging/deb/build.sh "$@"
    ' sh "$place" "$(realpath "${CARGO_HOME:-$HOME/.cargo}")" "$@"
fi

target=$(realpath -m "$1")
architecture=${2:-$(dpkg --print-architecture)}
root=$(pwd)
tools=$target/tools/bin
stage=$root/target/deb-stage
cargo_home=${CARGO_HOME:-$HOME/.cargo}
unset CARGO_TARGET_DIR RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
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

# No path is left in the programs, as messages of the libraries' authors would have them.
maps="-ffile-prefix-map=$target=target -ffile-prefix-map=$root=mynah -ffile-prefix-map=$cargo_home=cargo"
export CFLAGS="$maps" CXXFLAGS="$maps"
rust="--remap-path-prefix=$target=target --remap-path-prefix=$root=mynah --remap-path-prefix=$cargo_home=cargo"

build() { # NAME CMAKE-SETTINGS RUST-FLAGS
    # shellcheck disable=SC2086
    env $2 RUSTFLAGS="$rust $3" CARGO_TARGET_DIR="$target/deb-build-$1" cargo auditable build --release --locked --target "$triple" --bin mynah
}
build "$architecture" "$plain_flags" ""
build "$architecture-$better" "$better_flags" "$better_rust"
# The programs beside mynah: each is a crate crates/NAME and becomes a package mynah-NAME. One build for any processor is enough.
programs="pull http component adapter unanswered"
# shellcheck disable=SC2046,SC2086
RUSTFLAGS="$rust" CARGO_TARGET_DIR="$target/deb-build-$architecture" cargo auditable build --release --locked --target "$triple" \
    $(printf -- '--package mynah-%s ' $programs)

rm -rf "$stage"
mkdir -p "$stage/lib/$better" "$stage/doc" "$target/debian"
for program in $programs; do
    mkdir "$stage/$program-files"
    cp "$target/deb-build-$architecture/$triple/release/mynah-$program" "$stage/$program-files/"
done
cp "$target/deb-build-$architecture/$triple/release/mynah" "$stage/mynah"
cp "$target/deb-build-$architecture-$better/$triple/release/mynah" "$stage/lib/$better/mynah"

# Manual pages and completions, licences, the list of what is linked. The program that writes the pages need not be fast.
pages() { # PACKAGE FOLDER
    env -u CFLAGS -u CXXFLAGS -u PKG_CONFIG_PATH -u PKG_CONFIG_ALLOW_CROSS CARGO_TARGET_DIR="$target/deb-build-pages" \
        cargo --config 'profile.dev.package."*".opt-level = 0' --config 'profile.dev.debug = false' --config 'profile.dev.opt-level = 0' \
        run --quiet --locked --package "$1" --example package_files -- "$2"
}
pages mynah "$stage"
for program in $programs; do
    pages "mynah-$program" "$stage/$program-files"
done
cp packaging/deb/*.[18] "$stage/man/"
gzip -n9 "$stage"/man/*
cargo about generate --locked --fail --config packaging/deb/about.toml packaging/deb/copyright.hbs | packaging/deb/copyright.py > "$stage/copyright"
for program in $programs; do
    cargo about generate --locked --fail --manifest-path "crates/$program/Cargo.toml" --config packaging/deb/about.toml packaging/deb/copyright.hbs |
        packaging/deb/copyright.py --crates-only > "$stage/$program-files/copyright"
done
cargo cyclonedx --quiet --format json --target "$triple" --override-filename mynah.cdx
packaging/deb/steady_sbom.py mynah.cdx.json > "$stage/doc/mynah.cdx.json"
rm mynah.cdx.json
gzip -n9 "$stage/doc/mynah.cdx.json"

cargo deb --no-build --no-strip --quiet --locked --target "$triple" --output "$target/debian/"
packaging/deb/kiosk.sh "$stage" "$target/debian"
for program in $programs; do
    packaging/deb/program.sh "$stage" "$target/debian" "$architecture" "$program"
done
ls -l "$target/debian"
