#!/bin/sh
# Builds the packages a second time, at another path, by another user, in another time zone and with another umask,
# and compares every byte: `make reproducible-check` calls it, as root.
# Usage: tests/packages/reproducible.sh DEBS WORK [ARCHITECTURE]; DEBS holds the first build of this very commit.
set -eu

debs=$(realpath "$1")
work=$(realpath -m "$2")
architecture=${3:-$(dpkg --print-architecture)}
other=$work/another-place
home=$work/home
[ "$(id -u)" = 0 ] || {
    echo "reproducible.sh: this needs the privileges of root, to build as another user: sudo make reproducible-check" >&2
    exit 1
}
git diff --quiet HEAD || {
    echo "reproducible.sh: there are changes that are not committed, and the second build would not have them." >&2
    exit 1
}

rm -rf "$other" "$home"
mkdir -p "$work" "$home/cargo/bin" "$home/cargo/registry" "$home/rustup"
git clone --quiet . "$other"
# What was fetched and the tools that package are used again; nothing that was compiled is.
cargo_home=$(realpath "${CARGO_HOME:-$HOME/.cargo}")
cp -r "$cargo_home/registry/cache" "$cargo_home/registry/index" "$home/cargo/registry/"
mkdir -p "$other/target"
ln -sfn "$(realpath target/tools)" "$other/target/tools"
chown -R 12345:12345 "$other" "$home"

unshare --mount sh -euc '
    mount --rbind "$1/bin" "$5/cargo/bin"
    mount --rbind "$2" "$5/rustup"
    cd "$3"
    umask 077
    exec env CARGO_HOME="$5/cargo" RUSTUP_HOME="$5/rustup" PATH="$5/cargo/bin:/usr/bin:/bin:/usr/sbin:/sbin" HOME="$5" TZ=Asia/Tokyo LANG=de_DE.UTF-8 \
        CARGO_NET_OFFLINE=true setpriv --reuid 12345 --regid 12345 --clear-groups packaging/deb/build.sh target "$4"
' sh "$cargo_home" "$(realpath "${RUSTUP_HOME:-$HOME/.rustup}")" "$other" "$architecture" "$home" > "$work/reproducible.log" 2>&1 || {
    tail -20 "$work/reproducible.log" >&2
    echo "reproducible.sh: the second build failed (see $work/reproducible.log)." >&2
    exit 1
}

different=0
for deb in "$other"/target/debian/*.deb; do
    name=$(basename "$deb")
    if cmp "$deb" "$debs/$name"; then
        result="the same bytes"
    else
        result="DIFFERENT"
        different=1
    fi
    printf 'reproducible-check: %-40s %s\n' "$name" "$result"
done
exit $different
