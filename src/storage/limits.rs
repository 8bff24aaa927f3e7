//! Limits for reading and for messages. The limit on nesting is that of the RON library (128 levels), which is
//! never switched off.

/// Maximum size of a project file, in bytes. A project of 10,000 actions takes 3 to 6 MB.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

/// Maximum total size of a project's test executions, in bytes: stored executions can always be read.
pub(super) const MAX_EXECUTION_BYTES: usize = MAX_FILE_BYTES / 2;

/// Maximum number of characters of an offending line in a message.
pub(super) const EXCERPT_CHARS: usize = 100;

/// Maximum number of broken rules or unreadable actions that are listed; the rest are counted.
pub(super) const LISTED: usize = 20;
