//! Expressions such as `tries + 1` or `"Hello " + customer.name`: one function of ours over a kept library's
//! grammar, bounded and without side effects (spec: actions §5; quality, Part 2 §3). No statement, loop, call-back or
//! import is accepted.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rhai::packages::{CorePackage, MoreStringPackage, Package};
use rhai::{Dynamic, Engine, Map, Scope};

use super::compare::number;
use super::interaction::MAX_VALUE_BYTES;

/// Deepest nesting of an expression.
const MAX_DEPTH: usize = 16;
/// Most evaluations of one expression.
const MAX_EVALUATIONS: u64 = 1_000;

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let mut engine = Engine::new_raw();
        engine.register_global_module(CorePackage::new().as_shared_module());
        engine.register_global_module(MoreStringPackage::new().as_shared_module());
        engine.set_max_expr_depths(MAX_DEPTH);
        engine.set_max_operations(MAX_EVALUATIONS);
        engine.set_max_string_size(MAX_VALUE_BYTES);
        engine.set_max_array_size(1_000);
        engine.set_max_map_size(1_000);
        engine.disable_symbol("eval");
        engine.disable_symbol("timestamp");
        engine
    })
}

/// A variable's value as the expression sees it: a number where it is one, yes or no where it says so, else text.
fn dynamic(text: &str) -> Dynamic {
    if let Ok(whole) = text.parse::<i64>()
        && number(text).is_some()
    {
        return whole.into();
    }
    match (number(text), text) {
        (Some(number), _) => number.into(),
        (None, "true" | "yes") => true.into(),
        (None, "false" | "no") => false.into(),
        _ => text.to_owned().into(),
    }
}

/// Checks an expression without running it.
///
/// # Errors
/// What is wrong with it, and where.
pub fn check(expression: &str) -> Result<(), String> {
    engine().compile_expression(expression).map(drop).map_err(|error| explain(&error.to_string()))
}

/// The value of an expression over variables by path. `aliases` are former names of groups with those of today.
///
/// # Errors
/// What went wrong: a mistake in the expression, an unknown variable, a limit.
pub fn evaluate(
    expression: &str,
    variables: &BTreeMap<String, String>,
    aliases: &BTreeMap<String, String>,
) -> Result<String, String> {
    let mut scope = Scope::new();
    let mut groups: BTreeMap<&str, Map> = BTreeMap::new();
    for (path, value) in variables {
        match path.split_once('.') {
            Some((group, field)) => {
                groups.entry(group).or_default().insert(field.into(), dynamic(value));
            }
            None => {
                scope.push_constant_dynamic(path.clone(), dynamic(value));
            }
        }
    }
    for (alias, group) in aliases {
        if let Some(fields) = groups.get(group.as_str()) {
            scope.push_constant(alias.as_str(), fields.clone());
        }
    }
    for (group, fields) in groups {
        scope.push_constant(group, fields);
    }
    let value: Dynamic =
        engine().eval_expression_with_scope(&mut scope, expression).map_err(|error| explain(&error.to_string()))?;
    if let Some(float) = value.clone().try_cast::<f64>() {
        if !float.is_finite() {
            return Err("The result is not a number.".to_owned());
        }
        return Ok(if float.fract() == 0.0 && float.abs() < 1e15 { format!("{float:.0}") } else { float.to_string() });
    }
    if value.is_unit() || value.is_map() || value.is_array() {
        return Err("The expression gives no value.".to_owned());
    }
    Ok(value.to_string())
}

/// The library's message as a sentence.
fn explain(message: &str) -> String {
    if message.contains("exceeds maximum complexity") {
        return format!("It goes more than {MAX_DEPTH} levels deep. Split it in two, with a variable in between.");
    }
    let mut sentence = message.trim().replace("Syntax error: ", "");
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eval(expression: &str) -> Result<String, String> {
        let variables =
            [("customer.name", "Ada"), ("menu.tries", "2"), ("order.total", "9.5"), ("customer.vip", "yes")];
        let variables = variables.map(|(path, value)| (path.to_owned(), value.to_owned())).into();
        evaluate(expression, &variables, &[("client".to_owned(), "customer".to_owned())].into())
    }

    #[test]
    fn expressions_have_values() {
        assert_eq!(eval("menu.tries + 1").unwrap(), "3");
        assert_eq!(eval("order.total * 2").unwrap(), "19");
        assert_eq!(eval("\"Hello \" + customer.name").unwrap(), "Hello Ada");
        assert_eq!(eval("if customer.vip { \"gold\" } else { \"blue\" }").unwrap(), "gold");
        assert_eq!(eval("customer.name.to_upper()").unwrap(), "ADA");
        assert_eq!(eval("client.name").unwrap(), "Ada");
    }

    #[test]
    fn what_is_wrong_or_unbounded_is_refused() {
        for wrong in [
            "",
            "1 +",
            "nobody.knows",
            "1 / 0",
            "let x = 1; x",
            "loop { }",
            "while true {}",
            "\"a\".pad(1000000000, \"x\")",
        ] {
            assert!(eval(wrong).is_err(), "{wrong}: {:?}", eval(wrong));
        }
        let deep = format!("{}1{}", "(1+".repeat(60), ")".repeat(60));
        assert!(eval(&deep).is_err());
    }
}
