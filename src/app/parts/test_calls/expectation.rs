//! The inputs of one expectation: pickers for what it names, and inputs for texts and numbers (spec: testing §1).

use egui::{RichText, Ui};

use crate::actions;
use crate::catalog::Outcome;
use crate::catalog::text::duration_words;
use crate::lint::variables::readable_paths;
use crate::model::{Expectation, Named, OutsideSystem, ResourceId, ResourceKind, TestedAction, Until};
use crate::sim::suite::usual_versions;
use strum::IntoEnumIterator as _;

use super::shown::Detail;
use crate::app::kit::name::Name;
use crate::app::kit::pick::{Choice, Pick};
use crate::app::kit::{read, theme};
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::Input;

/// The width of a picker, and of a number.
const PICKER: f32 = 200.0;
const NUMBER: f32 = 80.0;
/// The most seconds and menus that can be allowed: a week, and a hundred.
const MOST_S: u32 = 604_800;
const MOST_MENUS: u32 = 100;

/// The inputs of the line of an expectation.
pub(super) struct LineInputs<'a> {
    /// What is shown of the test call.
    pub it: &'a Detail<'a>,
    /// The number of the line, from 1.
    pub number: usize,
}

impl LineInputs<'_> {
    /// Draws the inputs.
    pub fn ui(&self, ui: &mut Ui, changes: &mut Changes, expectation: &mut Expectation) {
        match expectation {
            Expectation::Outcome(outcome) => self.outcome_ui(ui, changes, outcome),
            Expectation::EndsAt(action, branch)
            | Expectation::Passes(action, branch)
            | Expectation::DoesNotPass(action, branch) => {
                if self.action_ui(ui, changes, "action", action) {
                    branch.clear();
                }
                self.branch_ui(ui, changes, action, branch);
            }
            Expectation::ServedBy(who) => self.server_ui(ui, changes, who),
            Expectation::Order(first, second) => {
                self.action_ui(ui, changes, "first action", first);
                ui.label(theme::weak(ui, "before", theme::BODY));
                self.action_ui(ui, changes, "second action", second);
            }
            Expectation::Equals(path, text) | Expectation::Contains(path, text) => {
                self.path_ui(ui, changes, path);
                self.text_ui(ui, changes, "value", text);
            }
            Expectation::Ledger(system, text) | Expectation::NoLedger(system, text) => {
                self.system_ui(ui, changes, system);
                self.text_ui(ui, changes, "text of the entry", text);
            }
            Expectation::Hears(text) => self.text_ui(ui, changes, "words", text),
            Expectation::Tag(text) => self.text_ui(ui, changes, "tag", text),
            Expectation::Within(until, most_s) => self.within_ui(ui, changes, until, most_s),
            Expectation::MenusBeforePerson(most) => {
                let read = |text: &str| read::number(text, &(0..=MOST_MENUS));
                let name = self.name("menus at most");
                let typed = Input::named(&name).width(NUMBER).checked(ui, changes, &most.to_string(), read);
                *most = typed.unwrap_or(*most);
            }
            Expectation::Passage(action, event) => {
                if self.action_ui(ui, changes, "action", action) {
                    event.clear();
                }
                self.event_ui(ui, changes, action, event);
            }
        }
    }

    /// The accessible name of an input of this line.
    fn name(&self, what: &str) -> String {
        format!("Line {}: {what}", self.number)
    }

    /// Draws a picker. Whether another value was picked.
    fn pick<T: PartialEq>(
        &self,
        ui: &mut Ui,
        changes: &mut Changes,
        (salt, current): (&'static str, String),
        value: &mut T,
        options: impl FnOnce() -> Vec<Choice<T>>,
    ) -> bool {
        let name = Name::plain(self.name(salt), "");
        let width = PICKER.min(ui.available_width());
        let pick =
            Pick { salt, name: &name, current: RichText::new(theme::for_display(current)), width, is_enabled: true };
        let Some(picked) = pick.show(ui, options).filter(|picked| picked != value) else { return false };
        *value = picked;
        changes.step();
        true
    }

    fn text_ui(&self, ui: &mut Ui, changes: &mut Changes, what: &'static str, text: &mut String) {
        let width = (ui.available_width() - 4.0).max(PICKER);
        Input::named(&self.name(what)).hint(what).width(width).text(ui, changes, text);
    }

    fn outcome_ui(&self, ui: &mut Ui, changes: &mut Changes, outcome: &mut String) {
        let current = outcome.clone();
        self.pick(ui, changes, ("outcome", current.clone()), outcome, || {
            let words = Outcome::ALL.iter().map(|it| it.words().to_owned());
            words.map(|words| (words.clone(), words.clone(), words == current)).collect()
        });
    }

    fn action_ui(&self, ui: &mut Ui, changes: &mut Changes, salt: &'static str, action: &mut TestedAction) -> bool {
        let now = (action.routing, action.action);
        let current = action.words(self.it.project());
        self.pick(ui, changes, (salt, current), action, || {
            let options = self.actions().into_iter();
            options
                .map(|(it, words)| {
                    let is_it = (it.routing, it.action) == now;
                    (it, words, is_it)
                })
                .collect()
        })
    }

    /// The actions of the version shown in reading order, then those of the other routings.
    fn actions(&self) -> Vec<(TestedAction, String)> {
        let project = self.it.project();
        let own = project.versions.get(&self.it.version);
        let own_routing = own.map(|version| version.info.routing);
        let others = project.routings.keys().filter(|id| Some(**id) != own_routing);
        let others = others.filter_map(|id| usual_versions(project, *id).into_iter().next());
        let mut found = Vec::new();
        for version in own.into_iter().chain(others) {
            let Some(routing) = project.routings.get(&version.info.routing) else { continue };
            for id in actions::shape(&version.flow, routing.tree_type()).order {
                let Some(action) = version.flow.actions.get(&id) else { continue };
                let title = actions::title(action).to_owned();
                let is_own = Some(routing.id) == own_routing;
                let words = if is_own { title.clone() } else { format!("{title} · {}", routing.name) };
                found.push((TestedAction { routing: routing.id, action: id, title }, words));
            }
        }
        found
    }

    fn branch_ui(&self, ui: &mut Ui, changes: &mut Changes, action: &TestedAction, branch: &mut String) {
        let project = self.it.project();
        let any = "by any branch".to_owned();
        let words = if branch.is_empty() { any.clone() } else { action.branch_words(project, branch) };
        let now = branch.clone();
        self.pick(ui, changes, ("branch", words), branch, || {
            let branches = action.branches(project).into_iter().map(|it| (it.key.into_owned(), it.label));
            let options = std::iter::once((String::new(), any)).chain(branches);
            options
                .map(|(key, label)| {
                    let is_it = key == now;
                    (key, label, is_it)
                })
                .collect()
        });
    }

    /// The words of a recorded passage are the label of the branch by which the action was left.
    fn event_ui(&self, ui: &mut Ui, changes: &mut Changes, action: &TestedAction, event: &mut String) {
        let any = "by any branch".to_owned();
        let now = event.clone();
        let words = if now.is_empty() { any.clone() } else { now.clone() };
        self.pick(ui, changes, ("passage", words), event, || {
            let labels = action.branches(self.it.project()).into_iter().map(|it| (it.label.clone(), it.label));
            let options = std::iter::once((String::new(), any)).chain(labels);
            options
                .map(|(label, words)| {
                    let is_it = label == now;
                    (label, words, is_it)
                })
                .collect()
        });
    }

    fn server_ui(&self, ui: &mut Ui, changes: &mut Changes, who: &mut Named<ResourceId>) {
        let project = self.it.project();
        let now = who.id;
        self.pick(ui, changes, ("user or queue", who.words(project)), who, || {
            let kinds = [(ResourceKind::User, ""), (ResourceKind::Queue, " (queue)")].into_iter();
            let options = kinds.flat_map(|(kind, after)| project.resources_of(kind).map(move |it| (it, after)));
            let option = |(it, after): (&std::sync::Arc<crate::model::Resource>, &str)| {
                (Named::of(it.id, project), format!("{}{after}", it.name), it.id == now)
            };
            options.map(option).collect()
        });
    }

    fn path_ui(&self, ui: &mut Ui, changes: &mut Changes, path: &mut String) {
        let now = path.clone();
        self.pick(ui, changes, ("variable", now.clone()), path, || {
            let paths = readable_paths(self.it.project()).into_iter();
            paths.map(|path| (path.clone(), path.clone(), path == now)).collect()
        });
    }

    fn system_ui(&self, ui: &mut Ui, changes: &mut Changes, system: &mut String) {
        let now = system.clone();
        self.pick(ui, changes, ("system", now.clone()), system, || {
            let systems = OutsideSystem::iter().map(|it| it.words().to_owned());
            systems.map(|words| (words.clone(), words.clone(), words == now)).collect()
        });
    }

    fn within_ui(&self, ui: &mut Ui, changes: &mut Changes, until: &mut Until, most_s: &mut u32) {
        let options = [(Until::End, "in all"), (Until::Person, "before a person"), (Until::Queue, "in queues")];
        let now = *until;
        let words = options.iter().find(|(it, _)| *it == now).map_or("", |(_, words)| *words);
        self.pick(ui, changes, ("time", words.to_owned()), until, || {
            options.into_iter().map(|(it, words)| (it, words.to_owned(), it == now)).collect()
        });
        let read = |text: &str| read::seconds(text, &(0..=MOST_S));
        let shown = duration_words(i64::from(*most_s));
        let typed = Input::named(&self.name("at most")).width(NUMBER).checked(ui, changes, &shown, read);
        *most_s = typed.unwrap_or(*most_s);
    }
}
