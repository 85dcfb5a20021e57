//! A virtual environment with what `tests/requirements.txt` names, made once under
//! `target/` and shared by all tests and processes.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The environment's directory of programs: `python`, `aws`, `moto_server`, …
pub fn programs() -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python");
    fs::create_dir_all(&home).expect("a directory for the environment");
    let lock = File::create(home.join("lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let environment = home.join("environment");
    let stamp = home.join("stamp");
    let wanted = include_str!("../requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        return environment.join("bin");
    }
    make(&environment);
    fs::write(&stamp, wanted).expect("the stamp");
    environment.join("bin")
}

fn make(environment: &Path) {
    let python = Command::new("python3").arg("--version").output();
    assert!(
        python.is_ok_and(|output| output.status.success()),
        "these tests need python3 (3.10 or later, with venv) in the PATH, and it is not there"
    );
    let requirements = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/requirements.txt");
    let clear = ["-m", "venv", "--clear"];
    run(Command::new("python3").args(clear).arg(environment));
    run(Command::new(environment.join("bin/python"))
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
        ])
        .arg(requirements));
}

fn run(command: &mut Command) {
    let output = command.output().expect("a program that starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed: {text}");
}
