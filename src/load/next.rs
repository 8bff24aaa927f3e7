//! Where the arrivals of an entry point are.

/// Where the arrivals of an entry point are.
#[derive(Clone, Copy, Default)]
pub(super) struct Next {
    pub half_hour: u32,
    pub index: u32,
    /// Seconds since the half hour began.
    pub at_s: f64,
}
