//! One file on disk: read, locked against other writers, replaced whole; and the TOML
//! that people edit. It must not know what the file says.

mod attributes;
pub mod document;

use rustix::fs::{Access, Gid, OFlags, Uid};
use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// Whose file it is decides how it is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// Nobody else's business: 0600, in a directory that is made 0700.
    Personal,
    /// Keeps its owner, group and mode; a new one is 0660, and its directory decides the group.
    Team,
}

/// A file's text and when it was last replaced; an absent file is an empty text.
#[derive(Debug)]
pub struct Text {
    pub text: Vec<u8>,
    pub modified: Option<SystemTime>,
}

pub fn read(path: &Path) -> io::Result<Text> {
    // A pipe in a team's directory would make every reader wait for ever.
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => return Err(io::Error::other("it is a directory")),
        Ok(metadata) if !metadata.is_file() => {
            return Err(io::Error::other("it is not a regular file"));
        }
        _ => {}
    }
    match std::fs::read(path) {
        Ok(text) => Ok(Text {
            text,
            modified: std::fs::metadata(path)?.modified().ok(),
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Text {
            text: Vec::new(),
            modified: None,
        }),
        Err(error) => Err(error),
    }
}

/// The file behind symbolic links, which need not exist: a link from a directory of
/// dotfiles stays a link when what it points to is replaced.
pub fn real_path(path: &Path) -> PathBuf {
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = std::fs::read_link(&path) else {
            break;
        };
        path = directory(&path).join(target);
    }
    match (directory(&path).canonicalize(), path.file_name()) {
        (Ok(directory), Some(name)) => directory.join(name),
        _ => path,
    }
}

/// Why the file cannot be replaced, when it cannot.
pub fn why_read_only(path: &Path, ownership: Ownership) -> Option<String> {
    let real = real_path(path);
    let directory = directory(&real);
    if matches!(directory.try_exists(), Ok(false)) {
        return why_nowhere(path, &real, ownership);
    }
    if real.is_dir() {
        return Some("it is a directory".to_owned());
    }
    if let Ok(metadata) = std::fs::metadata(&real) {
        if let Err(error) = rustix::fs::access(&real, Access::WRITE_OK) {
            return Some(format!(
                "it may not be written ({})",
                io::Error::from(error)
            ));
        }
        if !may_give_to_group(metadata.gid()) {
            return Some("you are not in its group, which would be lost".to_owned());
        }
    }
    let may_replace = rustix::fs::access(directory, Access::WRITE_OK | Access::EXEC_OK);
    may_replace.err().map(|error| {
        format!(
            "a file is replaced whole, and its directory {} may not be written ({})",
            directory.display(),
            io::Error::from(error)
        )
    })
}

/// Why the file cannot be made where there is no directory for it. Only the directory of
/// the personal file is made; behind a link, or for a team, something is missing that
/// was there: a mount perhaps, and a file that is made in its place would hide its own.
fn why_nowhere(path: &Path, real: &Path, ownership: Ownership) -> Option<String> {
    let directory = directory(real).display();
    if path.is_symlink() {
        let real = real.display();
        Some(format!(
            "it is a link to {real}, and the directory {directory} is not there"
        ))
    } else if ownership == Ownership::Team {
        Some(format!("its directory {directory} is not there"))
    } else {
        None
    }
}

/// Whether anybody on this machine may change the file.
pub fn is_world_writable(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.mode() & 0o002 != 0)
}

/// Held while a file is read, changed and replaced; ends with the value.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Locks a file beside the one that is replaced: a lock on a file that is renamed
    /// over would be a lock on nothing. Waits as long as others write, and ten seconds
    /// for one who does not.
    pub fn take(real: &Path, ownership: Ownership) -> io::Result<Self> {
        const PAUSE: Duration = Duration::from_millis(10);
        const MOST_PAUSES: u32 = 1000;
        if ownership == Ownership::Personal {
            make_private_directory(directory(real))?;
        }
        let path = sidecar(real);
        let file = open_lock(&path, ownership)?;
        let mut seen = version(real);
        let mut pauses = 0;
        while pauses < MOST_PAUSES {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(std::fs::TryLockError::WouldBlock) => thread::sleep(PAUSE),
                Err(std::fs::TryLockError::Error(error)) => return Err(error),
            }
            let now = version(real);
            pauses = if now == seen { pauses + 1 } else { 0 };
            seen = now;
        }
        Err(io::Error::new(
            io::ErrorKind::TimedOut,
            format!(
                "another program has held {} for ten seconds",
                path.display()
            ),
        ))
    }
}

/// Replaces the file so that a reader sees the old text or the new one, also when the
/// machine stops in the middle. The lock must be held. Answers what could not be kept.
pub fn replace(real: &Path, text: &str, ownership: Ownership) -> io::Result<Vec<String>> {
    let directory = directory(real);
    sweep(real);
    let before = std::fs::metadata(real).ok();
    let mut file = tempfile::Builder::new()
        .prefix(&temporary_prefix(real))
        .suffix(TEMPORARY_SUFFIX)
        .permissions(Permissions::from_mode(0o600))
        .tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    let mut notes = Vec::new();
    if let Some(before) = &before {
        notes.extend(keep_owner(file.as_file(), before)?);
        let lost = attributes::keep(real, file.as_file());
        if !lost.is_empty() {
            let lost = lost.join(", ");
            notes.push(format!("its extended attributes {lost} could not be kept"));
        }
    }
    let mode = match (ownership, before) {
        (Ownership::Personal, _) => 0o600,
        (Ownership::Team, Some(before)) => before.mode() & 0o7777,
        (Ownership::Team, None) => 0o660,
    };
    file.as_file()
        .set_permissions(Permissions::from_mode(mode))?;
    file.as_file().sync_all()?;
    file.persist(real).map_err(|error| error.error)?;
    File::open(directory)?.sync_all()?;
    Ok(notes)
}

const TEMPORARY_SUFFIX: &str = ".tmp";

fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn file_name(real: &Path) -> String {
    let name = real.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn sidecar(real: &Path) -> PathBuf {
    real.with_file_name(format!(".{}.lock", file_name(real)))
}

fn temporary_prefix(real: &Path) -> String {
    format!(".{}.", file_name(real))
}

/// Removes what a killed writer left: under the lock, no other writer has one.
fn sweep(real: &Path) {
    const RANDOM: usize = 6;
    let prefix = temporary_prefix(real);
    let Ok(entries) = std::fs::read_dir(directory(real)) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let random = name
            .to_str()
            .and_then(|name| name.strip_prefix(&prefix))
            .and_then(|name| name.strip_suffix(TEMPORARY_SUFFIX));
        if random.is_some_and(|random| random.len() == RANDOM) {
            // One that stays costs nothing, and the next writer tries again.
            drop(std::fs::remove_file(entry.path()));
        }
    }
}

/// Changes with every replacement.
fn version(real: &Path) -> Option<(u64, SystemTime)> {
    let metadata = std::fs::metadata(real).ok()?;
    Some((metadata.ino(), metadata.modified().ok()?))
}

fn open_lock(path: &Path, ownership: Ownership) -> io::Result<File> {
    let mode = match ownership {
        Ownership::Personal => 0o600,
        Ownership::Team => 0o660,
    };
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    let no_follow = OFlags::NOFOLLOW.bits().cast_signed();
    options.custom_flags(no_follow).mode(mode);
    match options.clone().create_new(true).open(path) {
        Ok(file) => {
            file.set_permissions(Permissions::from_mode(mode))?;
            Ok(file)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => options.open(path),
        Err(error) => Err(error),
    }
}

/// The umask may have taken our own rights away, so the mode is set once more.
fn make_private_directory(directory: &Path) -> io::Result<()> {
    if directory.exists() {
        return Ok(());
    }
    if let Some(parent) = directory.parent() {
        make_private_directory(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(directory) {
        Ok(()) => std::fs::set_permissions(directory, Permissions::from_mode(0o700)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => {
            let directory = directory.display();
            let sentence = format!("its directory {directory} cannot be made: {error}");
            Err(io::Error::new(error.kind(), sentence))
        }
    }
}

/// The group decides who of the team may go on reading, so it must be kept. Only root
/// may give a file away, so another owner becomes us, which is told.
fn keep_owner(file: &File, before: &std::fs::Metadata) -> io::Result<Option<String>> {
    let after = file.metadata()?;
    if after.gid() != before.gid() {
        rustix::fs::fchown(file, None, Some(Gid::from_raw(before.gid())))?;
    }
    if after.uid() == before.uid() {
        return Ok(None);
    }
    let given = rustix::fs::fchown(file, Some(Uid::from_raw(before.uid())), None);
    Ok(given
        .is_err()
        .then(|| "it belongs to you now: only root can keep another owner".to_owned()))
}

fn may_give_to_group(group: u32) -> bool {
    let group = Gid::from_raw(group);
    rustix::process::geteuid().is_root()
        || rustix::process::getegid() == group
        || rustix::process::getgroups().is_ok_and(|groups| groups.contains(&group))
}
