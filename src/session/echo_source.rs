//! The sound server's own echo canceller, where it has one.
//!
//! ALSA shows `PulseAudio` and `PipeWire` as one device, so that their sources cannot be chosen there. The server is asked
//! with `pactl`; if it has an echo-cancelling source and sink, the variables are set by which both servers are told what to
//! use. Does nothing where the person has chosen a device or set these variables.

use std::path::Path;
use std::time::Duration;

use crate::audio::echo::{EchoControl, is_cancelling};
use crate::audio::process;
use crate::config::Settings;
use crate::offline;

/// The variables that choose a source and a sink, for PulseAudio; `PipeWire`'s ALSA plugin reads them too.
const SOURCE: &str = "PULSE_SOURCE";
const SINK: &str = "PULSE_SINK";

/// A list of sources is not longer.
const MAX_BYTES: u64 = 1 << 16;
/// A sound server that does not answer is not waited for.
const TIMEOUT: Duration = Duration::from_secs(2);

/// Has the sound server cancel the echo, if it can do that better. To be called before another thread is started.
pub(crate) fn choose(settings: &Settings) {
    let is_chosen = settings.capture.device.is_some() || settings.playback.device.is_some();
    let is_set = [SOURCE, SINK].iter().any(|name| std::env::var_os(name).is_some());
    if is_chosen || is_set || settings.capture.echo != EchoControl::Cancel {
        return;
    }
    let (Some(source), Some(sink)) = (cancelling("sources"), cancelling("sinks")) else {
        return;
    };
    offline::set_variable(SOURCE, &source);
    offline::set_variable(SINK, &sink);
    process::choose_source_and_sink(&source, &sink);
}

/// How the echo is dealt with, given what the program was told about the sound server.
pub(crate) fn control(settings: &Settings) -> EchoControl {
    let source = std::env::var(SOURCE).unwrap_or_default();
    let is_cancelled = settings.capture.device.is_none() && is_cancelling(&source);
    if is_cancelled && settings.capture.echo == EchoControl::Cancel {
        EchoControl::SoundServer
    } else {
        settings.capture.echo
    }
}

/// The name of the server's echo-cancelling source or sink.
fn cancelling(what: &str) -> Option<String> {
    let arguments = ["list", "short", what].map(str::to_owned);
    let running = offline::start(Path::new("pactl"), &arguments, false).ok()?;
    let listed = offline::read_within(&running.output, MAX_BYTES, TIMEOUT).ok()?;
    named(&String::from_utf8_lossy(&listed))
}

/// `NUMBER<TAB>NAME<TAB>...` in each line.
fn named(listed: &str) -> Option<String> {
    listed
        .lines()
        .filter_map(|line| line.split('\t').nth(1))
        .find(|name| is_cancelling(name) && !name.ends_with(".monitor"))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cancelling_source_is_found_among_the_others() {
        let listed = "0\tloud.monitor\tmodule-null-sink.c\ts16le\n\
                      1\techo_cancel.sink.monitor\tmodule-echo-cancel.c\ts16le\n\
                      2\tmic.echo-cancel\tmodule-echo-cancel.c\ts16le\n";
        assert_eq!(named(listed).as_deref(), Some("mic.echo-cancel"));
        assert_eq!(named("0\tmic\tmodule-null-sink.c\n"), None);
        assert_eq!(named(""), None);
    }
}
