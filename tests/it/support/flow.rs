//! Flows as text: `start -> menu(1 Sales, 2 Help); menu[1] -> queue(support); menu[2] -> say(Goodbye) -> end`.
//!
//! Statements end with `;` or a line break. An action is named by an alias, which is also its title; the alias without its digits
//! gives the kind. `(…)` at the first mention gives the main parameters of the kind, `{…}` adds parameters as in the file, `[…]` names
//! the branch, by key, label, or the label before or after its first blank; the default is the branch to continue by. `end` ends on purpose, and
//! `rest -> …` links every remaining branch without a declared result. Complex parameters are written as RON.

use std::collections::BTreeMap;
use std::sync::Arc;

use signalbox::actions;
use signalbox::catalog::Branch;
use signalbox::catalog::branch::IF_SOMETHING_FAILS;
use signalbox::model::{Action, ActionId, Channel, Flow, Link, Params, Pos, RoutingType, TreeType, Value};

/// A flow with the ids of its aliases.
#[derive(Clone, Default)]
pub struct Parsed {
    pub flow: Flow,
    pub ids: BTreeMap<String, ActionId>,
}

/// A mention of an action: alias, and the contents of round, curly and square brackets.
#[derive(Clone, Default)]
struct Mention {
    alias: String,
    argument: Option<String>,
    params: Option<String>,
    branch: Option<String>,
}

/// An action as a flow text of a telephone call has it.
pub fn action(text: &str) -> Action {
    let tree = TreeType { kind: RoutingType::InteractionStart, channel: Channel::Voice };
    let parsed = parse(&format!("start -> {text}"), tree).flow;
    (*parsed.actions[&ActionId(2)]).clone()
}

/// Reads a flow; panics with the position of an error.
pub fn parse(text: &str, tree: TreeType) -> Parsed {
    let statements: Vec<Vec<Mention>> = split(text, &[';', '\n']).iter().map(|it| statement(it)).collect();
    let mut ids: BTreeMap<String, ActionId> = [("start".to_owned(), ActionId(1))].into();
    for mention in statements.iter().flatten().filter(|it| !["end", "rest"].contains(&it.alias.as_str())) {
        let next = ActionId(u32::try_from(ids.len()).unwrap() + 1);
        ids.entry(mention.alias.clone()).or_insert(next);
    }
    let mut flow = Flow::default();
    for (alias, id) in &ids {
        let of_alias = || statements.iter().flatten().filter(|it| it.alias == *alias);
        let argument = of_alias().find_map(|it| it.argument.clone());
        let mut params = params(stem(alias), argument.as_deref(), &ids);
        for extra in of_alias().filter_map(|it| it.params.as_ref()) {
            let extra: Params =
                ron::from_str(&format!("{{{extra}}}")).unwrap_or_else(|error| panic!("{extra}: {error}"));
            params.0.extend(extra.0);
        }
        let mut action = Action { params, ..Action::new(*id, kind(stem(alias))) };
        if alias != "start" {
            action.title.clone_from(alias);
        }
        action.params.visit(&mut |_, value| {
            if let Value::Rows(rows) = value {
                action.last_row = rows.iter().map(|row| row.id).chain([action.last_row]).max().unwrap();
            }
        });
        flow.positions.insert(*id, Pos(i32::try_from(id.0).unwrap() * 280, 0));
        flow.actions.insert(*id, Arc::new(action));
    }
    for statement in &statements {
        for pair in statement.windows(2) {
            let link = match pair[1].alias.as_str() {
                "end" => Link::EndsHere,
                alias => Link::To(ids[alias]),
            };
            if pair[0].alias == "rest" {
                link_rest(&mut flow, tree, link);
                continue;
            }
            let action = Arc::make_mut(flow.actions.get_mut(&ids[&pair[0].alias]).unwrap());
            let key = branch(action, tree, pair[0].branch.as_deref());
            action.links.insert(key, link);
        }
    }
    Parsed { flow, ids }
}

/// The key of a branch for its name in a test; no name means the branch to continue by.
pub fn branch(action: &Action, tree: TreeType, wanted: Option<&str>) -> String {
    let Some(spec) = actions::spec_of(action) else { return wanted.unwrap_or("ok").to_owned() };
    let Some(wanted) = wanted else {
        return spec.way_on(action, tree).unwrap_or_else(|| panic!("{} has no way on", action.title));
    };
    let branches = spec.branches(action, tree);
    let is_label = |label: &str| label.eq_ignore_ascii_case(wanted);
    let found = (branches.iter().find(|it| it.key == wanted))
        .or_else(|| branches.iter().find(|it| is_label(&it.label)))
        .or_else(|| {
            branches.iter().find(|it| it.label.split_once(' ').is_some_and(|(a, b)| is_label(a) || is_label(b)))
        });
    let known = || branches.iter().map(|it| format!("{} ({})", it.key, it.label)).collect::<Vec<_>>().join(", ");
    found.unwrap_or_else(|| panic!("{} has no branch {wanted}; it has {}", action.title, known())).key.to_string()
}

fn link_rest(flow: &mut Flow, tree: TreeType, link: Link) {
    for action in flow.actions.values_mut() {
        let Some(spec) = actions::spec_of(action) else { continue };
        for branch in spec.branches(action, tree).into_iter().filter(is_left_over) {
            Arc::make_mut(action).links.entry(branch.key.into_owned()).or_insert(link);
        }
    }
}

/// Whether *rest* links a branch: it declares no result, and is not *If something fails* of Start.
fn is_left_over(branch: &Branch) -> bool {
    branch.result.is_none() && branch.key != IF_SOMETHING_FAILS.key
}

/// Splits at separators outside brackets; empty parts are left out.
fn split(text: &str, marks: &[char]) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_i32;
    for letter in text.chars() {
        depth += i32::from("([{".contains(letter)) - i32::from(")]}".contains(letter));
        if depth == 0 && marks.contains(&letter) {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(letter);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn statement(text: &str) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let mut mention = Mention { alias: rest[..end].to_owned(), ..Mention::default() };
        assert!(!mention.alias.is_empty(), "an alias is missing in \"{text}\" before \"{rest}\"");
        rest = rest[end..].trim_start();
        while let Some(open) = rest.chars().next().filter(|c| "([{".contains(*c)) {
            let (inside, after) = bracketed(rest);
            match open {
                '(' => mention.argument = Some(inside.to_owned()),
                '{' => mention.params = Some(inside.to_owned()),
                _ => mention.branch = Some(inside.to_owned()),
            }
            rest = after.trim_start();
        }
        mentions.push(mention);
        if rest.is_empty() {
            break;
        }
        rest = rest.strip_prefix("->").unwrap_or_else(|| panic!("\"->\" is missing before \"{rest}\"")).trim_start();
    }
    mentions
}

fn bracketed(text: &str) -> (&str, &str) {
    let mut depth = 0_i32;
    for (place, letter) in text.char_indices() {
        depth += i32::from("([{".contains(letter)) - i32::from(")]}".contains(letter));
        if depth == 0 {
            return (&text[1..place], &text[place + 1..]);
        }
    }
    panic!("a bracket is not closed: {text}")
}

/// The alias without the digits at its end.
fn stem(alias: &str) -> &str {
    alias.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_')
}

fn kind(stem: &str) -> &str {
    match stem {
        "say" | "menu" | "entry" => "voice_announcement",
        "queue" => "to_queue",
        "number" => "to_number",
        "user" => "to_user",
        "mailbox" => "to_voice_mailbox",
        "jump" => "to_routing",
        "call" => "call_routing",
        "back" => "come_back",
        "assign" => "assign_values",
        "test" => "test_values",
        "table" => "values_table",
        "passages" => "check_passages",
        "hours" => "test_schedule",
        "week" => "test_week",
        "service" => "web_service",
        "who" => "responsive_routing",
        "share" => "load_sharing",
        other => other,
    }
}

fn rows(cells: impl Iterator<Item = String>) -> String {
    let rows: Vec<String> = cells.zip(1..).map(|(cells, id)| format!("(id: {id}, cells: {{{cells}}})")).collect();
    format!("Rows([{}])", rows.join(", "))
}

fn list(argument: &str) -> impl Iterator<Item = &str> {
    argument.split(',').map(str::trim)
}

/// `{a + 1}` is an expression, `$call.number` a variable, everything else a text.
fn operand(text: &str) -> String {
    let text = text.trim();
    match (text.strip_prefix('{').and_then(|it| it.strip_suffix('}')), text.strip_prefix('$')) {
        (Some(expression), _) => format!("Expression({expression:?})"),
        (_, Some(path)) => format!("Variable({path:?})"),
        _ => format!("Text({text:?})"),
    }
}

fn params(stem: &str, argument: Option<&str>, ids: &BTreeMap<String, ActionId>) -> Params {
    let Some(argument) = argument else { return Params::default() };
    let item = |key: &str| format!("{key:?}: Item(Reference({argument:?}))");
    let inside = match stem {
        "say" => format!(r#""text": Texts({{"": {argument:?}}})"#),
        "menu" => menu_params(argument),
        "entry" => {
            format!(r#""mode": Text("entry"), "text": Texts({{"": "Please enter it."}}), "target": Text({argument:?})"#)
        }
        "queue" | "user" | "mailbox" | "survey" => item(stem),
        "hours" => item("calendar"),
        "number" if argument.starts_with('+') => {
            format!(r#""from": Text("value"), "number": Operand(Text({argument:?}))"#)
        }
        "number" => item("item"),
        "jump" => {
            let (reference, version) = argument.split_once(' ').unwrap_or((argument, "production"));
            format!(r#""routing": Item(Reference({reference:?})), "version": Text({version:?})"#)
        }
        "call" => {
            let (target, names) = argument.split_once(':').unwrap_or((argument, ""));
            let (reference, version) = target.split_once(' ').unwrap_or((target, "production"));
            let names = rows(list(names).filter(|it| !it.is_empty()).map(|it| format!(r#""name": Text({it:?})"#)));
            format!(r#""routing": Item(Reference({reference:?})), "version": Text({version:?}), "endings": {names}"#)
        }
        "back" => format!(r#""name": Text({argument:?})"#),
        "assign" => {
            let cells = |row: &str| {
                let (path, value) = row.split_once('=').unwrap();
                format!(r#""variable": Text({:?}), "value": Operand({})"#, path.trim(), operand(value))
            };
            format!(r#""values": {}"#, rows(list(argument).map(cells)))
        }
        "test" => {
            let cells = |row: &str| {
                let (path, value) = row.split_once('=').unwrap();
                let (path, value) = (path.trim(), value.trim());
                format!(
                    r#""name": Text({value:?}), "condition": Condition((terms: [(left: Variable({path:?}), op: Equals, right: {})]))"#,
                    operand(value)
                )
            };
            format!(r#""tests": {}"#, rows(list(argument).map(cells)))
        }
        "table" => {
            let (table, results) = argument.split_once(':').unwrap();
            let results = rows(list(results).map(|it| format!(r#""result": Text({it:?})"#)));
            format!(
                r#""table": Item(Reference({table:?})), "results": {results},
                "keys": Rows([(id: 91, cells: {{"value": Operand(Variable("call.number"))}})]),
                "outputs": Rows([(id: 92, cells: {{"column": Text("tier"), "variable": Text("customer.tier")}})])"#
            )
        }
        "passages" => {
            let (thresholds, counted) = argument.split_once(" of ").unwrap_or((argument, ""));
            let counted = ids.get(counted).map_or_else(String::new, |id| format!(r#""action": Action({id}), "#));
            let thresholds = rows(list(thresholds).map(|it| format!(r#""at_least": Int({it})"#)));
            format!(r#"{counted}"thresholds": {thresholds}"#)
        }
        "service" => {
            let (service, response) = argument.split_once(':').unwrap_or((argument, ""));
            let responses = response.split_once('=').map(|(path, variable)| {
                format!(r#""path": Text({:?}), "variable": Text({:?})"#, path.trim(), variable.trim())
            });
            format!(r#""service": Item(Reference({service:?})), "responses": {}"#, rows(responses.into_iter()))
        }
        "who" => {
            let cells = |row: &str| {
                let criterion = match row.split_once(' ') {
                    Some((_, value)) => format!(r"kind: Source, op: Equals, value: {value:?}"),
                    None if row == "repeat" => "kind: Repeat".to_owned(),
                    None => "kind: FirstTime".to_owned(),
                };
                format!(r#""name": Text({row:?}), "criteria": Criteria([({criterion})])"#)
            };
            format!(r#""branches": {}"#, rows(list(argument).map(cells)))
        }
        "share" => {
            let cells = |row: &str| {
                let (name, weight) = row.split_once(' ').unwrap();
                format!(r#""name": Text({name:?}), "weight": Int({weight})"#)
            };
            format!(r#""shares": {}"#, rows(list(argument).map(cells)))
        }
        "pause" => format!(r#""duration": Int({})"#, argument.trim_end_matches('s')),
        "checkpoint" => format!(r#""label": Text({argument:?})"#),
        other => panic!("\"{other}\" takes nothing in round brackets"),
    };
    ron::from_str(&format!("{{{inside}}}")).unwrap_or_else(|error| panic!("{stem}({argument}): {error}: {inside}"))
}

/// `1 Sales, 2 Help`: keys with their labels.
fn menu_params(argument: &str) -> String {
    let keys: Vec<(&str, &str)> = list(argument).map(|it| it.split_once(' ').unwrap_or((it, "it"))).collect();
    let said: Vec<String> = keys.iter().map(|(key, label)| format!("For {label}, press {key}.")).collect();
    let keys = rows(keys.iter().map(|(key, label)| format!(r#""key": Text({key:?}), "label": Text({label:?})"#)));
    format!(r#""mode": Text("menu"), "text": Texts({{"": {:?}}}), "keys": {keys}"#, said.join(" "))
}
