//! The figures that bound what is read and said. The limit on nesting is the RON library's own (128 levels), which is
//! never switched off.

/// Largest project file, in bytes. A project of 10,000 actions takes 3 to 6 MB.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

/// Most bytes of test executions that are kept of a project: what is kept can always be read.
pub(super) const MAX_EXECUTION_BYTES: usize = MAX_FILE_BYTES / 2;

/// Most characters of an offending line that a message shows.
pub(super) const EXCERPT_CHARS: usize = 100;

/// Most broken rules, or actions that cannot be read, that are told one by one; the rest are counted.
pub(super) const LISTED: usize = 20;
