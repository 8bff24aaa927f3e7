//! Checks that generated documents are up to date.

use std::path::Path;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn the_manual_of_actions_is_up_to_date() {
    let is_fresh = read("docs/actions.md") == signalbox::manual::kinds::manual();
    assert!(is_fresh, "docs/actions.md is stale. Run: signalbox actions --manual > docs/actions.md");
}
