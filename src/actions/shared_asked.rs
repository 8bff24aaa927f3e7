//! What *Distribution to queue* asks of its queue: who is asked first, with which skills, and how long the customer waits at most (spec:
//! actions §1, meaning §8). It is no kind of its own.

use crate::catalog::{Cx, Field, PreferredAgent, Request, USUAL_PRIORITY};
use crate::choice;
use crate::model::{ItemRef, Params, ResourceId, ResourceKind, Row};

choice! {
    /// Who is asked first.
    pub(super) Preferred { Nobody = "nobody" "Nobody in particular", Last = "last" "The last agent of this customer", User = "user" "A certain user" }
}

pub(super) const PRIORITY: Field<i64> = Field::int("priority", "Priority", (1, 10), USUAL_PRIORITY)
    .help("Higher is served first; among equals, who came first.");
const SKILL: Field<String> = Field::text("skill", "Skill").help("The name of the skill.").required();
const LEVEL: Field<i64> = Field::int("level", "Level at least", (1, 5), 1).help("The lowest level that will do.");
pub(super) const SKILLS: Field<Vec<Row>> = Field::rows("skills", "Extra skills", &[SKILL.spec(), LEVEL.spec()], 10)
    .help("Only people with all of these skills are asked.");
pub(super) const PREFERRED: Field<Preferred> =
    Field::choice("preferred", "Preferred agent").help("Who is asked before the others, if free.");
pub(super) const PREFERRED_USER: Field<Option<ItemRef>> = Field::item("preferred_user", "User", ResourceKind::User)
    .help("The user who is asked first.")
    .required()
    .shown_if("preferred", &["user"]);
pub(super) const MAX_WAIT_S: Field<i64> = Field::duration("max_wait", "Longest wait", (0, 30 * 86_400), 0).help(
    "The customer leaves by Unprocessed after this time: 30 s to an hour on the telephone, up to 30 days in chats and emails. With 0 \
     the queue's own holds.",
);

/// What is asked, as the parameters have it.
pub(super) struct Asked {
    priority: i64,
    skills: Vec<(String, i64)>,
    preferred: Preferred,
    preferred_user: Option<ItemRef>,
    /// The action's own longest wait in seconds; 0 where that of the queue holds.
    pub(super) max_wait_s: i64,
}

impl Asked {
    pub(super) fn of(params: &Params) -> Self {
        Self {
            priority: params.get(&PRIORITY),
            skills: extra(params.get(&SKILLS)),
            preferred: params.get(&PREFERRED),
            preferred_user: params.get(&PREFERRED_USER),
            max_wait_s: params.get(&MAX_WAIT_S),
        }
    }

    /// Notes where a certain user is asked first who does not exist. That is noted once, and nowhere else.
    pub(super) fn note_missing(&self, cx: &mut Cx<'_>) {
        if self.preferred == Preferred::User && self.preferred_user.is_some() {
            cx.named(ResourceKind::User, self.preferred_user.as_ref());
        }
    }

    /// What a queue is asked.
    pub(super) fn request(&self, cx: &Cx<'_>, queue: ResourceId) -> Request {
        Request::Queue {
            queue,
            preferred: self.preferred(cx),
            max_wait_s: u32::try_from(self.max_wait_s).ok().filter(|own_s| *own_s > 0),
            priority: self.priority,
            skills: self.skills.clone(),
        }
    }

    /// Who is asked first.
    fn preferred(&self, cx: &Cx<'_>) -> PreferredAgent {
        match self.preferred {
            Preferred::Nobody => PreferredAgent::Nobody,
            Preferred::Last => PreferredAgent::Last,
            Preferred::User => {
                let user = self.preferred_user.as_ref().and_then(|user| cx.resource(ResourceKind::User, user));
                user.map_or(PreferredAgent::Nobody, |user| PreferredAgent::User(user.id))
            }
        }
    }
}

/// The extra skills, with the least level of each.
pub(super) fn extra(rows: &[Row]) -> Vec<(String, i64)> {
    rows.iter().map(|row| (row.cells.get(&SKILL), row.cells.get(&LEVEL))).collect()
}
