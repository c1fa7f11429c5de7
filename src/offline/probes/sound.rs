//! To the sound server, which can be told to load modules that use a network, and to sound cards. The sound process may; nobody else.

use std::fs::File;
use std::io;
use std::os::unix::net::UnixStream;

use super::{BROKER, GrantedPart, NOBODY, Probe, Targets, probes, world};

/// Landlock knows sockets in files from this version on.
const SOCKET_FILES: i32 = 9;

/// The broker starts `pactl`, which asks the server for two lists.
const SERVER: super::Claims = BROKER
    .landlock(SOCKET_FILES)
    .but_for(&[GrantedPart::Sound, GrantedPart::Broker]);
const FILE: super::Claims = NOBODY.landlock(1).but_for(&[GrantedPart::Sound]);

pub(super) const PROBES: &[Probe] = probes! { "sound";
    "PulseAudio", SERVER, |targets| server(targets, world::PULSE);
    "PipeWire", SERVER, |targets| server(targets, world::PIPEWIRE);
    "sound cards", FILE, |_| File::options().read(true).write(true).open("/dev/snd/seq").map(drop);
    "the sound server's cookie", NOBODY.landlock(1).but_for(&[GrantedPart::Sound, GrantedPart::Broker]), |targets| File::open(targets.home.join(".config/pulse/cookie")).map(drop);
};

fn server(targets: &Targets, name: &str) -> io::Result<()> {
    UnixStream::connect(targets.runtime.join(name)).map(drop)
}
