//! The values of the variables of an interaction (spec: domain §8). The values with which an interaction begins are shared by all that begin
//! so; an interaction holds only what differs from them. A sum over what differs tells two moments of an interaction apart without
//! looking at every variable.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::BuildHasher as _;
use std::sync::Arc;

/// Values by path. The read-only groups are computed and not among them.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    start: Arc<BTreeMap<String, String>>,
    /// Values that are not those of the start, in order of path. They are few.
    changed: Vec<(Arc<str>, String)>,
    /// How many paths of `changed` are not among those of the start.
    new: usize,
    /// The sum of the hashes of `changed`.
    sum: u64,
}

/// The same variables with the same values, whatever was there at the start.
impl PartialEq for Variables {
    fn eq(&self, other: &Self) -> bool {
        let is_one_start = Arc::ptr_eq(&self.start, &other.start);
        if is_one_start { self.changed == other.changed } else { self.iter().eq(other.iter()) }
    }
}

impl Eq for Variables {}

impl Variables {
    /// The variables at the start of an interaction.
    #[must_use]
    pub fn starting(start: Arc<BTreeMap<String, String>>) -> Self {
        Self { start, ..Self::default() }
    }

    /// The value of a path; none where there is no such variable.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        match self.place(path) {
            Ok(place) => self.changed.get(place).map(|(_, value)| value.as_str()),
            Err(_) => self.start.get(path).map(String::as_str),
        }
    }

    /// Whether there is a variable of a path.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    /// How many variables there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.start.len() + self.new
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The variables with their values, in order of path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let start = self.start.iter().filter(|(path, _)| self.place(path).is_err());
        let mut start = start.map(|(path, value)| (path.as_str(), value.as_str())).peekable();
        let mut changed = self.changed.iter().map(|(path, value)| (&**path, value.as_str())).peekable();
        std::iter::from_fn(move || match (start.peek(), changed.peek()) {
            (Some(one), Some(other)) if one.0 < other.0 => start.next(),
            (Some(_), None) => start.next(),
            _ => changed.next(),
        })
    }

    /// Gives a variable a value.
    pub fn set<'v>(&mut self, path: &str, value: impl Into<Cow<'v, str>>) {
        let value = value.into();
        let is_as_at_start = self.start.get(path).map(|start| *start == *value);
        let place = self.place(path);
        if let Some((known_path, known)) = place.ok().and_then(|place| self.changed.get_mut(place)) {
            if *known == *value {
                return;
            }
            self.sum = self.sum.wrapping_sub(hash(known_path, known));
        }
        match place {
            Ok(place) if is_as_at_start == Some(true) => drop(self.changed.remove(place)),
            Err(_) if is_as_at_start == Some(true) => {}
            _ => {
                self.sum = self.sum.wrapping_add(hash(path, &value));
                self.new += usize::from(is_as_at_start.is_none() && place.is_err());
                match place {
                    Ok(place) => {
                        self.changed.get_mut(place).into_iter().for_each(|(_, known)| *known = value.clone().into());
                    }
                    Err(place) => self.changed.insert(place, (path.into(), value.into_owned())),
                }
            }
        }
    }

    /// The place of a path among the values that are not those of the start.
    fn place(&self, path: &str) -> Result<usize, usize> {
        self.changed.binary_search_by(|(known, _)| (**known).cmp(path))
    }

    /// Removes every variable.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// A number that is the same for the same values after the same start, and another one for other values but for a chance of 2⁻⁶⁴.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.sum
    }
}

/// One number for a path with its value. Only sums of one program are compared, so that a fixed seed does.
fn hash(path: &str, value: &str) -> u64 {
    foldhash::quality::FixedState::default().hash_one((path, value))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::Variables;

    /// Any list of writes leaves what a plain map holds, and the sums of two lists are the same exactly where the maps are.
    #[test]
    fn it_is_a_map_with_a_sum() {
        let start: BTreeMap<String, String> =
            [("a", "1"), ("c", ""), ("d", "x")].map(|(path, value)| (path.to_owned(), value.to_owned())).into();
        let shared = Arc::new(start.clone());
        let mut seen: Vec<(BTreeMap<String, String>, u64)> = Vec::new();
        for number in 0..4_000_u32 {
            let mut variables = Variables::starting(shared.clone());
            let mut plain = start.clone();
            let mut rest = number;
            while rest > 0 {
                let path = ["a", "b", "c", "d"][(rest % 4) as usize];
                let value = ["", "1", "x"][(rest / 4 % 3) as usize];
                variables.set(path, value);
                plain.insert(path.to_owned(), value.to_owned());
                rest /= 12;
            }
            let all: Vec<(&str, &str)> = plain.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
            assert_eq!(variables.iter().collect::<Vec<_>>(), all);
            assert_eq!(variables.len(), plain.len());
            for path in ["a", "b", "c", "d", "e"] {
                assert_eq!(variables.get(path), plain.get(path).map(String::as_str));
            }
            for (other, sum) in &seen {
                assert_eq!(*sum == variables.sum(), *other == plain);
            }
            if seen.iter().all(|(other, _)| *other != plain) {
                seen.push((plain.clone(), variables.sum()));
            }
            let mut copied = Variables::default();
            for (path, value) in &plain {
                copied.set(path, value.clone());
            }
            assert_eq!(copied, variables);
        }
        assert!(seen.len() > 50);
    }
}
