//! To the sound server, which can be told to load modules that use a network, and to sound cards. The sound process may; nobody else.

use std::fs::File;
use std::io;
use std::os::unix::net::UnixStream;

use super::{BROKER, NOBODY, Probe, Targets, world};

/// Landlock knows sockets in files from this version on.
const SOCKET_FILES: i32 = 9;

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "PulseAudio",
        group: "sound",
        is_for_sound: true,
        claims: BROKER.landlock(SOCKET_FILES),
        attempt: |targets| server(targets, world::PULSE),
    },
    Probe {
        name: "PipeWire",
        group: "sound",
        is_for_sound: true,
        claims: BROKER.landlock(SOCKET_FILES),
        attempt: |targets| server(targets, world::PIPEWIRE),
    },
    Probe {
        name: "sound cards",
        group: "sound",
        is_for_sound: true,
        claims: NOBODY.landlock(1),
        attempt: |_| {
            File::options()
                .read(true)
                .write(true)
                .open("/dev/snd/seq")
                .map(drop)
        },
    },
    Probe {
        name: "the sound server's cookie",
        group: "sound",
        is_for_sound: true,
        claims: NOBODY.landlock(1),
        attempt: |targets| File::open(targets.home.join(".config/pulse/cookie")).map(drop),
    },
];

fn server(targets: &Targets, name: &str) -> io::Result<()> {
    UnixStream::connect(targets.runtime.join(name)).map(drop)
}
