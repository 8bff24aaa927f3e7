//! A check for tests: the thread that draws the window writes no project and replaces no file, because that is slow. In the program the check
//! does nothing.

#[cfg(test)]
thread_local! {
    /// Whether this thread draws the window; set by tests.
    pub(crate) static IS_UI_THREAD: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Fails a test that does slow work on the thread that draws the window.
pub(super) fn assert_elsewhere() {
    // A panic keeps the unsaved state at once, on any thread.
    #[cfg(test)]
    assert!(std::thread::panicking() || !IS_UI_THREAD.get(), "the thread that draws the window does slow work");
}
