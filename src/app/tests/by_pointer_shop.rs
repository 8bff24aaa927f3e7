//! The chat of a web shop, and a support mailbox, built from an empty project by pointer; the clicks are counted (spec: ease; the bar is 90).

use egui::Key;

use super::by_pointer::{Hand, first_version, new_variable, working_week};
use crate::catalog::Severity;
use crate::model::Version;

/// The most clicks.
const BAR: usize = 90;

const SEND: &str = "send a message";
const REPLIES: &str = "quick replies";
const PEOPLE: &str = "hand over to people";
const CLOSE: &str = "close";

/// Adds a message with its text.
fn say(by: &mut Hand, (branch, of): (&str, &str), title: &str, text: &str) {
    by.add(branch, of, SEND, title);
    by.fill("Text", text);
}

/// Adds buttons with a question above them.
fn choose(by: &mut Hand, (branch, of): (&str, &str), title: &str, text: &str, choices: &[&str]) {
    by.add(branch, of, REPLIES, title);
    by.fill("Text", text);
    for choice in choices {
        by.click("Add a row to Choices");
        by.text(choice);
    }
}

fn chat(by: &mut Hand) {
    by.add("OK", "Start", "test a schedule", "Opening hours");
    by.create("Calendar", "New calendar…", "Shop hours");
    working_week(by);
    by.done();
    say(by, ("Open", "Opening hours"), "Welcome", "Hello, and welcome to the Corner Shop.");
    choose(
        by,
        ("OK", "Welcome"),
        "What is it about?",
        "How can we help?",
        &["My order", "A return", "A product", "Something else"],
    );
    by.add("My order", "What is it about?", "ask", "Order number");
    by.fill("Question", "What is your order number?");
    by.fill("Put the reply into", "order.number");
    by.add("Reply", "Order number", "web service", "Order lookup");
    by.create("Web service", "New web service…", "Orders");
    by.fill("URL", "https://shop.example/orders/{{order.number}}");
    by.done();
    by.click("Add a row to From the answer");
    by.text("$.status");
    by.fill("From the answer, row 1, Variable", "order.status");
    say(by, ("OK", "Order lookup"), "Order status", "Your order is {{order.status}}.");
    choose(
        by,
        ("OK", "Order status"),
        "Anything else?",
        "Can we do anything else for you?",
        &["Yes, please", "No, thank you"],
    );
    by.add("No, thank you", "Anything else?", CLOSE, "Goodbye");
}

fn people(by: &mut Hand) {
    by.add("A product", "What is it about?", PEOPLE, "Sales");
    by.click("A queue");
    by.create("Queue", "New queue…", "Sales");
    by.done();
    by.add("Something else", "What is it about?", PEOPLE, "Service");
    by.click("A queue");
    by.create("Queue", "New queue…", "Service");
    by.done();
    say(
        by,
        ("A return", "What is it about?"),
        "How to return",
        "You can send it back within 30 days. We send you a label.",
    );
    by.add("OK", "How to return", "ask", "Which item");
    by.fill("Question", "Which item do you want to return?");
    by.fill("Put the reply into", "order.item");
    by.add("Reply", "Which item", "create a task", "Send a label");
    by.fill("What is to do", "Send a label for {{order.item}}");
    by.click("A queue");
    by.pick("Queue", "Service");
    say(by, ("OK", "Send a label"), "Label is coming", "Your label comes by email today.");
    say(by, ("Nobody", "Service"), "Nobody is free", "Nobody is free right now. We will write to you.");
    by.add("OK", "Nobody is free", CLOSE, "Missed");
    by.add("Response time exceeded", "What is it about?", CLOSE, "No reply");
    say(by, ("Closed", "Opening hours"), "We are closed", "We are closed now. We will answer tomorrow.");
    by.add("OK", "We are closed", CLOSE, "Until tomorrow");
}

fn links(by: &mut Hand) {
    by.link(
        &[("Yes, please", "Anything else?"), ("By default", "What is it about?"), ("Error", "Order lookup")],
        "Service",
    );
    by.link(&[("By default", "Anything else?"), ("Nobody", "Sales")], "Service");
    by.link(&[("OK", "Label is coming")], "Anything else?");
    by.link(&[("Response time exceeded", "Anything else?")], "Goodbye");
    by.link(&[("Response time exceeded", "Order number"), ("Response time exceeded", "Which item")], "No reply");
    by.link(&[("If something fails", "Start")], "Nobody is free");
    end_the_rest(by);
    new_variable(by, "Order", &["number", "status", "item"]);
}

/// Ends what still leads nowhere on purpose.
fn end_the_rest(by: &mut Hand) {
    by.desk.ctrl(Key::K);
    by.text("branches that lead nowhere");
    by.keys(Key::Enter);
    let button = by.desk.names().into_iter().find(|name| name.starts_with("End ") && name.ends_with(" on purpose"));
    by.click(&button.expect("branches to end"));
}

fn errors(by: &Hand, version: &Version) -> Vec<String> {
    let found = crate::lint::check_version(by.desk.project(), version);
    found.into_iter().filter(|it| it.severity == Severity::Error || it.blocks).map(|it| it.message).collect()
}

#[test]
fn the_chat_of_a_shop_is_built_with_few_clicks() {
    let mut by = Hand::new();
    first_version(&mut by, "Corner Shop", "Shop chat", "Messaging");
    chat(&mut by);
    people(&mut by);
    links(&mut by);
    let version = by.desk.project().versions.values().next().expect("a version");
    assert!(version.flow.actions.len() >= 19);
    println!("shop: {} clicks and {} drags", by.clicks, by.drags);
    assert_eq!(errors(&by, version), Vec::<String>::new());
    assert!(by.clicks <= BAR, "{} clicks", by.clicks);
}

/// Adds an automatic reply with a template of its own.
fn reply(by: &mut Hand, (branch, of): (&str, &str), title: &str, (template, subject, text): (&str, &str, &str)) {
    by.add(branch, of, "automatic reply", title);
    by.create("Email template", "New email template…", template);
    by.fill("Subject, default (en)", subject);
    by.fill("Text, default (en)", text);
    by.done();
}

#[test]
fn a_support_mailbox_is_built_with_few_clicks() {
    let mut by = Hand::new();
    first_version(&mut by, "Corner Shop", "Support mailbox", "Email");
    by.add("OK", "Start", "detect keywords", "Is it urgent?");
    by.click("Add a row to Words looked for");
    by.text("Urgent");
    by.fill("Words looked for, row 1, Words", "urgent, outage, does not work");
    by.add("Urgent", "Is it urgent?", "distribution to queue", "Urgent");
    by.create("Queue", "New queue…", "Support");
    by.done();
    by.add("By default", "Is it urgent?", "test a schedule", "Opening hours");
    by.create("Calendar", "New calendar…", "Office hours");
    working_week(&mut by);
    by.done();
    let thanks = ("Received", "We have your email", "Thank you. We answer within a day.");
    reply(&mut by, ("Open", "Opening hours"), "We have your email", thanks);
    let closed = ("Closed", "We are closed", "Thank you. We answer on the next working day.");
    reply(&mut by, ("Closed", "Opening hours"), "We are closed", closed);
    by.add("OK", "We have your email", "distribution to queue", "Support");
    by.pick("Queue", "Support");
    by.add("Suppressed", "We have your email", CLOSE, "Sent by a machine");
    by.add("Unprocessed", "Support", "create a task", "Answer tomorrow");
    by.fill("What is to do", "Answer the email of {{customer.name}}");
    by.click("A queue");
    by.pick("Queue", "Support");
    by.link(&[("OK", "We are closed")], "Support");
    by.link(&[("Suppressed", "We are closed")], "Sent by a machine");
    by.link(&[("Unprocessed", "Urgent"), ("If something fails", "Start")], "Answer tomorrow");
    end_the_rest(&mut by);
    let version = by.desk.version(by.desk.shown());
    assert_eq!(version.flow.actions.len(), 9);
    println!("mailbox: {} clicks and {} drags", by.clicks, by.drags);
    assert_eq!(errors(&by, version), Vec::<String>::new());
    assert!(by.clicks <= BAR, "{} clicks", by.clicks);
}
