//! Guards the window: projects are written and proved, and small files replaced, on threads of their own. In tests, a thread that
//! draws says so, and is caught when it does it itself.

#[cfg(test)]
thread_local! {
    /// Whether this thread draws a window.
    pub(crate) static DRAWS: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Says that what follows takes long.
pub(super) fn takes_long() {
    // What a panic keeps, it keeps at once.
    #[cfg(test)]
    assert!(std::thread::panicking() || !DRAWS.get(), "the thread that draws the window does what takes long");
}
