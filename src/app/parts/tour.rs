//! The tour of the first start: a line above the page that says what to try next. It can be left at any time (spec: ease §3).

use egui::Ui;

use crate::model::VersionId;

use crate::app::command::{Command, FileCommand, HelpCommand, SimCommand, Tab, TreeCommand};
use crate::app::cx::Cx;
use crate::app::kit::theme;

/// A step: what it says, and the words of its button with the command that the button sends; there is no button where there is no command.
struct Step {
    says: &'static str,
    button: &'static str,
    command: fn(&Cx<'_>) -> Option<Command>,
}

const STEPS: [Step; 5] = [
    Step {
        says: "This is the telephone line of an insurer, as your own copy. Each version of a line is a tree of actions.",
        button: "Open a version",
        command: |cx| {
            version(cx).filter(|id| cx.version_shown() != Some(*id)).map(|id| Command::open_tab(Tab::Version(id)))
        },
    },
    Step {
        says: "Each card is an action, and each arrow says what comes next. Try it before a customer hears it.",
        button: "Start a call",
        command: |cx| version(cx).map(|id| Command::Sim(SimCommand::Start(id))),
    },
    Step {
        says: "The pane shows what the caller hears. Answer with its buttons or with the keys 1 to 9. Back takes a step back.",
        button: "",
        command: |_| None,
    },
    Step {
        says: "Change the tree: type what you need, such as voicemail, or drag an action from the left onto an arrow.",
        button: "Add an action…",
        command: |_| Some(Command::Tree(TreeCommand::AddAction)),
    },
    Step {
        says: "Keep a good call with Save as a test call: it is checked after each change. F1 opens the help.",
        button: "Make a line of my own…",
        command: |_| Some(Command::File(FileCommand::AskTemplate(None))),
    },
];

/// The version that the tour opens: the one shown, else the first that can be changed, else the first.
fn version(cx: &Cx<'_>) -> Option<VersionId> {
    let all = || cx.project().versions.values();
    let open = all().find(|it| !it.info.status.is_read_only()).or_else(|| all().next());
    cx.version_shown().or(open.map(|it| it.id))
}

/// Draws a step of the tour.
pub fn tour_ui(ui: &mut Ui, cx: &Cx<'_>, step: usize, commands: &mut Vec<Command>) {
    let Some(shown) = STEPS.get(step) else {
        commands.push(Command::Help(HelpCommand::Tour(None)));
        return;
    };
    let next = Some(step + 1).filter(|next| *next < STEPS.len());
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button("Leave the tour").clicked() {
                commands.push(Command::Help(HelpCommand::Tour(None)));
            }
            if next.is_some() && ui.button("Next").on_hover_text("Show the next step").clicked() {
                commands.push(Command::Help(HelpCommand::Tour(next)));
            }
            let command = (shown.command)(cx);
            let is_possible = command.as_ref().is_some_and(|command| cx.availability(command).is_ok());
            let is_clicked =
                command.is_some() && ui.add_enabled(is_possible, theme::primary_button(ui, shown.button)).clicked();
            if is_clicked {
                commands.extend(command);
                commands.push(Command::Help(HelpCommand::Tour(next)));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center).with_main_wrap(true), |ui| {
                ui.label(theme::strong(format!("{} of {}", step + 1, STEPS.len()), theme::SMALL));
                ui.add(egui::Label::new(shown.says).wrap());
            });
        });
    });
}
