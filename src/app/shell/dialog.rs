//! The open dialog: made from an `Ask`, drawn, and answered by commands. One dialog at a time.

use crate::app::command::{Ask, Findings, Listing, Places, Question, Tab};
use crate::app::cx::{Cx, exists};
use crate::app::parts::files::path_picker::PathPicker;
use crate::app::parts::find::commands::CommandFinder;
use crate::app::parts::find::dialog::PlaceFinder;
use crate::app::parts::find::replace::ReplaceDraft;
use crate::app::parts::routing::draft::RoutingDraft;
use crate::app::parts::templates::TemplateDraft;
use crate::app::parts::version::add_action::KindFinder;
use crate::app::parts::version::annotations::AnnotationDraft;
use crate::app::parts::version::draft::VersionDraft;
use crate::app::parts::version::link_to::TargetFinder;
use crate::app::parts::version::loose_ends::LooseEndsDraft;
use crate::app::parts::version::preset::PresetDraft;
use crate::app::parts::version::schedule::ScheduleDraft;

/// The open dialog.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// A question with one button per answer.
    Question(Question),
    /// A question with findings.
    Findings(Findings),
    /// A planned production.
    Schedule(ScheduleDraft),
    /// A list of things, each with buttons of its own.
    Listing(Listing),
    /// A question about places.
    Places(Box<Places>),
    /// A new project from a template.
    Template(Box<TemplateDraft>),
    /// Name and description of a version.
    Version(VersionDraft),
    /// A new routing, a copy, or the settings of a routing.
    Routing(RoutingDraft),
    /// A path, where the desktop has no dialog for it.
    Path(PathPicker),
    /// A resource or an entry point, edited in place.
    Item(Tab),
    /// Which kind of action to add.
    FindKind(KindFinder),
    /// The text of a note, or the title of a frame.
    Annotation(AnnotationDraft),
    /// What becomes of the branches that lead nowhere.
    LooseEnds(LooseEndsDraft),
    /// The name of a preset.
    Preset(PresetDraft),
    /// To which action a branch leads.
    FindTarget(TargetFinder),
    /// Which command to run.
    FindCommand(CommandFinder),
    /// Which text to replace.
    Replace(ReplaceDraft),
    /// Which place to show.
    FindPlace(PlaceFinder),
}

impl Dialog {
    /// Makes a dialog, with its draft; none where the object of the dialog no longer exists.
    #[must_use]
    pub fn new(ask: Ask, cx: &Cx<'_>) -> Option<Self> {
        let project = cx.project();
        Some(match ask {
            Ask::Question(question) => Self::Question(question),
            Ask::Findings(findings) => Self::Findings(findings),
            Ask::Listing(listing) => Self::Listing(listing),
            Ask::Places(places) => Self::Places(places),
            Ask::FromTemplate(id) => Self::Template(Box::new(TemplateDraft::new(id)?)),
            Ask::NewVersion(routing) => Self::Version(VersionDraft::new(routing)),
            Ask::DescribeVersion(id) => Self::Version(VersionDraft::describing(project.versions.get(&id)?)),
            Ask::Schedule(id) => Self::Schedule(ScheduleDraft::new(project, project.versions.get(&id)?)),
            Ask::NewRouting => Self::Routing(RoutingDraft::new()),
            Ask::CopyRouting(id) => Self::Routing(RoutingDraft::copying(project, project.routings.get(&id)?)),
            Ask::RoutingSettings(id) => Self::Routing(RoutingDraft::settings(project.routings.get(&id)?)),
            Ask::EditItem(tab) => Self::Item(exists(tab, project).then_some(tab)?),
            Ask::ChoosePath { purpose, suggestion } => Self::Path(PathPicker::new(purpose, &suggestion)),
            Ask::NewAnnotation { version, annotation } => Self::Annotation(AnnotationDraft::new(version, *annotation)),
            Ask::NewPreset(clip) => Self::Preset(PresetDraft::new(clip)),
            Ask::Annotation { version, annotation } => {
                let flow = &project.versions.get(&version)?.flow;
                Self::Annotation(AnnotationDraft::changing(version, flow, annotation)?)
            }
            Ask::LooseEnds(id) => Self::LooseEnds(LooseEndsDraft::new(project, project.versions.get(&id)?)),
            Ask::LinkTo { version, from, branch } => Self::FindTarget(TargetFinder::new(version, from, branch)),
            Ask::AddAction { version, spot, pos } => Self::FindKind(KindFinder::new(version, spot, pos)),
        })
    }
}
