#!/bin/sh
# Installs the Debian packages that building and testing mynah need, if they are missing.
# Usage: packaging/bootstrap.sh GROUP...   (groups: build, test, answers, apt-repository, deb, deb-arm64, deb-check, machine-check, peers, speech-recipe)
# Asks for sudo only when something is missing and it is not run by root.
set -eu

packages=""
reasons=""
sudo=$([ "$(id -u)" = 0 ] || echo sudo)
want() { # PACKAGE REASON
    if ! dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; then
        packages="$packages $1"
        reasons="$reasons  $1: $2
"
    fi
}

for group in "$@"; do
    case "$group" in
    "deb-$(dpkg --print-architecture 2>/dev/null)") ;; # nothing more than for deb
    build)
        want build-essential "compiles whisper.cpp"
        want cmake "configures whisper.cpp"
        want clang "reads whisper.cpp's headers"
        want libclang-dev "reads whisper.cpp's headers"
        want pkg-config "finds the sound library"
        want libasound2-dev "the sound library's headers"
        want libspeechd-dev "leads to the platform's voices"
        want espeak-ng "the voice"
        ;;
    test)
        want sox "makes recordings of every kind for the tests"
        want pulseaudio "a sound card without hardware, for the tests"
        want pulseaudio-utils "speaks into it and records from it"
        want libasound2-plugins "leads ALSA to it"
        want speech-dispatcher "the platform's voices, for their test"
        want speech-dispatcher-espeak-ng "the platform's voices, for their test"
        want strace "shows which sockets a conversation opens"
        want libfaketime "sets the clock of one program"
        want systemd "judges the kiosk's service"
        want valgrind "counts the instructions of the hot paths"
        want git "the tests look at which files are tracked"
        want reprepro "makes an apt repository"
        want gnupg "signs it"
        want python3 "asks the question banks"
        want ansible-core "sets up a kiosk"
        want python3-apt "lets Ansible use apt"
        want mkosi "reads the recipe of the image"
        want dpkg-dev "builds the package mynah-kiosk"
        ;;
    image)
        want mkosi "builds the image"
        want debootstrap "the system in it"
        want dosfstools "makes its boot partition"
        want e2fsprogs "makes its disk"
        want mtools "fills its boot partition"
        want systemd-container "runs the steps in it"
        ;;
    answers)
        want python3 "asks the question banks"
        ;;
    apt-repository)
        want reprepro "makes an apt repository"
        want gnupg "signs it"
        ;;
    deb)
        want dpkg-dev "the tools of Debian packages"
        want python3 "writes the copyright file"
        ;;
    deb-arm64)
        if ! dpkg --print-foreign-architectures | grep -qx arm64; then
            # Its packages are known only from then on.
            $sudo dpkg --add-architecture arm64
            $sudo apt-get update -q
        fi
        want crossbuild-essential-arm64 "compiles for ARM"
        want libasound2-dev:arm64 "the sound library's headers, for ARM"
        want libstdc++6:arm64 "what its programs run with, to try them"
        want libspeechd-dev:arm64 "leads to the platform's voices, for ARM"
        ;;
    deb-check)
        want mmdebstrap "clean systems to install into"
        want lintian "judges the packages"
        want qemu-user-static "other processors, emulated"
        want piuparts "looks for what a package leaves behind"
        want autopkgtest "runs the packages' own test as Debian does"
        ;;
    machine-check)
        want mmdebstrap "the system of an emulated machine"
        want qemu-system-x86 "a whole machine with a keyboard"
        want e2fsprogs "makes its disk"
        ;;
    peers)
        want python3-venv "the peer programs' own Python environment"
        want python3-dev "builds llama.cpp's Python module"
        ;;
    speech-recipe)
        want python3-venv "the recipe's own Python environment"
        want libjemalloc2 "makes training a tenth faster"
        want flite "voices of the training data"
        want libflite1 "voices of the training data"
        want libespeak-ng1 "voices of the training data"
        want festival "voices of the training data"
        want festvox-kallpc16k "a voice of the training data"
        want festvox-kdlpc16k "a voice of the training data"
        want festvox-us-slt-hts "a voice of the training data"
        ;;
    *)
        echo "bootstrap.sh: unknown group '$group'" >&2
        exit 2
        ;;
    esac
done

if [ -n "$packages" ]; then
    if ! command -v apt-get >/dev/null; then
        printf 'These Debian packages are missing, and there is no apt-get here: install their like by hand.\n%s' "$reasons" >&2
        exit 1
    fi
    printf 'Installing Debian packages:\n%s' "$reasons" >&2
    [ -z "$sudo" ] || echo "sudo is needed for that." >&2
    $sudo apt-get update -q
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends $packages
fi

if ! command -v cargo >/dev/null; then
    echo "Rust is missing: install it from https://rustup.rs (or your distribution), then try again." >&2
    exit 1
fi
