//! The one test binary: faults of servers and disks, the program as people run it, and its speed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod disk;
mod faults;
mod program;
mod redirects;
mod server;
mod speed;
mod transfers;
