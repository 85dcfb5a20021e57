//! Several programs change one file at once: nothing is lost, nothing that a person wrote
//! is touched.

use skymap::settings::{Change, keep, load};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

const DIRECTORY: &str = "SKYMAP_TEST_SETTINGS";
const NAME: &str = "SKYMAP_TEST_WRITER";
const WRITERS: usize = 8;
const EACH: usize = 5;

#[test]
#[ignore = "runs in a child process of the other test"]
fn child() {
    let directory = PathBuf::from(std::env::var_os(DIRECTORY).unwrap());
    let name = std::env::var(NAME).unwrap();
    for number in 0..EACH {
        let change = Change::Filter {
            name: format!("{name}-{number}"),
            text: format!("type=instance web-{number}"),
        };
        keep(&directory, &change).unwrap();
    }
    keep(&directory, &Change::RemoveFilter(format!("{name}-0"))).unwrap();
}

fn start(directory: &std::path::Path, number: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "settings::writers::child"])
        .env(DIRECTORY, directory)
        .env(NAME, format!("writer{number}"))
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

#[test]
fn processes_that_write_at_once_lose_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("config.toml");
    let own = "# mine\ntheme = \"dark\" # why\n\n[filters]\n# the first\nfirst = \"web\"\n\n[keys.map]\n# a habit\nfold = \"o\"\n";
    fs::write(&path, own).unwrap();
    let children: Vec<Child> = (0..WRITERS)
        .map(|number| start(directory.path(), number))
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let loaded = load(directory.path());
    assert_eq!(loaded.sentences(), Vec::<String>::new());
    assert_eq!(loaded.settings.filters.len(), WRITERS * (EACH - 1) + 1);
    let text = fs::read_to_string(&path).unwrap();
    let mut left = text.lines();
    for line in own.lines() {
        assert!(
            left.any(|kept| kept == line),
            "{line} is not there, or in another order:\n{text}"
        );
    }
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let names = fs::read_dir(directory.path()).unwrap();
    assert_eq!(names.count(), 2, "the file and its lock");
}

#[test]
fn a_link_stays_a_link_and_what_cannot_be_written_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let dotfiles = tempfile::tempdir().unwrap();
    let (link, real) = (
        directory.path().join("config.toml"),
        dotfiles.path().join("skymap.toml"),
    );
    fs::write(&real, "# mine\n").unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let change = Change::Filter {
        name: "a".to_owned(),
        text: "web".to_owned(),
    };
    keep(directory.path(), &change).unwrap();
    assert!(link.is_symlink());
    assert_eq!(
        fs::read_to_string(&real).unwrap(),
        "# mine\n\n[filters]\na = \"web\"\n"
    );
    for (change, said) in [
        (Change::RemoveFilter("b".to_owned()), "has no such entry"),
        (
            Change::Filter {
                name: String::new(),
                text: "web".to_owned(),
            },
            "the name is empty",
        ),
        (
            Change::Filter {
                name: "c".to_owned(),
                text: "web AND".to_owned(),
            },
            "was not kept",
        ),
    ] {
        let refused = keep(directory.path(), &change).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
    fs::remove_file(&link).unwrap();
    fs::create_dir(&link).unwrap();
    let refused = keep(directory.path(), &change).unwrap_err().to_string();
    assert!(refused.contains("it is a directory"), "{refused}");
}
