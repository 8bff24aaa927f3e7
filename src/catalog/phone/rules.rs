//! What the numbering plan of a country says of the digits after its calling code. The patterns come from the library; each is held
//! against the whole of the digits, which the library itself does not do, and is made once.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use phonenumber::Metadata;
use phonenumber::metadata::{DATABASE, Descriptor};
use regex::Regex;

/// What a number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Mobile,
    Fixed,
    /// A mobile phone or a fixed line.
    Either,
    /// The plan has no such number yet, but numbers of this length. Plans grow, and films have numbers of their own.
    Unassigned,
    Premium,
    /// Any other service.
    Service,
}

/// A pattern with the lengths that it is for.
struct Pattern {
    lengths: Vec<u16>,
    regex: Regex,
}

impl Pattern {
    fn of(descriptor: &Descriptor) -> Option<Self> {
        let source: String = descriptor.national_number().as_str().split_whitespace().collect();
        let regex = Regex::new(&format!("^(?:{source})$")).ok()?;
        Some(Self { lengths: descriptor.possible_length().to_vec(), regex })
    }

    fn has(&self, digits: &str) -> bool {
        let is_long = |length: &u16| usize::from(*length) == digits.len();
        (self.lengths.is_empty() || self.lengths.iter().any(is_long)) && self.regex.is_match(digits)
    }
}

/// The patterns of a plan.
struct Rules {
    general: Option<Pattern>,
    premium: Option<Pattern>,
    services: Vec<Pattern>,
    fixed: Option<Pattern>,
    mobile: Option<Pattern>,
}

impl Rules {
    fn of(plan: &Metadata) -> Self {
        let all = plan.descriptors();
        let services = [
            all.toll_free(),
            all.shared_cost(),
            all.voip(),
            all.personal_number(),
            all.pager(),
            all.uan(),
            all.voicemail(),
        ];
        Self {
            general: Pattern::of(all.general()),
            premium: all.premium_rate().and_then(Pattern::of),
            services: services.into_iter().flatten().filter_map(Pattern::of).collect(),
            fixed: all.fixed_line().and_then(Pattern::of),
            mobile: all.mobile().and_then(Pattern::of),
        }
    }

    fn kind(&self, digits: &str) -> Option<Kind> {
        let has = |pattern: &Option<Pattern>| pattern.as_ref().is_some_and(|pattern| pattern.has(digits));
        if !has(&self.general) {
            return None;
        }
        match (has(&self.fixed), has(&self.mobile)) {
            _ if has(&self.premium) => Some(Kind::Premium),
            _ if self.services.iter().any(|pattern| pattern.has(digits)) => Some(Kind::Service),
            (true, true) => Some(Kind::Either),
            (true, false) => Some(Kind::Fixed),
            (false, true) => Some(Kind::Mobile),
            (false, false) => None,
        }
    }
}

type KnownRules = BTreeMap<(&'static str, u16), Arc<Rules>>;

/// Rules by what the library calls the plan: the country, or 001 with the calling code.
static RULES: LazyLock<RwLock<KnownRules>> = LazyLock::new(RwLock::default);

fn rules_of(plan: &'static Metadata) -> Arc<Rules> {
    let key = (plan.id(), plan.country_code());
    let known = RULES.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    known.unwrap_or_else(|| {
        let rules = Arc::new(Rules::of(plan));
        RULES.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&rules));
        rules
    })
}

/// Fewest digits of a number that a plan does not have yet.
const SHORTEST_UNASSIGNED: usize = 7;

/// Whether numbers of a calling code are as long as these digits, and do not begin with what is dialled inside the country only.
pub(super) fn could_be(plans: &[&'static Metadata], digits: &str) -> bool {
    let trunk = plans.first().and_then(|plan| plan.national_prefix());
    let is_as_long = |plan: &&'static Metadata| {
        let rules = rules_of(plan);
        let patterns = [&rules.premium, &rules.fixed, &rules.mobile].into_iter().flatten().chain(&rules.services);
        patterns.flat_map(|pattern| &pattern.lengths).any(|length| usize::from(*length) == digits.len())
    };
    digits.len() >= SHORTEST_UNASSIGNED
        && !trunk.is_some_and(|trunk| digits.starts_with(trunk))
        && plans.iter().any(is_as_long)
}

/// The plans of the calling code with which international digits begin, and the digits after the code.
pub(super) fn split(digits: &str) -> Option<(Vec<&'static Metadata>, &str)> {
    (1..=3).find_map(|length| {
        let (code, rest) = digits.split_at_checked(length)?;
        Some((DATABASE.by_code(&code.parse::<u16>().ok()?)?, rest))
    })
}

/// What the plans of a calling code say of digits. Of several countries with one code, one whose first digits they are comes first.
pub(super) fn kind(plans: &[&'static Metadata], digits: &str) -> Option<Kind> {
    let begins =
        |plan: &Metadata| plan.leading_digits().map(|start| start.find(digits).is_some_and(|found| found.start() == 0));
    let own = plans.iter().filter(|plan| begins(plan) == Some(true));
    let others = plans.iter().filter(|plan| begins(plan).is_none());
    own.chain(others).find_map(|plan| rules_of(plan).kind(digits))
}
