//! What the disk refused, in words for people: the operating system's own are short, and differ from one to the next.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use super::limits::MAX_FILE_BYTES;

/// Why the disk did not give or take a file.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// A folder stands there.
    #[error("This is a folder, not a file. Choose a file.")]
    Folder,
    /// A pipe, a device or the like.
    #[error("This is a device or a pipe, not a file. Choose a file.")]
    Device,
    /// The path names no file.
    #[error("The path has no file name. Choose a name for the file.")]
    NoName,
    /// The folder is missing.
    #[error("The folder does not exist. Create it, or choose another one.")]
    NoFolder,
    /// A symbolic link to nothing.
    #[error("This is a link to a file that does not exist. Remove the link, or save under another name.")]
    DanglingLink,
    /// The file is protected.
    #[error("The file is read-only, so it was not saved. Save under another name, or allow writing to the file.")]
    ReadOnly,
    /// The file itself may not be written to.
    #[error(
        "The file could not be saved: you may not write to it, or it is protected against changes. Ask for the right to write \
         to it, or save under another name."
    )]
    NoRightToFile,
    /// Nothing may be created in its folder.
    #[error(
        "The file could not be saved: you may not create files in its folder, and a safe save writes the new file beside the \
         old one. Ask for the right to write to the folder, or save in another one."
    )]
    NoRightToFolder,
    /// The disk is full.
    #[error(
        "The file could not be written: the disk is full. The file takes {}{}. Make room on the disk, or choose another one, \
         and try again.",
        size(*needed),
        free.map_or(String::new(), |free| format!(", and {} are free", size(free)))
    )]
    Full {
        /// The bytes to be written.
        needed: u64,
        /// The bytes that are free, where the disk says.
        free: Option<u64>,
    },
    /// The disk does not keep what it is given.
    #[error(
        "The file could not be saved: the disk gave back other bytes than were written, so it may be damaged. The file that was \
         there is unchanged. Save on another disk, and have this one checked."
    )]
    OtherBytes,
    /// What was kept of a project outside its file.
    #[error(
        "What was kept of this project is larger than {} MiB, so it was left as it is, and nothing more is kept. Move it away to \
         begin anew.\nFile: {}",
        MAX_FILE_BYTES / 1024 / 1024,
        .0.display()
    )]
    KeptTooLarge(PathBuf),
    /// A thing that would leave no room for others of its kind.
    #[error("It is larger than all that is kept of a project may be ({} MiB).", .0 / 1024 / 1024)]
    TooLargeToKeep(usize),
    /// Somebody else changed it.
    #[error(
        "The file was changed by somebody else, or by another program, since it was opened, so it was not saved over. Save \
         under another name, or open the file again."
    )]
    ChangedOutside,
    /// Somebody else removed it.
    #[error(
        "The file was removed or renamed since it was opened. Save it again to create it anew, or choose another name."
    )]
    Gone,
    /// The operating system says no.
    #[error("The file could not be {verb}: {} {}", words(source).0, words(source).1)]
    Os {
        /// What was to be done to the file.
        verb: &'static str,
        /// What the system says.
        source: io::Error,
    },
}

impl DiskError {
    pub(super) fn os(verb: &'static str, source: io::Error) -> Self {
        Self::Os { verb, source }
    }
}

/// A number of bytes as people read it: *0 bytes*, *340 kB*, *2.5 MB*. Rounded down, so that what is free is never too much.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

/// What happened, and what to do.
fn words(error: &io::Error) -> (String, &'static str) {
    let (happened, advice) = match error.kind() {
        ErrorKind::NotFound => ("it does not exist.", "Check the name, or whether it was moved."),
        ErrorKind::PermissionDenied => (
            "you may not do that here.",
            "Ask for the right to write to the file and its folder, or choose another folder.",
        ),
        ErrorKind::StorageFull => ("the disk is full.", "Make room on it, or choose another disk, and try again."),
        ErrorKind::QuotaExceeded => {
            ("your share of the disk is used up.", "Make room, or choose another disk, and try again.")
        }
        ErrorKind::ReadOnlyFilesystem => ("the disk is read-only.", "Choose a folder on another disk."),
        ErrorKind::FileTooLarge => ("the disk does not take files of this size.", "Choose another disk."),
        ErrorKind::InvalidFilename => ("the disk does not take this name.", "Choose a shorter or a simpler name."),
        ErrorKind::NotADirectory => ("a part of the path is a file, not a folder.", "Check the path."),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
            ("another program is using it.", "Close the other program and try again.")
        }
        ErrorKind::StaleNetworkFileHandle | ErrorKind::TimedOut | ErrorKind::HostUnreachable => (
            "the network disk does not answer.",
            "Check the connection and try again, or choose a folder on this computer.",
        ),
        _ => {
            return (
                format!("the system says \"{error}\"."),
                "Try again, or choose another folder; if it goes on, have the disk checked.",
            );
        }
    };
    (happened.to_owned(), advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_by_people() {
        let words = [0, 999, 1_000, 65_536, 999_999, 1_000_000, 2_560_000, 999_999_999, 4_200_000_000].map(size);
        assert_eq!(
            words,
            ["0 bytes", "999 bytes", "1 kB", "65 kB", "999 kB", "1.0 MB", "2.5 MB", "999.9 MB", "4.2 GB"]
        );
    }

    #[test]
    fn a_full_disk_names_what_is_needed_and_what_is_free() {
        let says = |free| DiskError::Full { needed: 2_560_000, free }.to_string();
        assert!(says(Some(12_288)).contains("the disk is full. The file takes 2.5 MB, and 12 kB are free. Make room"));
        assert!(says(None).contains("the disk is full. The file takes 2.5 MB. Make room"));
    }
}
