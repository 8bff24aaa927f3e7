//! `signalbox new`: a project from a template (spec: ease §3).

use std::path::PathBuf;

use crate::clock;
use crate::storage;
use crate::templates::{self, Answers, Template, instantiate};

use super::{Trouble, complain, print};

/// The arguments of `signalbox new`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The new project file; a file that is there already stays as it is.
    #[arg(required_unless_present = "list")]
    project: Option<PathBuf>,
    /// List the templates.
    #[arg(long, exclusive = true)]
    list: bool,
    /// The template, as the list names it.
    #[arg(long, required_unless_present = "list")]
    template: Option<String>,
    /// The name of the company, as callers hear it.
    #[arg(long, required_unless_present = "list")]
    name: Option<String>,
    /// The opening hours, such as "Mon-Fri 08:00-18:00; Sat 9-12".
    #[arg(long)]
    hours: Option<String>,
    /// The people who answer, such as "Anna, Paul".
    #[arg(long)]
    people: Option<String>,
    /// The phone number, the email address, or the website of the chat.
    #[arg(long)]
    number: Option<String>,
    /// The default language, as a code such as en.
    #[arg(long)]
    language: Option<String>,
}

/// Lists the templates, or makes a project and writes it.
pub(super) fn run(arguments: &Arguments) -> Result<bool, Trouble> {
    let (Some(path), Some(id)) = (&arguments.project, &arguments.template) else {
        list();
        return Ok(true);
    };
    let template = Template::of(id)
        .ok_or_else(|| format!("There is no template \"{id}\". To list the templates, run: signalbox new --list"))?;
    let uid = storage::new_uid(clock::now());
    let project = instantiate(template, &answers(arguments, template), uid, &clock::context());
    let project = project.map_err(|wrong| wrong.to_string())?;
    if path.exists() {
        return Err(format!(
            "This file exists already. Nothing was written. Name another one.\nFile: {}",
            path.display()
        ));
    }
    let saved = storage::save(path, &project).map_err(|error| error.to_string())?;
    complain(&saved.warnings);
    let (calls, file) = (project.test_calls.len(), path.display());
    print(&format!(
        "{file}: \"{}\" from the template \"{}\", with {calls} test calls.\n",
        project.settings.name, template.title
    ));
    Ok(true)
}

fn list() {
    for template in templates::ALL {
        let channel = template.channel.words().to_lowercase();
        print(&format!("{:<18} {channel:<10} {}. {}\n", template.id, template.title, template.about));
    }
}

/// The answers that are given; the others are the usual ones.
fn answers(arguments: &Arguments, template: &Template) -> Answers {
    let usual = Answers::usual(template);
    let languages = match arguments.language.as_deref() {
        None => usual.languages,
        Some(code) => {
            let of_code = template.languages.iter().find(|languages| languages.first() == Some(&code));
            of_code.map_or_else(|| vec![code.to_owned()], |all| all.iter().map(|&code| code.to_owned()).collect())
        }
    };
    Answers {
        name: arguments.name.clone().unwrap_or(usual.name),
        hours: arguments.hours.clone().unwrap_or(usual.hours),
        languages,
        people: arguments.people.clone().unwrap_or(usual.people),
        number: arguments.number.clone().unwrap_or(usual.number),
    }
}
