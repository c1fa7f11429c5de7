#!/bin/sh
# Installs the packages into clean Debian systems and looks at everything that a person would: `make deb-check` calls it, as root.
# Usage: tests/packages/check.sh DEBS WORK [SUITE...]; without suites bookworm and trixie.
#
# From the end of the installation on, everything runs in an empty network namespace.
set -eu

debs=$(realpath "$1")
work=$(realpath -m "$2")
shift 2
[ $# -gt 0 ] || set -- bookworm trixie
root=$(pwd)
mirror=${MIRROR:-http://deb.debian.org/debian}
architecture=$(dpkg --print-architecture)
mkdir -p "$work"
[ "$(id -u)" = 0 ] || {
    echo "check.sh: this needs the privileges of root, for clean systems to install into: sudo make deb-check" >&2
    exit 1
}

row() { # WHAT RESULT
    printf 'deb-check: %-60s %s\n' "$1" "$2"
}

fail() {
    row "$1" "FAILED"
    exit 1
}

unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR
mynah=$(ls "$debs"/mynah_*_"$architecture".deb)
kiosk=$(ls "$debs"/mynah-kiosk_*_all.deb)
version=$(dpkg-deb -f "$mynah" Version)
# The programs beside mynah (packaging/deb/build.sh has the list): each becomes a package of its own.
programs=$(sed -n 's/^programs="\(.*\)"$/\1/p' packaging/deb/build.sh)
[ -n "$programs" ] || fail "packaging/deb/build.sh names no programs"
beside=""
for program in $programs; do
    beside="$beside $(ls "$debs/mynah-${program}_"*"_$architecture.deb")"
done

# The previous build: the same with a lower number.
previous=$work/previous
rm -rf "$previous" && mkdir -p "$previous"
for deb in "$mynah" "$kiosk"; do
    dpkg-deb -R "$deb" "$work/unpacked"
    sed -i -e 's/^Version: .*/Version: 0.0.1-1/' -e 's/mynah (>= [^)]*)/mynah/' "$work/unpacked/DEBIAN/control"
    dpkg-deb --root-owner-group -Zgzip -b "$work/unpacked" "$previous/" > /dev/null
    rm -rf "$work/unpacked"
done

# Sizes.
bytes=$(stat -c %s "$mynah")
models=$(xz -c models/starter/*.bin models/starter/*.gguf | wc -c)
row "$(basename "$mynah")" "$((bytes / 1000000)).$((bytes / 100000 % 10)) MB, without the starter models $(((bytes - models) / 1000000)).$(((bytes - models) / 100000 % 10)) MB"
[ $((bytes - models)) -le 15000000 ] || fail "at most 15 MB without the starter models"

# lintian knows the distribution it comes with; what of a newer policy it does not know is no matter here.
# shellcheck disable=SC2086
if found=$(lintian --allow-root --pedantic --fail-on error,warning "$mynah" "$kiosk" $beside 2>&1); then
    overrides=$(cat packaging/deb/*.lintian-overrides packaging/deb/kiosk/lintian-overrides | grep -vc '^#')
    row "lintian --pedantic" "no errors, no warnings, $overrides overrides"
else
    echo "$found"
    fail "lintian --pedantic"
fi

# A processor without any of the instructions that came after 2003 (or, for ARM, 2013).
if [ "$architecture" = amd64 ]; then
    rm -rf "$work/plain" && mkdir "$work/plain" && dpkg-deb -x "$mynah" "$work/plain"
    heard=$(HOME=$work/plain MYNAH_MODELS=models/starter qemu-x86_64-static -cpu qemu64 "$work/plain/usr/bin/mynah" transcribe assets/demo/10.wav)
    [ "$heard" = "How much does a family ticket cost?" ] || fail "an emulated processor of the first x86-64 kind: $heard"
    row "an emulated processor of the first x86-64 kind" "$heard"
    rm -rf "$work/plain"
fi

# The package for ARM, where it was built (make deb ARCHITECTURE=arm64): a whole turn by each of its two programs.
for arm in "$debs"/mynah_*_arm64.deb; do
    [ -e "$arm" ] || continue
    rm -rf "$work/arm" && mkdir -p "$work/arm/bin" && dpkg-deb -x "$arm" "$work/arm"
    for program in usr/bin/mynah usr/lib/mynah/armv8.2-dotprod/mynah; do
        printf '#!/bin/sh\nexec qemu-aarch64-static %s "$@"\n' "$work/arm/$program" > "$work/arm/bin/mynah"
        chmod +x "$work/arm/bin/mynah"
        # The one cannot become the other where every program has to be emulated by name.
        heard=$(env MYNAH_BASELINE=1 PATH="$work/arm/bin:$PATH" HOME="$work/arm" MYNAH_MODELS="$work/arm/usr/share/mynah/models/starter" \
            CONFIG=assets/demo/demo.toml packaging/deb/tests/spoken-turn assets/demo/10.wav) || fail "arm64, emulated: $program: $heard"
        row "arm64, emulated: $program" "$heard"
    done
    rm -rf "$work/arm"
done

# Everything that is a file or a folder in a system, but what every installation of anything changes.
listing() { # SYSTEM
    (cd "$1" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./tmp -o -path ./run -o -path ./root \
        -o -path ./var/lib/dpkg -o -path ./var/cache -o -path ./var/log -o -path ./var/lib/apt \) -prune -o -print) | LC_ALL=C sort
}

lend_devices() { # SYSTEM: what is unmounted there later stays here
    mount --rbind /dev "$1/dev"
    mount --make-rslave "$1/dev"
}

inside() { # SYSTEM COMMAND: without any network
    unshare --net --pid --fork --mount-proc="$1/proc" chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive sh -euc "$2"
}

for suite in "$@"; do
    base=$work/$suite.tar
    [ -s "$base" ] || mmdebstrap --quiet --variant=minbase "$suite" "$base" "$mirror"
    system=$work/$suite
    rm -rf "$system" && mkdir "$system"
    tar -xf "$base" -C "$system"
    lend_devices "$system"
    trap 'umount -Rl "$system/dev" 2> /dev/null || true' EXIT
    cp /etc/resolv.conf "$system/etc/resolv.conf"
    mkdir -p "$system/debs" "$system/previous" "$system/beside"
    cp "$mynah" "$kiosk" "$system/debs/"
    # shellcheck disable=SC2086
    cp $beside "$system/beside/"
    cp "$previous"/*.deb "$system/previous/"
    cp assets/demo/10.wav "$system/debs/"

    # With a network, once: what the packages depend on, so that nothing of it counts as left behind.
    needs="libasound2 libspeechd2 espeak-ng systemd passwd procps"
    [ "$suite" = bookworm ] || needs="libasound2t64 libspeechd2 espeak-ng systemd passwd procps"
    chroot "$system" sh -euc "export DEBIAN_FRONTEND=noninteractive; apt-get update -qq; apt-get install -qqy --no-install-recommends $needs" > "$work/$suite.log" 2>&1 || fail "$suite: dependencies (see $work/$suite.log)"
    listing "$system" > "$work/$suite.before"

    inside "$system" 'apt-get install -qqy --no-install-recommends /previous/mynah_*.deb /previous/mynah-kiosk_*.deb' >> "$work/$suite.log" 2>&1 || fail "$suite: apt install"
    row "$suite: apt install, without a network" "done"

    # A full spoken turn: a recorded question in, an answer out, from the kiosk's sample knowledge.
    cp packaging/deb/tests/spoken-turn "$system/tmp/"
    heard=$(inside "$system" '/tmp/spoken-turn /debs/10.wav') || fail "$suite: a spoken turn: $heard"
    row "$suite: a question spoken in, the answer spoken out" "$heard"
    heard=$(inside "$system" 'MYNAH_BASELINE=1 /tmp/spoken-turn') || fail "$suite: a spoken turn by the build for any processor: $heard"
    row "$suite: the same by the build for any processor" "$heard"
    inside "$system" 'mynah prove-offline' > "$work/$suite.proof" 2>&1 || fail "$suite: prove-offline (see $work/$suite.proof)"
    row "$suite: mynah prove-offline" "$(tail -2 "$work/$suite.proof" | head -1)"
    inside "$system" 'mynah doctor; man -w mynah > /dev/null 2>&1 || test -s /usr/share/man/man1/mynah.1.gz' > "$work/$suite.doctor" 2>&1 || fail "$suite: mynah doctor"

    # An administrator's words survive an upgrade, and nothing takes the console by itself.
    inside "$system" 'echo "# mine" >> /etc/mynah/kiosk.toml; echo "# mine" >> /etc/mynah/config.toml
        ! systemctl is-enabled --quiet mynah-kiosk.service
        mynah-kiosk enable > /dev/null; systemctl is-enabled --quiet mynah-kiosk.service
        test -L /etc/systemd/logind.conf.d/mynah-kiosk.conf
        apt-get install -qqy --no-install-recommends -o Dpkg::Options::=--force-confold /debs/*.deb
        grep -q "# mine" /etc/mynah/kiosk.toml; grep -q "# mine" /etc/mynah/config.toml
        systemctl is-enabled --quiet mynah-kiosk.service
        test "$(dpkg-query -W -f "\${Version}" mynah)" = '"$version" >> "$work/$suite.log" 2>&1 || fail "$suite: upgrade"
    row "$suite: upgrade: what was edited and enabled stays so" "done"

    # Maintainer scripts, twice, interrupted, downgraded.
    inside "$system" '/var/lib/dpkg/info/mynah-kiosk.postinst configure 0.0.1-1; /var/lib/dpkg/info/mynah-kiosk.postinst configure 0.0.1-1
        /var/lib/dpkg/info/mynah-kiosk.prerm upgrade 9; /var/lib/dpkg/info/mynah-kiosk.postinst abort-upgrade 9
        dpkg --unpack /debs/mynah-kiosk_*.deb; dpkg --configure mynah-kiosk
        dpkg --force-confold -i /previous/mynah_*.deb /previous/mynah-kiosk_*.deb; dpkg --force-confold -i /debs/*.deb
        systemctl is-enabled --quiet mynah-kiosk.service; grep -q "# mine" /etc/mynah/kiosk.toml
        test "$(stat -c "%a %G" /etc/mynah/kiosk.toml)" = "640 mynah-kiosk"
        ! /var/lib/dpkg/info/mynah-kiosk.postinst nonsense' >> "$work/$suite.log" 2>&1 || fail "$suite: maintainer scripts"
    row "$suite: maintainer scripts: twice, interrupted, downgraded" "done"

    # The programs beside mynah: each starts and has its pages, and goes without a trace.
    inside "$system" 'apt-get install -qqy --no-install-recommends /beside/*.deb
        for program in '"$programs"'; do
            mynah-$program --version; test -s /usr/share/man/man1/mynah-$program.1.gz; test -s /usr/share/doc/mynah-$program/copyright
            dpkg --purge mynah-$program
        done' >> "$work/$suite.log" 2>&1 || fail "$suite: the programs beside mynah"
    row "$suite: the programs beside mynah, installed, started, removed" "$programs"

    # Models as packages.
    inside "$system" 'mkdir -p /tmp/out; cp /usr/share/mynah/models/starter/speech.bin /tmp/Small_Speech.bin
        mynah-package-model -l MIT -o /tmp/out /tmp/Small_Speech.bin; sum=$(cat /tmp/out/*.deb | sha256sum)
        mynah-package-model -l MIT -o /tmp/out /tmp/Small_Speech.bin; test "$sum" = "$(cat /tmp/out/*.deb | sha256sum)"
        dpkg -i /tmp/out/mynah-model-small-speech_1_all.deb; mynah models | grep -q "/usr/share/mynah/models/Small_Speech.bin"
        dpkg --purge mynah-model-small-speech; echo nonsense > /tmp/bad.gguf; ! mynah-package-model -o /tmp/out /tmp/bad.gguf' >> "$work/$suite.log" 2>&1 || fail "$suite: a model as a package"
    row "$suite: a model of the store as a package, installed, removed" "done"

    inside "$system" 'dpkg --remove mynah-kiosk mynah; test -e /etc/mynah/kiosk.toml; test ! -L /etc/systemd/logind.conf.d/mynah-kiosk.conf
        dpkg --purge mynah-kiosk mynah; ! getent passwd mynah-kiosk' >> "$work/$suite.log" 2>&1 || fail "$suite: remove and purge"
    listing "$system" > "$work/$suite.after"
    left=$(diff "$work/$suite.before" "$work/$suite.after" | grep -c '^[<>]' || true)
    [ "$left" = 0 ] || {
        diff "$work/$suite.before" "$work/$suite.after"
        fail "$suite: $left files differ after purge"
    }
    row "$suite: remove, purge" "0 files left"
    umount -Rl "$system/dev"
    rm -rf "$system"
done

# The packages' own test, run by the tool that Debian runs such tests with; the network is for what they depend on.
tested=$1
source=$work/source/debian
rm -rf "$work/source" "$work/testbed" && mkdir -p "$source" "$work/testbed"
cp -r packaging/deb/tests packaging/deb/changelog "$source/"
printf 'Source: mynah\nMaintainer: %s\n\nPackage: mynah\nArchitecture: any\n' "$(dpkg-deb -f "$mynah" Maintainer)" > "$source/control"
tar -xf "$work/$tested.tar" -C "$work/testbed"
cp /etc/resolv.conf "$work/testbed/etc/resolv.conf"
lend_devices "$work/testbed"
mount -t proc proc "$work/testbed/proc"
trap 'umount -R "$work/testbed/proc"; umount -Rl "$work/testbed/dev"' EXIT
autopkgtest --apt-upgrade --no-built-binaries "$mynah" "$kiosk" "$work/source/" -- chroot "$work/testbed" > "$work/autopkgtest.log" 2>&1 ||
    fail "autopkgtest ($tested; see $work/autopkgtest.log)"
row "autopkgtest ($tested)" "$(tail -20 "$work/autopkgtest.log" | grep -m1 PASS | tr -s ' ')"
umount -R "$work/testbed/proc"
umount -Rl "$work/testbed/dev"
trap - EXIT
rm -rf "$work/testbed"

if [ -z "${WITHOUT_PIUPARTS:-}" ]; then
    # It has its own eyes.
    gzip -1c "$work/$tested.tar" > "$work/$tested.tar.gz"
    if piuparts --distribution "$tested" --mirror "$mirror main" --basetgz "$work/$tested.tar.gz" --no-upgrade-test --warn-on-leftovers-after-purge \
        --do-not-verify-signatures "$mynah" "$kiosk" > "$work/piuparts.log" 2>&1; then
        row "piuparts ($tested)" "nothing found"
    else
        tail -20 "$work/piuparts.log"
        fail "piuparts ($tested)"
    fi
fi
