//! A machine that ends with the test (`machine.sh`): commands on it, and runs of the example playbook.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use super::desk::OperatorDesk;
use crate::rig::root;

/// A machine on which commands run one after the other.
pub struct KioskMachine {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    folder: PathBuf,
}

impl KioskMachine {
    /// A machine that has the operator's desk at `/exchange`.
    pub fn start(desk: &OperatorDesk) -> Self {
        let folder = desk.folder.path().to_owned();
        let script = root().join("tests/fleet_examples/machine.sh");
        let mut command = if rustix::process::geteuid().is_root() {
            Command::new(script)
        } else {
            let mut sudo = Command::new("sudo");
            sudo.arg("--non-interactive").arg(script);
            sudo
        };
        let mut process = command
            .arg(root())
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            input: process.stdin.take(),
            output: BufReader::new(process.stdout.take().unwrap()),
            process,
            folder,
        }
    }

    /// Runs a command of the shell; its exit code and what it says.
    pub fn run(&mut self, command: &str) -> (i32, String) {
        let line = format!("{{ {command}\n}} > /exchange/said 2>&1 < /dev/null; echo $?\n");
        let _ = self.input.as_mut().unwrap().write_all(line.as_bytes());
        let mut code = String::new();
        self.output.read_line(&mut code).unwrap();
        let code = code.trim_end().parse().unwrap_or_else(|_| {
            panic!(
                "no machine: what is above says why. It needs root, who may mount: run the tests as root, or 'sudo --validate' before them"
            )
        });
        (code, fs::read_to_string(self.folder.join("said")).unwrap())
    }

    pub fn told(&mut self, command: &str) -> String {
        let (code, said) = self.run(command);
        assert_eq!(code, 0, "{command}: {said}");
        said
    }

    /// Runs the example playbook with these variables; its exit code and what it says.
    pub fn play(&mut self, variables: &Value, options: &str) -> (i32, String) {
        fs::write(self.folder.join("variables.json"), variables.to_string()).unwrap();
        self.run(&format!(
            "ANSIBLE_NOCOLOR=1 ANSIBLE_PIPELINING=1 timeout 120 ansible-playbook --inventory /exchange/inventory.ini \
             --extra-vars @/exchange/variables.json {options} /source/packaging/ansible/kiosks.yml"
        ))
    }

    /// What has changed, of a run that must succeed: tasks by their names.
    pub fn changes(&mut self, variables: &Value, options: &str) -> Vec<String> {
        let (code, said) = self.play(variables, options);
        assert_eq!(code, 0, "{said}");
        let mut task = "";
        let mut changes = Vec::new();
        for line in said.lines() {
            if let Some((_, name)) = line.split_once("[mynah_kiosk : ") {
                task = name.split(']').next().unwrap();
            } else if line.starts_with("changed: ") && changes.last().is_none_or(|last| last != task) {
                changes.push(task.to_owned());
            }
        }
        changes
    }
}

impl Drop for KioskMachine {
    fn drop(&mut self) {
        // The machine ends with its commands, and with it everything that runs there.
        drop(self.input.take());
        let _ = self.process.wait();
    }
}
