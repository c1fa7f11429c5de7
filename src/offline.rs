//! What keeps everything on this machine, as it really is at this moment.
//!
//! Owns the questions to the kernel. Puts nothing in force by itself.

use std::fs;

/// The layers by name, and whether each holds for this process now.
pub fn layers() -> Vec<(&'static str, bool)> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let devices = fs::read_to_string("/proc/self/net/dev").ok();
    vec![
        // tests/architecture.rs and deny.toml keep it so.
        ("code", true),
        ("seccomp", field(&status, "Seccomp:") == Some("2")),
        ("privileges", field(&status, "NoNewPrivs:") == Some("1")),
        (
            "namespace",
            devices.is_some_and(|devices| has_no_interface(&devices)),
        ),
    ]
}

fn field<'a>(status: &'a str, name: &str) -> Option<&'a str> {
    status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .map(str::trim)
}

/// `proc_net_dev(5)`: two lines of headings, then an interface a line. The loopback leads nowhere.
fn has_no_interface(devices: &str) -> bool {
    devices
        .lines()
        .skip(2)
        .filter_map(|line| line.split_once(':'))
        .all(|(name, _)| name.trim() == "lo")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_is_read_as_it_writes() {
        let status = "Name:\tmynah\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\n";
        assert_eq!(
            (field(status, "Seccomp:"), field(status, "NoNewPrivs:")),
            (Some("2"), Some("1"))
        );
        let head = "Inter-|   Receive\n face |bytes\n";
        assert!(has_no_interface(&format!("{head}    lo: 0 0\n")));
        assert!(!has_no_interface(&format!("{head}    lo: 0 0\n  eth0: 1 2\n")));
        assert!(has_no_interface(head));
    }
}
