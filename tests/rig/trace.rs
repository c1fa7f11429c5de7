//! What a program and all that it starts ask of the kernel, as strace tells it.
//!
//! Owns the reading of strace's lines. What may be asked is the tests' affair.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Calls that send, ask, start or write.
const CALLS: &str = "socket,socketpair,connect,bind,sendto,sendmsg,sendmmsg,io_uring_setup,execve,execveat,unshare,open,openat,openat2,creat,\
    mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,truncate";
/// How a line tells that a file may be written.
const WRITES: [&str; 4] = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"];
/// What a call that makes or names something is called.
const MAKES: [&str; 11] = [
    "creat(",
    "mkdir(",
    "mkdirat(",
    "mknod(",
    "mknodat(",
    "rename(",
    "renameat(",
    "renameat2(",
    "link(",
    "linkat(",
    "symlink",
];

/// The calls of a program, each on a line, in their order.
pub struct Trace(Vec<String>);

impl Trace {
    /// Writes a script into a folder that runs a program under strace; returns it, and where its calls will be. `quick` misses the calls
    /// that the broker is asked about: the kernel then asks only that one.
    pub fn script(folder: &Path, program: &Path, quick: bool) -> (PathBuf, PathBuf) {
        let quick = if quick { "--seccomp-bpf" } else { "" };
        let (script, calls) = (folder.join("traced"), folder.join("calls"));
        let text = format!(
            "#!/bin/sh\nexec strace -f {quick} -y -s 4096 -o '{}' -e trace={CALLS} '{}' \"$@\"\n",
            calls.display(),
            program.display(),
        );
        fs::write(&script, text).unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).unwrap();
        (script, calls)
    }

    /// Reads the calls; one that was interrupted by another process's stands where it ended.
    pub fn read(calls: &Path) -> Self {
        let text = String::from_utf8_lossy(&fs::read(calls).unwrap()).into_owned();
        let mut begun = BTreeMap::new();
        let mut all = Vec::new();
        for line in text.lines() {
            let (process, call) = line.split_once(' ').unwrap_or_default();
            let call = call.trim_start();
            if let Some(start) = call.strip_suffix(" <unfinished ...>") {
                begun.insert(process, start);
            } else if let Some((_, rest)) = call
                .strip_prefix("<... ")
                .and_then(|call| call.split_once(" resumed>"))
            {
                all.push(format!("{}{rest}", begun.remove(process).unwrap_or_default()));
            } else {
                all.push(call.to_owned());
            }
        }
        Self(all)
    }

    /// The calls that were not refused and begin like this.
    pub fn done<'a>(&'a self, names: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
        let is_done = |line: &&String| !line.contains(" = -1 ") && line.contains(" = ");
        let is_named = move |line: &&String| names.iter().any(|name| line.starts_with(name));
        self.0.iter().filter(is_done).filter(is_named).map(String::as_str)
    }

    /// All calls, also those that were refused.
    pub fn all(&self) -> &[String] {
        &self.0
    }

    /// The calls that made a socket of another family than this machine's own, or named an address of one.
    pub fn beyond_this_machine(&self) -> Vec<&str> {
        let is_other = |line: &&String| {
            let made = line.starts_with("socket") && !line.contains("(AF_UNIX") && !line.contains(" = -1 ");
            let address = line.split("sa_family=AF_").skip(1);
            made || address.into_iter().any(|family| !family.starts_with("UNIX"))
        };
        self.0.iter().filter(is_other).map(String::as_str).collect()
    }

    /// The calls that ask for a name: files that say who knows names, daemons that do, and their port.
    pub fn questions_for_names(&self) -> Vec<&str> {
        let signs = [
            "/etc/resolv.conf",
            "/etc/hosts",
            "/nscd/",
            "/resolve/",
            "htons(53)",
            "libnss_dns",
        ];
        let asks = |line: &&String| signs.iter().any(|sign| line.contains(sign));
        self.0.iter().filter(asks).map(String::as_str).collect()
    }

    /// The paths of sockets that were connected to.
    pub fn connected(&self) -> BTreeSet<&str> {
        let path = |line: &'_ str| -> Option<_> {
            let start = line.find("sun_path=\"")? + "sun_path=\"".len();
            Some((start, start + line.get(start..)?.find('"')?))
        };
        self.done(&["connect("])
            .filter_map(|line| path(line).and_then(|(start, end)| line.get(start..end)))
            .collect()
    }

    /// The programs that were started.
    pub fn programs(&self) -> BTreeSet<&str> {
        self.done(&["execve(", "execveat("])
            .filter_map(|line| {
                // By an open file: its name is told with the descriptor.
                let by_file = line.starts_with("execveat(") && line.contains(">, \"\",");
                let (start, end) = if by_file { ('<', '>') } else { ('"', '"') };
                line.split_once(start)?.1.split_once(end).map(|(path, _)| path)
            })
            .collect()
    }

    /// The files and folders that were opened to be written, made, or given a name.
    pub fn written(&self) -> BTreeSet<&str> {
        let opened = self
            .done(&["open(", "openat(", "openat2("])
            .filter(|line| WRITES.iter().any(|flag| line.contains(flag)));
        // What was opened is told behind the result, whatever it was called.
        let opened = opened.filter_map(|line| line.rsplit_once('<')?.1.split_once('>').map(|(path, _)| path));
        // The last name is the new one.
        let made = self.done(&MAKES).filter_map(|line| {
            let (before, _) = line.rsplit_once(" = ")?;
            let mut quoted = before.rsplit('"');
            quoted.nth(1)
        });
        opened.chain(made).collect()
    }
}
