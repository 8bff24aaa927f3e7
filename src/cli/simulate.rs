//! `signalbox simulate`: the same run as in the window's simulation pane.

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::{Caller, Project, Version, World};
use crate::sim::report::prose;
use crate::sim::{Report, Run, Scene, SceneRequest};
use crate::{clock, release, storage};

use super::find::{find, routing};
use super::{Trouble, complain, load, print, print_json};

/// The arguments of `signalbox simulate`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The project file.
    project: PathBuf,
    /// The reference or the title of the routing.
    #[arg(long)]
    routing: String,
    /// The name or id of the version; by default the version in production, else in test, else the newest.
    #[arg(long)]
    version: Option<String>,
    /// The reference of the entry point; by default the first that leads to the routing.
    #[arg(long)]
    entry_point: Option<String>,
    /// The name or id of the caller (`Noor` is enough for `Noor, VIP`); by default an unknown caller.
    #[arg(long)]
    caller: Option<String>,
    /// The name or id of the world; by default everything is available.
    #[arg(long)]
    world: Option<String>,
    /// A file with the incoming email (`.eml`); its sender is then the caller, by address and name.
    #[arg(long)]
    email: Option<PathBuf>,
    /// A file with one answer per line (`press 1`, `silence`, `hang up`, …), or - for standard input.
    #[arg(long)]
    answers: Option<PathBuf>,
    /// The seed of the random numbers.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<bool, Trouble> {
    let project = Arc::new(load(&arguments.project)?);
    complain(&release::due_words(&project, clock::now()));
    let request = request(&project, arguments)?;
    let mut run = Run::new(Arc::new(Scene::new(project, request)?));
    let trouble = match &arguments.answers {
        Some(path) => run.play(&read_answers(path)?).err(),
        None if std::io::stdin().is_terminal() && !arguments.json => {
            ask(&mut run);
            None
        }
        None => {
            run.to_next_question();
            None
        }
    };
    if arguments.json {
        print_json(&Report::new(&run))?;
    } else if arguments.answers.is_some() || !std::io::stdin().is_terminal() {
        print(&prose(&run));
    }
    if let Some(trouble) = trouble {
        return Err(trouble);
    }
    let waits = Report::new(&run).waits_for;
    match waits.filter(|_| !run.is_over()) {
        Some(wait) => Err(format!(
            "The call is not over: action {} {}. Possible answers: {}.",
            wait.action,
            wait.prompt,
            wait.answers.join(", ")
        )),
        None if !run.is_over() => Err("The call goes on and on: an action asks again and again by itself.".to_owned()),
        None => Ok(true),
    }
}

fn request(project: &Project, arguments: &Arguments) -> Result<SceneRequest, Trouble> {
    let routing = routing(project, &arguments.routing)?;
    let versions: Vec<&Arc<Version>> = project.versions_of(routing.id).collect();
    let version = match &arguments.version {
        Some(wanted) => find(wanted, &versions, |version| (version.id.0, &version.info.name), "version")?,
        None => project
            .in_production(routing.id)
            .or_else(|| project.in_test(routing.id))
            .or(versions.last().copied())
            .ok_or_else(|| format!("\"{}\" has no version yet.", routing.name))?,
    };
    let entry_point = match &arguments.entry_point {
        Some(wanted) => {
            let found = project.entry_point_by_reference(wanted);
            Some(found.ok_or_else(|| format!("No entry point has the reference \"{wanted}\"."))?.id)
        }
        None => None,
    };
    let callers: Vec<&Arc<Caller>> = project.callers.values().collect();
    let mut caller = match &arguments.caller {
        Some(wanted) => (**find(wanted, &callers, |caller| (caller.id.0, &caller.name), "caller")?).clone(),
        None => Caller::default(),
    };
    if let Some(path) = &arguments.email {
        caller = storage::load_email(path)?.by(caller);
    }
    let worlds: Vec<&Arc<World>> = project.worlds.values().collect();
    let world = match &arguments.world {
        Some(wanted) => (**find(wanted, &worlds, |world| (world.id.0, &world.name), "world")?).clone(),
        None => World::default(),
    };
    Ok(SceneRequest { version: version.id, entry_point, caller, world, seed: arguments.seed })
}

/// One answer per line; empty lines and lines that begin with `#` and a space are ignored.
fn read_answers(path: &std::path::Path) -> Result<Vec<String>, Trouble> {
    let text =
        if path.as_os_str() == "-" { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(path) };
    let text = text.map_err(|error| format!("The answers cannot be read: {error}. {}", path.display()))?;
    let is_answer = |line: &&str| !line.is_empty() && !line.starts_with("# ");
    Ok(text.lines().map(str::trim).filter(is_answer).map(str::to_owned).collect())
}

/// Asks in the terminal, one answer per line, until the call is over or the input ends.
fn ask(run: &mut Run) {
    let mut shown = 0;
    loop {
        run.to_next_question();
        let text = prose(run);
        print(text.get(shown..).unwrap_or_default());
        shown = text.len();
        let Some(question) = run.state().question.clone() else { return };
        let answers: Vec<&str> = question.choices.iter().map(|choice| &*choice.text).collect();
        print(&format!("         {} {} ({})\n         ? ", question.prompt, question.detail, answers.join(", ")));
        let _ = std::io::stdout().flush();
        let mut line = String::new();
        if !matches!(std::io::stdin().lock().read_line(&mut line), Ok(1..)) {
            print("\n");
            return;
        }
        if let Err(why) = run.answer(line.trim()) {
            print(&format!("         {why}\n"));
        }
    }
}
