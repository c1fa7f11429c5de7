#!/usr/bin/env python3
"""A kiosk in a whole machine: Debian with its own kernel and systemd, the packages installed and enabled, and a keyboard
from which everything is pressed that could lead out. `make machine-check` calls it, as root.

Usage: machine.py DEBS WORK [--chords N] [--graphical]

The machine is emulated (QEMU without hardware support), so nothing here is said about speed. A witness in it, which no real
machine has, tells through the serial line which console is shown, what runs on consoles, and what stands on the screen. A graphical screen
cannot be read like that: pictures of it are compared, and lie in WORK.
"""

import argparse
import array
import base64
import glob
import json
import os
import pathlib
import random
import re
import socket
import subprocess
import sys
import time

from kernel import unpacked

WITNESS = r"""#!/bin/sh
# Tells what somebody outside cannot see.
exec > /dev/ttyS0
(ls -l /dev/snd; cat /proc/asound/cards) 2>&1 | sed 's/^/SOUND /'
journalctl --no-pager -o short-monotonic -f -u UNIT -n 50 | sed 's/^/JOURNAL /' &
while sleep 1; do
    [ -n "$proof" ] || proof=$(test -e /var/lib/mynah-kiosk/proof.log && grep "proof ended" /var/lib/mynah-kiosk/proof.log)
    [ -z "$proof" ] || [ -n "$told" ] || { told=1; echo "PROOF [$(base64 -w0 /var/lib/mynah-kiosk/proof.json)] [$(base64 -w0 /var/lib/mynah-kiosk/proof.log)]"; }
    shells=$(ps -eo tty,comm= | grep -E '^(tty|pts)' | grep -Ev '^tty2 +agetty$| \(?(mynah|cage|foot)\)?$|COMMAND' | tr '\n' ',')
    [ "$(pgrep -c '^foot$')" -le 1 ] || shells="$shells another window"
    left=$( (journalctl --no-pager -o cat; grep -rsl zanzibar /var /run /tmp /etc /root) | grep -ci zanzibar)
    echo "WITNESS $(cat /sys/class/tty/tty0/active) $(cut -d. -f1 /proc/uptime) $(systemctl is-active UNIT)/$(systemctl show -p NRestarts --value UNIT) [$shells] $left $(base64 -w0 /dev/vcs1)"
done
"""
UNIT = """[Unit]
Description=tells what somebody outside cannot see
[Service]
ExecStart=/witness
Restart=always
[Install]
WantedBy=multi-user.target
"""
CONSOLE, GRAPHICAL = "mynah-kiosk", "mynah-kiosk-graphical"
# Every one of these leads somewhere on an ordinary Debian console.
LISTED = (
    ["ctrl-c", "ctrl-z", "ctrl-backslash", "ctrl-d", "ctrl-q", "ctrl-s", "esc", "scroll_lock", "ctrl-scroll_lock", "shift-scroll_lock",
     "alt-up", "alt-left", "alt-right", "print", "pause", "ctrl-pause", "menu", "f1", "f10"]
    + [f"{modifiers}-f{number}" for modifiers in ("alt", "ctrl-alt", "alt_r", "ctrl-alt_r") for number in range(1, 13)]
    + ["ctrl-alt-delete"] * 10
    + [f"alt-sysrq-{key}" for key in "kreisubocf"]
    + ["ctrl-alt-end", "ctrl-alt-backspace"]
)
MODIFIERS = ("shift", "shift_r", "ctrl", "ctrl_r", "alt", "alt_r", "meta_l", "print", "sysrq")


def run(*command, **more):
    return subprocess.run(command, check=True, **more)


def build(debs, work, unit):
    """A disk with the system, its kernel and its initial file system."""
    disk = work / "disk.img"
    packages = "systemd-sysv,udev,dbus,linux-image-amd64,kbd,procps,espeak-ng,libspeechd2,libasound2,passwd,login,util-linux,alsa-utils"
    if unit == GRAPHICAL:
        packages += ",cage,foot,seatd,xwayland,fonts-dejavu-core"
    tree = unpacked("bookworm", packages, work)
    for deb in debs:
        run("cp", deb, tree / "root")
    run("chroot", tree, "sh", "-euc",
        "dpkg -i /root/*.deb > /dev/null; rm /root/*.deb; mynah-kiosk enable " + ("--graphical" if unit == GRAPHICAL else "") + " > /dev/null; echo root:root | chpasswd; "
        "systemctl enable --quiet getty@tty2.service")
    config = tree / "etc/mynah/kiosk.toml"
    pin = run("chroot", tree, "mynah", "kiosk", "--new-pin", input=b"4321\n", stdout=subprocess.PIPE).stdout.decode()
    config.write_text(config.read_text() + "warn_after = 600\nend_after = 900\n" + pin)
    (tree / "witness").write_text(WITNESS.replace("UNIT", unit))
    (tree / "witness").chmod(0o755)
    (tree / "etc/systemd/system/witness.service").write_text(UNIT)
    run("chroot", tree, "systemctl", "enable", "--quiet", "witness.service")
    attack_from_within(tree, unit)
    # It has the line for itself.
    run("chroot", tree, "systemctl", "mask", "--quiet", "serial-getty@ttyS0.service")
    (tree / "etc/fstab").write_text("/dev/vda / ext4 rw 0 1\n")
    for name in ("vmlinuz", "initrd.img"):
        run("cp", "-L", tree / name, work / name)
    disk.unlink(missing_ok=True)
    run("mkfs.ext4", "-q", "-d", tree, disk, "2500M")
    run("rm", "-rf", tree)


ATTACK = """[Service]
# Everything under the unit's own protection: the known ways by each part of a visit, then a visit with code of others in it.
ExecStartPre=-/bin/sh -c 'mynah prove-offline --kiosk --json > $STATE_DIRECTORY/proof.json 2> $STATE_DIRECTORY/proof.log; echo "proof ended with $?" >> $STATE_DIRECTORY/proof.log'
TimeoutStartSec=1800
Environment=LD_PRELOAD=/usr/lib/injected.so DAEMONS=/run OUTSIDE=/tmp INJECT_INTO=--visit
"""


def attack_from_within(tree, unit):
    """A stranger's code in every visit, and the list of ways before the first one."""
    source = pathlib.Path(__file__).parent.parent / "fixtures/injected.c"
    run("cc", "-shared", "-fPIC", "-w", "-o", tree / "usr/lib/injected.so", source, "-ldl")
    folder = tree / f"etc/systemd/system/{unit}.service.d"
    folder.mkdir()
    (folder / "attack.conf").write_text(ATTACK)


class Machine:
    """The running machine, its keyboard and its witness."""

    def __init__(self, work, unit):
        self.work = work
        self.serial = work / "serial.log"
        self.serial.unlink(missing_ok=True)
        control = work / "control"
        control.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "2048", "-no-reboot",
             "-nic", "none", "-vga", "virtio" if unit == GRAPHICAL else "std", "-display", "none", "-serial", f"file:{self.serial}",
             "-qmp", f"unix:{control},server=on,wait=off", "-drive", f"file={work}/disk.img,if=virtio,format=raw",
             "-device", "intel-hda", "-device", "hda-output,audiodev=card", "-audiodev", f"wav,id=card,path={work}/heard.wav",
             "-kernel", f"{work}/vmlinuz", "-initrd", f"{work}/initrd.img",
             "-append", "root=/dev/vda rw quiet console=tty0 systemd.show_status=false"])
        for _ in range(100):
            if control.exists():
                break
            time.sleep(0.1)
        self.control = socket.socket(socket.AF_UNIX)
        self.control.connect(str(control))
        self.answers = self.control.makefile("r")
        self.answers.readline()
        self.ask("qmp_capabilities")
        self.factor = 11

    def ask(self, command, **arguments):
        self.control.sendall(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        while True:
            answer = json.loads(self.answers.readline())
            if "return" in answer or "error" in answer:
                return answer

    def press(self, chord):
        keys = [{"type": "qcode", "data": key} for key in chord.split("-")]
        answer = self.ask("send-key", keys=keys, **{"hold-time": 30})
        assert "error" not in answer, (chord, answer)
        time.sleep(0.06)

    def let_go(self):
        """A key that was never let go would be held for ever: the emulated keyboard may have lost a release."""
        for modifier in MODIFIERS:
            self.press(modifier)

    def clear_line(self):
        """Esc silences; what stands in the line is sent, and what is said to that is no matter."""
        for key in ("esc", "ret", "esc"):
            self.press(key)

    def write(self, text):
        names = {" ": "spc", "?": "shift-slash", ".": "dot", "\n": "ret"}
        for letter in text:
            self.press(names.get(letter, f"shift-{letter.lower()}" if letter.isupper() else letter))

    def witness(self):
        """The last that was told: console, seconds since the start, state of the service and how often it began anew, what else runs on consoles, screen."""
        text = self.serial.read_text(errors="replace") if self.serial.exists() else ""
        found = re.findall(r"WITNESS (\S+) (\d+) (\S+) \[(.*?)\] (\d+) (\S+)\r?\n", text)
        if not found:
            return None
        console, uptime, state, others, left, screen = found[-1]
        letters = base64.b64decode(screen).decode("cp437", errors="replace")
        return console, int(uptime), state, others.strip(","), letters, int(left)

    def wait(self, what, fits, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            told = self.witness()
            if told and fits(told):
                return told
            if self.process.poll() is not None:
                sys.exit(f"machine-check: the machine has ended, waiting for {what}")
            time.sleep(0.5)
        self.picture("failed")
        sys.exit(f"machine-check: waited in vain for {what}: {self.witness()}")

    def picture(self, name):
        """Takes one; returns its bytes."""
        path = self.work / f"{name}.ppm"
        self.ask("screendump", filename=str(path))
        return path.read_bytes()


def row(what, result):
    print(f"machine-check: {what:58} {result}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("debs", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--chords", type=int, default=1000)
    parser.add_argument("--graphical", action="store_true", help="the kiosk in a window of cage")
    parser.add_argument("--keep", action="store_true", help="use the disk of the last run")
    options = parser.parse_args()
    unit = GRAPHICAL if options.graphical else CONSOLE
    work = (options.work / unit).resolve()
    work.mkdir(parents=True, exist_ok=True)
    if not (options.keep and (work / "disk.img").exists()):
        build(sorted(glob.glob(f"{options.debs}/mynah_*_amd64.deb") + glob.glob(f"{options.debs}/mynah-kiosk_*.deb")), work, unit)
    machine = Machine(work, unit)
    try:
        if options.graphical:
            check_window(machine, options.chords)
        else:
            check(machine, options.chords)
    finally:
        machine.process.kill()


def check(machine, chords):
    told = machine.wait("the kiosk", lambda told: told[2].startswith("active") and "Ask me anything" in told[4], 1800)
    row("Debian with its own kernel, systemd, the packages", f"kiosk on {told[0]} after {told[1]} s of emulation")
    machine.picture("attract")
    attacked(machine)
    time.sleep(20)
    machine.write("How much is a coffee?\n")
    machine.wait("an answer", lambda told: "costs 3 dollars" in told[4], 120)
    machine.picture("answer")
    time.sleep(15)
    heard(machine)
    before = machine.witness()[1]

    press_listed(machine, LISTED)
    answers(machine)
    press_random(machine, chords, before)
    answers(machine)
    machine.picture("after")
    machine.clear_line()
    machine.write("my secret is zanzibar\n")
    machine.wait("the secret", lambda told: "zanzibar" in told[4].lower(), 60)
    time.sleep(10)
    left = machine.witness()[5]
    if left:
        sys.exit(f"machine-check: the secret is in {left} lines of the journal or names of files with it")
    row("a secret that was typed: journal, /var, /run, /tmp, /etc", "0 found")


def check_window(machine, chords):
    told = machine.wait("the kiosk", lambda told: told[2].startswith("active"), 1800)
    row("the same in a window of cage on a graphical screen", f"kiosk on {told[0]} after {told[1]} s of emulation")
    before = machine.witness()[1]
    seen(machine, "attract", lambda picture: bright(picture) >= 0.02)
    row("the invitation", "shown")
    time.sleep(40)
    shown = machine.picture("attract")
    machine.press("spc")
    seen(machine, "visit", lambda picture: picture != shown)
    time.sleep(20)
    machine.write("How much is a coffee?")
    written = machine.picture("question")
    machine.press("ret")
    seen(machine, "answer", lambda picture: picture != written)
    time.sleep(20)
    machine.picture("answer")
    row("a visit, a question", "the screen follows")
    heard(machine)
    # cage has one more key that ends it, where it was built to be mended.
    press_listed(machine, LISTED + ["alt-esc", "ctrl-shift-n", "ctrl-shift-r", "ctrl-shift-u", "ctrl-shift-o", "meta_l-d"])
    press_random(machine, chords, before)
    machine.picture("after")
    operator_ends(machine)


def attacked(machine):
    """What the attacks from within came to."""
    proof = None
    until = time.monotonic() + 60
    while not proof and time.monotonic() < until:
        text = machine.serial.read_text(errors="replace")
        proof = re.search(r"PROOF \[(\S*)\] \[(\S*)\]\r?\n", text)
        time.sleep(1)
    if not proof:
        sys.exit("machine-check: prove-offline did not end under the unit's protection")
    table, log = (base64.b64decode(part).decode(errors="replace") for part in proof.groups())
    (machine.work / "proof.json").write_text(table)
    ways = json.loads(table)["ways"] if table.strip().startswith("{") else []
    open_ = [way["name"] for way in ways if way["result"] == "open"]
    if not ways or open_:
        sys.exit(f"machine-check: prove-offline under the unit's protection: {len(ways)} ways, open: {open_}; {log}")
    row("prove-offline --kiosk, under the unit's protection", f"{len(ways)} ways, {len(open_)} open")
    injected = re.findall(r"JOURNAL .*injected (\S+) (closed|OPEN)", text)
    open_ = sorted({name for name, what in injected if what == "OPEN"})
    if len(injected) < 20 or open_:
        sys.exit(f"machine-check: code injected into a visit: {len(injected)} attempts, open: {open_}")
    row("code injected into a visit", f"{len({name for name, _ in injected})} attempts, {len(open_)} open")


def operator_ends(machine):
    """The last of what the operator's page offers ends the kiosk."""
    machine.let_go()
    for key in ("esc", "esc", "f12"):
        machine.press(key)
    machine.write("4321\n")
    time.sleep(5)
    machine.picture("operator")
    for _ in range(8):
        machine.press("down")
    # The page asks first.
    machine.press("ret")
    machine.press("ret")
    machine.wait("the kiosk's end", lambda told: not told[2].startswith(("active", "deactivating")), 60)
    time.sleep(5)
    row("the operator ends it", machine.witness()[2].split("/")[0])


def heard(machine):
    """What the loudspeaker of the emulated card has played: pairs of 16-bit samples, as a WAV that is not closed yet."""
    data = (machine.work / "heard.wav").read_bytes()[44:]
    sound = array.array("h", data[: len(data) & ~1])
    loud = sum(abs(sample) > 500 for sample in sound) / 2 / 44100
    if loud < 0.1:
        sys.exit(f"machine-check: nothing was heard ({len(sound)} samples)")
    row("the loudspeaker, by ALSA, with the service's protection", f"{loud:.1f} s of it loud")


def bright(picture):
    """The part of a picture that is not dark; it is a PPM."""
    pixels = picture.split(b"\n", 3)[3][1::3]
    return sum(green > 128 for green in pixels) / len(pixels)


def seen(machine, name, fits):
    """Waits until the screen is as it is to be."""
    until = time.monotonic() + 120
    while not fits(machine.picture(name)):
        if time.monotonic() > until:
            sys.exit(f"machine-check: the screen never became '{name}'")
        time.sleep(2)


def is_closed(told):
    return told[0] == "tty1" and told[2] == "active/0" and told[3] == ""


def look(machine, what):
    """Nothing may have been opened by what was pressed."""
    # What a key sets off may take a moment.
    until = time.monotonic() + 4
    while time.monotonic() < until:
        time.sleep(0.5)
        told = machine.witness()
        if told[0] != "tty1" or told[3]:
            machine.picture("open")
            sys.exit(f"machine-check: {what} led out: {told[:4]}")
    if machine.process.poll() is not None:
        sys.exit(f"machine-check: {what} ended the machine")


def press_listed(machine, listed):
    for chord in listed:
        machine.press(chord)
        if chord.endswith(("f2", "delete", "sysrq-b", "backspace", "lock", "-esc", "-n")):
            look(machine, chord)
    look(machine, "the listed keys")
    machine.wait("the kiosk", is_closed, 90)
    row(f"{len(listed)} listed keys: consoles, SysRq, Ctrl-Alt-Del, Scroll Lock", "0 ways out")


def press_random(machine, chords, before):
    chance = random.Random(7)
    modifiers = ["ctrl", "alt", "shift", "alt_r", "meta_l", "ctrl_r"]
    keys = ([f"f{number}" for number in range(1, 12)] + list("abcdefghijklmnopqrstuvwxyz0123456789")
            + ["esc", "tab", "ret", "spc", "delete", "insert", "home", "end", "pgup", "pgdn", "left", "right", "up", "down",
               "backspace", "sysrq", "print", "scroll_lock", "pause", "menu", "caps_lock", "num_lock", "kp_0", "kp_9"])
    for number in range(chords):
        chord = chance.sample(modifiers, chance.randint(1, 3)) + [chance.choice(keys)]
        machine.press("-".join(chord))
        if number % 100 == 99:
            look(machine, f"one of the chords before {number}")
    told = machine.wait("the kiosk", is_closed, 90)
    assert told[1] > before, "the machine has started anew"
    row(f"{chords} random chords", "0 ways out")


def answers(machine):
    """Whether the kiosk still takes a question, one that was not asked before."""
    for _ in range(4):
        machine.factor += 1
        machine.let_go()
        machine.clear_line()
        machine.write(f"what is {machine.factor} times {machine.factor}?\n")
        until = time.monotonic() + 45
        while time.monotonic() < until:
            if f" is {machine.factor ** 2}" in machine.witness()[4]:
                row("a question afterwards", "answered")
                return
            time.sleep(0.5)
        # A chord may have left it on.
        machine.press("caps_lock")
    machine.picture("deaf")
    sys.exit(f"machine-check: no answer any more: {machine.witness()}")


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C.UTF-8"
    main()
