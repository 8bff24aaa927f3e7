//! The form of an action: a loop over the fields of its kind.
