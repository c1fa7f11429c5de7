//! Whether a model fits into the memory that is left, found out before it is loaded.
//!
//! The libraries that compute end the program where an allocation fails. Owns the estimates and the reading of what is free: of the
//! machine, of the control group (a container, a systemd unit) and of the process's own limits. Where the system does not tell,
//! nothing is refused.

use std::path::Path;

use rustix::process::{Resource, getrlimit};

use super::validate::SpeechModel;
use super::{Kind, ModelError, Pinned};

const MIB: u64 = 1 << 20;
/// No file of /proc or of a control group that is read here is longer.
const MAX_BYTES: u64 = 64 << 10;
/// The limits of the address space, with the line of /proc/self/status that tells how much of each is used.
const LIMITS: [(Resource, &str); 2] = [(Resource::As, "VmSize:"), (Resource::Data, "VmData:")];

/// What a speech model computes with, in bytes: the keys and values of the encoder's vectors and of the transcripts, in every
/// decoder layer, and the rows of its widest matrices, for a window of 30 s in single precision.
pub fn of_transcription(model: &SpeechModel) -> u64 {
    const POSITIONS: u64 = 1_504;
    const TEXT: u64 = 448;
    const BEAMS: u64 = 4;
    // Inputs, quantised inputs and outputs of the widest matrix, states, queries.
    const ROWS: u64 = 14;
    let width = u64::from(model.width) * 4;
    let cached = u64::from(model.layers.1) * 2 * width * (POSITIONS + TEXT * BEAMS);
    cached + ROWS * POSITIONS * width
}

/// Checks that the model can be loaded, and run with so many bytes more.
///
/// # Errors
/// [`ModelError::Memory`].
pub fn check(model: &Pinned, kind: Kind, more: u64) -> Result<(), ModelError> {
    let used = used(kind, model.size()).saturating_add(more);
    let free =
        [machine(), control_group(Path::new("/sys/fs/cgroup"))].map(|free| Some(("memory", used, free?)));
    let status = read(Path::new("/proc/self/status")).unwrap_or_default();
    let limits = LIMITS.map(|limit| {
        let free = own_limit(limit, &status)?;
        Some((
            "address space",
            used.saturating_add(reserved(kind, limit.0)),
            free,
        ))
    });
    let scarce = free
        .into_iter()
        .chain(limits)
        .flatten()
        .find(|(_, needed, free)| free < needed);
    match scarce {
        Some((what, needed, free)) => Err(ModelError::Memory {
            path: model.named().to_owned(),
            kind,
            what,
            needed,
            free,
        }),
        None => Ok(()),
    }
}

/// Bytes that a model of this size takes, roughly: its weights, and what it computes with (a speech model: `of_transcription`). The KV
/// cache of a language model is small beside its weights.
fn used(kind: Kind, size: u64) -> u64 {
    match kind {
        Kind::Speech => size.saturating_add(size / 8).saturating_add(48 * MIB),
        Kind::Language => size.saturating_add(size / 4).saturating_add(32 * MIB),
        Kind::VoiceActivity => size.saturating_mul(2).saturating_add(MIB),
    }
}

/// Bytes of address space beside that: what is reserved and hardly touched. The C library reserves 64 MB for each of the first threads
/// that allocate; and the other models are loaded at the same time. A limit of data counts only what can be written: not the
/// C library's reserve.
fn reserved(kind: Kind, limit: Resource) -> u64 {
    match (kind, limit) {
        (Kind::Speech | Kind::Language, Resource::As) => 200 * MIB,
        (Kind::Speech | Kind::Language | Kind::VoiceActivity, _) => 0,
    }
}

/// What the machine can give without taking it from other programs, and its swap space.
fn machine() -> Option<u64> {
    let text = read(Path::new("/proc/meminfo"))?;
    let bytes = |name: &str| field(&text, name);
    Some(bytes("MemAvailable:")?.saturating_add(bytes("SwapFree:").unwrap_or(0)))
}

/// The limit of the control group (version 2) less what it uses; the page cache that it holds can be taken back.
fn control_group(folder: &Path) -> Option<u64> {
    let own = read(Path::new("/proc/self/cgroup"))?;
    let path = own.lines().find_map(|line| line.strip_prefix("0::/"))?;
    let own = folder.join(path);
    // A limit of a group above holds too.
    let groups = own.ancestors().take_while(|group| group.starts_with(folder));
    groups.filter_map(left_in_group).min()
}

fn left_in_group(folder: &Path) -> Option<u64> {
    let number = |name: &str| read(&folder.join(name))?.trim().parse::<u64>().ok();
    let (most, used) = (number("memory.max")?, number("memory.current")?);
    let statistics = read(&folder.join("memory.stat")).unwrap_or_default();
    let cache: u64 = ["inactive_file ", "active_file "]
        .into_iter()
        .filter_map(|name| statistics.lines().find_map(|line| line.strip_prefix(name)))
        .filter_map(|number| number.trim().parse::<u64>().ok())
        .sum();
    Some(most.saturating_sub(used.saturating_sub(cache)))
}

fn own_limit((limit, used): (Resource, &str), status: &str) -> Option<u64> {
    let most = getrlimit(limit).current?;
    Some(most.saturating_sub(field(status, used)?))
}

fn read(path: &Path) -> Option<String> {
    mynah_files::read_text(path, MAX_BYTES).ok()
}

/// The bytes of a line such as `VmSize:   1234 kB`.
fn field(text: &str, name: &str) -> Option<u64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: u64 = rest.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_tells_how_much_is_free_and_a_small_model_fits() {
        assert!(machine().unwrap() > MIB);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.bin");
        std::fs::write(&path, "small").unwrap();
        check(&Pinned::open(&path).unwrap(), Kind::VoiceActivity, 0).unwrap();
    }

    #[test]
    fn a_model_larger_than_the_memory_is_refused_with_both_figures() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.gguf");
        let file = std::fs::File::create(&path).unwrap();
        // A sparse file.
        file.set_len(1 << 42).unwrap();
        let message = check(&Pinned::open(&path).unwrap(), Kind::Language, 0)
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("model.gguf") && message.contains("needs about") && message.contains("are left"),
            "{message}"
        );
    }
}
