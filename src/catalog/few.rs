//! A list of things of which there is mostly one: the first of them is in place, without a second look into memory.

/// A list that does not change, with its first thing in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Few<T> {
    first: Option<T>,
    others: Box<[T]>,
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self { first: None, others: Box::default() }
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut all = all.into_iter();
        Self { first: all.next(), others: all.collect() }
    }
}

impl<T> Few<T> {
    /// The things, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.first.iter().chain(&*self.others)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::Few;

    #[test]
    fn it_is_the_list_that_it_was_made_of() {
        for count in 0..5 {
            let few: Few<u32> = (0..count).collect();
            assert!(few.iter().copied().eq(0..count));
            assert_eq!(few.is_empty(), count == 0);
        }
        assert!(Few::<u32>::default().is_empty());
    }
}
