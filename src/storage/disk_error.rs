//! Messages for disk errors: the operating system's own messages are short and differ between systems.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use super::limits::MAX_FILE_BYTES;

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// The path is a folder.
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
    /// The file is read-only.
    #[error("The file is read-only, so it was not saved. Save under another name, or allow writing to the file.")]
    ReadOnly,
    /// No permission to write the file.
    #[error(
        "The file could not be saved: you may not write to it, or it is protected against changes. Ask for the right to write \
         to it, or save under another name."
    )]
    NoRightToFile,
    /// No permission to create files in the folder.
    #[error(
        "The file could not be saved: you may not create files in its folder, and a safe save writes the new file in the folder of the \
         old file. Ask for the right to write to the folder, or save in another folder."
    )]
    NoRightToFolder,
    /// The disk is full.
    #[error(
        "The file could not be written: the disk is full. The file takes {}{}. Free some space on the disk, or choose another disk, \
         and try again.",
        size(*needed),
        free.map_or(String::new(), |free| format!(", and {} are free", size(free)))
    )]
    Full {
        /// The bytes to be written.
        needed: u64,
        /// The free bytes, if known.
        free: Option<u64>,
    },
    /// The disk does not store the written bytes.
    #[error(
        "The file could not be saved: the disk returned other bytes than were written, so it may be damaged. The old file \
         is unchanged. Save on another disk, and have this disk checked."
    )]
    OtherBytes,
    /// Data kept for a project outside its file is too large.
    #[error(
        "The data kept for this project is larger than {} MiB, so it stays unchanged, and nothing more is kept. Move the file away to \
         start again.\nFile: {}",
        MAX_FILE_BYTES / 1024 / 1024,
        .0.display()
    )]
    KeptTooLarge(PathBuf),
    /// An entry that would leave no room for other entries.
    #[error("It is larger than the limit for all data kept for a project ({} MiB).", .0 / 1024 / 1024)]
    TooLargeToKeep(usize),
    /// The file was changed outside this program.
    #[error(
        "The file was changed by somebody else, or by another program, since it was opened, so it was not overwritten. Save \
         under another name, or open the file again."
    )]
    ChangedOutside,
    /// The file was removed outside this program.
    #[error(
        "The file was removed or renamed since it was opened. Save again to create the file, or choose another name."
    )]
    Gone,
    /// Another error of the operating system.
    #[error("The file could not be {verb}: {} {}", words(source).0, words(source).1)]
    Os {
        /// The operation.
        verb: &'static str,
        /// The system's error.
        source: io::Error,
    },
}

impl DiskError {
    pub(super) fn os(verb: &'static str, source: io::Error) -> Self {
        Self::Os { verb, source }
    }
}

/// A readable number of bytes: *0 bytes*, *340 kB*, *2.5 MB*. Rounded down, so that free space is never overstated.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

/// The problem, and what to do.
fn words(error: &io::Error) -> (String, &'static str) {
    let (happened, advice) = match error.kind() {
        ErrorKind::NotFound => ("it does not exist.", "Check the name, or whether it was moved."),
        ErrorKind::PermissionDenied => (
            "you may not do that here.",
            "Ask for the right to write to the file and its folder, or choose another folder.",
        ),
        ErrorKind::StorageFull => {
            ("the disk is full.", "Free some space on it, or choose another disk, and try again.")
        }
        ErrorKind::QuotaExceeded => {
            ("your disk quota is used up.", "Free some space, or choose another disk, and try again.")
        }
        ErrorKind::ReadOnlyFilesystem => ("the disk is read-only.", "Choose a folder on another disk."),
        ErrorKind::FileTooLarge => ("the disk does not allow files of this size.", "Choose another disk."),
        ErrorKind::InvalidFilename => ("the disk does not allow this name.", "Choose a shorter or a simpler name."),
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
                "Try again, or choose another folder; if the error persists, have the disk checked.",
            );
        }
    };
    (happened.to_owned(), advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_readable() {
        let words = [0, 999, 1_000, 65_536, 999_999, 1_000_000, 2_560_000, 999_999_999, 4_200_000_000].map(size);
        assert_eq!(
            words,
            ["0 bytes", "999 bytes", "1 kB", "65 kB", "999 kB", "1.0 MB", "2.5 MB", "999.9 MB", "4.2 GB"]
        );
    }

    #[test]
    fn a_full_disk_reports_needed_and_free_space() {
        let says = |free| DiskError::Full { needed: 2_560_000, free }.to_string();
        assert!(
            says(Some(12_288)).contains("the disk is full. The file takes 2.5 MB, and 12 kB are free. Free some space")
        );
        assert!(says(None).contains("the disk is full. The file takes 2.5 MB. Free some space"));
    }
}
