//! The speed, beside that of curl. It prints a ratio and asserts only that both fetch everything.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use tokio::time::Instant;

use super::program::Place;

#[test]
#[ignore = "measures; run it alone"]
fn it_is_about_as_fast_as_curl() {
    let place = Place::slow(512 << 20, 1 << 20, Duration::ZERO);
    let address = format!("{}/example/tiny/resolve/main/tiny.gguf", place.server.mirror());
    let other = place.home.path().join("curl.gguf");
    let mut ratios = Vec::new();
    for _ in 0..5 {
        let _ = fs::remove_file(place.target());
        let before = Instant::now();
        let mut ours = place.command();
        ours.args(["--yes", "--json", "tiny"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        assert!(ours.status().unwrap().success());
        let own = before.elapsed().as_secs_f64();
        let before = Instant::now();
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--noproxy", "*", "--output"])
            .arg(&other)
            .arg(&address);
        assert!(curl.status().unwrap().success());
        let theirs = before.elapsed().as_secs_f64();
        println!("mynah-pull {own:.2} s, curl {theirs:.2} s");
        ratios.push(theirs / own);
    }
    assert_eq!(fs::metadata(&other).unwrap().len(), place.content.len() as u64);
    ratios.sort_by(f64::total_cmp);
    println!(
        "speed as a part of curl's, median of {}: {:.2}",
        ratios.len(),
        ratios[ratios.len() / 2]
    );
}
