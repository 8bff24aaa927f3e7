//! Where a branch leads (spec: meaning §6, Branches): by its own link, by the link of a fallback branch, or by *If something
//! fails* of Start. The engine, Problems, cards and forms ask this module and no other.

use std::borrow::Cow;

use crate::model::{Action, Flow, Link};

use super::branch::{Branch, Fallbacks, IF_SOMETHING_FAILS, ResultKind};

/// Whose link is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// That of a branch of the action itself, by its key.
    Branch(Cow<'static, str>),
    /// That of *If something fails* of Start.
    Start,
}

/// Where an action leads when it leaves by a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// The key of the branch that really happens.
    pub branch: Cow<'static, str>,
    /// The link that is followed, and whose it is; none where neither the branch nor a fallback has one.
    pub follows: Option<(By, Link)>,
    /// The result that counts, whatever is followed: that of the branch that really happens.
    pub result: Option<ResultKind>,
    /// The result by which the interaction ends where no link is followed: that of the first branch, else that of the last fallback.
    pub ending: Option<ResultKind>,
    /// Whether the branch may lead nowhere although it declares no result.
    pub may_rest: bool,
}

impl Lead {
    /// The link that is followed.
    #[must_use]
    pub fn link(&self) -> Option<Link> {
        self.follows.as_ref().map(|(_, link)| *link)
    }

    /// Whose link is followed.
    #[must_use]
    pub fn by(&self) -> Option<&By> {
        self.follows.as_ref().map(|(by, _)| by)
    }

    /// Whether another link than the branch's own is followed. Coverage leaves such a branch out.
    #[must_use]
    pub fn falls_through(&self) -> bool {
        match self.by() {
            Some(By::Branch(key)) => *key != self.branch,
            Some(By::Start) => true,
            None => false,
        }
    }

    /// Whether the customer is dropped.
    #[must_use]
    pub fn drops(&self) -> bool {
        self.follows.is_none() && self.ending.is_none() && !self.may_rest
    }

    /// The key of the branch of the action whose link is followed; the branch that really happens where Start's link is followed, or none.
    #[must_use]
    pub fn wire(&self) -> &str {
        match self.by() {
            Some(By::Branch(key)) => key,
            Some(By::Start) | None => &self.branch,
        }
    }

    /// The label of what is followed instead of the branch itself; none where its own link is followed, or no link.
    #[must_use]
    pub fn by_words<'a>(&self, branches: &'a [Branch]) -> Option<&'a str> {
        match self.by().filter(|_| self.falls_through())? {
            By::Start => Some(IF_SOMETHING_FAILS.label),
            By::Branch(key) => branches.iter().find(|it| it.key == *key).map(|it| it.label.as_str()),
        }
    }
}

/// Where an action leads that leaves by the first of the named branches; the others are the fallbacks that it picks. `branches` are
/// those that the action has now: a link of any other branch is inactive.
#[must_use]
pub fn lead(flow: &Flow, action: &Action, branches: &[Branch], named: &[Cow<'static, str>]) -> Lead {
    let of = |key: &str| branches.iter().find(|branch| branch.key == key);
    let first = named.first().cloned().unwrap_or_default();
    let declared = match of(&first).map(|branch| branch.fallbacks) {
        Some(Fallbacks::InOrder(keys)) => keys,
        _ => &[],
    };
    let others = named.iter().skip(1).cloned().chain(declared.iter().map(|key| Cow::Borrowed(*key)));
    let others: Vec<Cow<'static, str>> = others.filter(|key| of(key).is_some()).collect();
    let order = || std::iter::once(&first).chain(&others);
    let own = order().find_map(|key| Some((By::Branch(key.clone()), *action.links.get(&**key)?)));
    let fails = || {
        let is_technical = order().any(|key| of(key).is_some_and(|branch| branch.is_technical));
        let start = flow.start().filter(|start| is_technical && start.id != action.id)?;
        Some((By::Start, *start.links.get(IF_SOMETHING_FAILS.key)?))
    };
    let result = |key: &str| of(key).and_then(|branch| branch.result);
    Lead {
        follows: own.or_else(fails),
        result: result(&first),
        ending: result(&first).or_else(|| order().last().and_then(|last| result(last))),
        may_rest: of(&first).is_some_and(|branch| branch.may_rest),
        branch: first,
    }
}

/// Everywhere that a branch can lead: one answer, or one for each fallback that the action may pick.
#[must_use]
pub fn leads(flow: &Flow, action: &Action, branches: &[Branch], branch: &Branch) -> Vec<Lead> {
    let first = &branch.key;
    let picks: Vec<&str> = match branch.fallbacks {
        Fallbacks::OneOf(keys) => keys.iter().copied().filter(|key| branches.iter().any(|it| it.key == *key)).collect(),
        Fallbacks::None | Fallbacks::InOrder(_) => Vec::new(),
    };
    if picks.is_empty() {
        return vec![lead(flow, action, branches, std::slice::from_ref(first))];
    }
    let one = |pick: Cow<'static, str>| lead(flow, action, branches, &[first.clone(), pick]);
    let mut found: Vec<Lead> = picks.into_iter().map(|pick| one(Cow::Owned(pick.to_owned()))).collect();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::ActionId;

    const FALLBACKS: &[&str] = &["second", "third"];

    /// The branches *first*, which falls back on *second* and *third*, and *sideways*, which stands alone; `third` is technical.
    fn branches(results: [Option<ResultKind>; 3]) -> Vec<Branch> {
        let [first, second, third] = results;
        vec![
            Branch { result: first, fallbacks: Fallbacks::InOrder(FALLBACKS), ..Branch::plain("first", "First") },
            Branch { result: second, ..Branch::plain("second", "Second") },
            Branch { result: third, is_technical: true, ..Branch::plain("third", "Third") },
            Branch::plain("sideways", "Sideways"),
        ]
    }

    /// Start, and an action with these links. `start` is the link of *If something fails*.
    fn flow(links: &[&str], has_net: bool) -> (Flow, Action) {
        let mut flow = Flow::blank(ActionId(1));
        if has_net && let Some(start) = flow.actions.get_mut(&ActionId(1)) {
            Arc::make_mut(start).links.insert(IF_SOMETHING_FAILS.key.to_owned(), Link::To(ActionId(9)));
        }
        let mut action = Action::new(ActionId(2), "node");
        for (key, to) in links.iter().zip(3..) {
            action.links.insert((*key).to_owned(), Link::To(ActionId(to)));
        }
        flow.actions.insert(action.id, Arc::new(action.clone()));
        (flow, action)
    }

    fn told(lead: &Lead, branches: &[Branch]) -> String {
        let to = lead.link().and_then(Link::target).map_or(0, |id| id.0);
        let by = lead.by_words(branches).map_or_else(String::new, |by| format!(", by {by}"));
        format!("{}{by} to {to}{}", lead.branch, if lead.drops() { ", dropped" } else { "" })
    }

    #[test]
    fn the_first_link_wins_and_then_start() {
        for (links, has_net, named, expected) in [
            (&["first", "second"][..], true, "first", "first to 3"),
            (&["second", "third"], true, "first", "first, by Second to 3"),
            (&["third"], true, "first", "first, by Third to 3"),
            (&["sideways"], true, "first", "first, by If something fails to 9"),
            (&["sideways"], false, "first", "first to 0, dropped"),
            (&[], true, "second", "second to 0, dropped"),
            (&[], true, "third", "third, by If something fails to 9"),
            (&["first"], true, "sideways", "sideways to 0, dropped"),
            (&["unknown"], true, "unknown", "unknown to 3"),
        ] {
            let (flow, action) = flow(links, has_net);
            let branches = branches([None; 3]);
            let found = lead(&flow, &action, &branches, &[Cow::Borrowed(named)]);
            assert_eq!(told(&found, &branches), expected, "{links:?} {named}");
        }
    }

    #[test]
    fn without_a_link_the_first_result_counts_then_the_last() {
        use ResultKind::{CallBack, Person, Voicemail};
        let (flow, action) = flow(&[], false);
        for (results, ending) in [
            ([Some(Voicemail), Some(Person), Some(CallBack)], Some(Voicemail)),
            ([None, Some(Person), Some(CallBack)], Some(CallBack)),
            ([None, Some(Person), None], None),
        ] {
            let found = lead(&flow, &action, &branches(results), &[Cow::Borrowed("first")]);
            assert_eq!((found.result, found.ending), (results[0], ending));
        }
    }

    #[test]
    fn what_the_action_picks_comes_before_what_is_declared() {
        let (flow, action) = flow(&["second", "sideways"], false);
        let branches = branches([None; 3]);
        let picked = lead(&flow, &action, &branches, &[Cow::Borrowed("first"), Cow::Borrowed("sideways")]);
        assert_eq!(told(&picked, &branches), "first, by Sideways to 4");
    }

    #[test]
    fn a_branch_with_a_choice_of_fallbacks_leads_to_each() {
        let (flow, action) = flow(&["second"], false);
        let mut branches = branches([Some(ResultKind::Voicemail), None, None]);
        if let Some(first) = branches.first_mut() {
            first.fallbacks = Fallbacks::OneOf(&["second", "sideways", "gone"]);
        }
        let found = leads(&flow, &action, &branches, &branches[0]);
        let found: Vec<String> = found.iter().map(|it| told(it, &branches)).collect();
        assert_eq!(found, ["first, by Second to 3", "first to 0"]);
        // A branch that the action does not have is no choice.
        if let Some(first) = branches.first_mut() {
            first.fallbacks = Fallbacks::OneOf(&["second", "gone"]);
        }
        let found = leads(&flow, &action, &branches, &branches[0]);
        assert_eq!(found.iter().map(|it| told(it, &branches)).collect::<Vec<_>>(), ["first, by Second to 3"]);
    }
}
