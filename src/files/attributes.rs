//! What a file carries besides its text, its owner and its mode: access control lists
//! and other extended attributes. It must not know what the file says.

use rustix::fs::{XattrFlags, fremovexattr, fsetxattr, getxattr, listxattr};
use rustix::io::Errno;
use std::fs::File;
use std::path::Path;

/// As Linux names the list that says who else may read and write.
const ACCESS_LIST: &str = "system.posix_acl_access";
/// Linux takes neither a longer list of names nor a longer value.
const LONGEST: usize = 64 * 1024;

/// Gives the file that is to replace another one that one's attributes, and no access
/// list that it did not have: a directory's default list would let in more people than
/// before. Answers the names of those that could not be kept. The mode must be set
/// afterwards, because an access list changes it.
pub(super) fn keep(old: &Path, new: &File) -> Vec<String> {
    let names = names(old);
    if !names.iter().any(|name| name == ACCESS_LIST)
        && let Err(error) = fremovexattr(new, ACCESS_LIST)
    {
        // There is none, or the file system knows none.
        tracing::debug!(%error, "no access list was taken away");
    }
    let mut buffer = vec![0; LONGEST];
    let mut lost = Vec::new();
    for name in names {
        let kept = getxattr(old, &name, &mut buffer[..])
            .and_then(|length| fsetxattr(new, &name, &buffer[..length], XattrFlags::empty()));
        if kept.is_err() && !is_of_the_system(&name) {
            lost.push(name);
        }
    }
    lost
}

fn names(file: &Path) -> Vec<String> {
    let mut buffer = vec![0; LONGEST];
    let length = match listxattr(file, &mut buffer[..]) {
        Ok(length) => length,
        Err(Errno::NOTSUP | Errno::NOENT) => 0,
        Err(error) => {
            tracing::debug!(%error, "the attributes of a file cannot be listed");
            0
        }
    };
    buffer[..length]
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect()
}

/// Labels that the system gives to every file by its own rules.
fn is_of_the_system(name: &str) -> bool {
    let theirs = ["security.", "trusted.", "com.apple."];
    theirs.iter().any(|prefix| name.starts_with(prefix))
}
