//! The target of a download, and the temporary file beside it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{ErrorKind, Failure};

/// The most bytes of the target's name that the temporary file repeats. File systems allow 255 in all, and the
/// name has to leave room for the part that makes it unique.
const NAME: usize = 160;

/// Creates a file beside the target, under a name of its own, with the mode of the file that it replaces.
///
/// The target is checked too, so that one that cannot be written is found before anything is sent. This
/// blocks for a few system calls: on another thread the file would be created even if the download was dropped
/// in the meantime, and would stay behind.
pub(crate) fn create_beside(target: &Path, unique: &str) -> Result<(PathBuf, File), Box<Failure>> {
    let Some(name) = target.file_name() else {
        return Err(not_a_file());
    };
    let permissions = match fs::metadata(target) {
        Ok(metadata) if metadata.is_file() => {
            // Opened without truncating: the file that is there stays as it is until the new one is
            // complete.
            let writable = OpenOptions::new().write(true).open(target);
            writable.map_err(unwritable)?;
            Some(metadata.permissions())
        }
        // A directory cannot be replaced by a file, and a device or a pipe must not be.
        Ok(_) => return Err(not_a_file()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(unwritable(error)),
    };
    let temporary = target.with_file_name(temporary_name(&name.to_string_lossy(), unique));
    let file = File::create_new(&temporary).map_err(unwritable)?;
    if let Some(permissions) = permissions
        && let Err(error) = fs::set_permissions(&temporary, permissions)
    {
        // A second error has nobody to go to.
        let _ = fs::remove_file(&temporary);
        return Err(unwritable(error));
    }
    Ok((temporary, file))
}

fn temporary_name(name: &str, unique: &str) -> OsString {
    let end = name.floor_char_boundary(NAME);
    format!(".{}.{unique}.part", &name[..end]).into()
}

fn not_a_file() -> Box<Failure> {
    Failure::new(ErrorKind::Sink).because("the target is not a regular file")
}

pub(crate) fn unwritable(error: io::Error) -> Box<Failure> {
    Failure::new(ErrorKind::Sink).caused_by(error)
}
