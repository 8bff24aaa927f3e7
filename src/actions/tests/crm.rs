//! Cases, cards, tasks and campaigns: what they keep, what they send, and what is found wrong with them.

use crate::catalog::{Stage, sample};
use crate::model::{CampaignTarget, Case, CrmCard, ResourceData, ResourceKind};

use super::details::{as_it_is, codes, told};
use super::driver::{drive, reply, texts};

fn card(stage: &mut Stage, reference: &str, fields: &[(&str, &str)]) {
    let card_type = stage.project.resource_by_reference(ResourceKind::CrmCardType, reference).map(|kind| kind.id);
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    stage.world.cards.push(CrmCard { card_type, fields });
}

#[test]
fn a_case_is_found_created_and_changed() {
    let old = |stage: &mut Stage| {
        stage.world.cases.push(Case { number: "C-2".to_owned(), is_closed: true, ..Case::default() });
    };
    let complaint = r#"{"case_type": Item(Reference("complaint")), "owner": Item(Reference("ana")), "fields": Rows([
        (id: 1, cells: {"field": Text("subject"), "value": Operand(Text("Late, {{call.name}}"))})])}"#;
    let open_only = r#"{"value": Operand(Text("c-2"))}"#;
    let closed_too = r#"{"value": Operand(Text("c-2")), "open_only": Bool(false)}"#;
    let nothing = r#"{"value": Operand(Variable("customer.number"))}"#;
    assert_eq!(
        told("create_case", complaint, old, ""),
        "→ Cases: C-3: a new case, subject = Late, Camille, normal priority, owner Ana; \
         → Cases: C-3: the interaction is associated; ok at 0:00"
    );
    assert_eq!(told("associate_case", open_only, old, ""), "! No case has c-2.; not_found at 0:00");
    assert_eq!(told("associate_case", closed_too, old, ""), "→ Cases: C-2: the interaction is associated; ok at 0:00");
    assert_eq!(told("associate_case", nothing, old, ""), "! There is no value to look for.; not_found at 0:00");
    let own = |stage: &mut Stage| super::super::shared_record::given_own_case(stage);
    let change = r#"{"status": Text("closed"), "fields": Rows([
        (id: 1, cells: {"field": Text("subject"), "value": Operand(Text("Found"))})])}"#;
    let clear = r#"{"fields": Rows([(id: 1, cells: {"field": Text("subject")})])}"#;
    assert_eq!(told("modify_case", change, own, ""), "→ Cases: C-1: subject = Late parcel → Found, closed; ok at 0:00");
    assert_eq!(told("modify_case", clear, own, ""), "! subject must have a value.; error at 0:00");
}

#[test]
fn a_case_that_is_created_but_not_linked_exists_all_the_same() {
    let spec = crate::actions::spec("create_case").unwrap();
    let mut answers = texts("case is created but not linked");
    let params = spec.examples[0].params;
    let action = super::action(spec, ron::from_str(params).unwrap());
    let (_, _, interaction) = drive(spec, &action, &sample::stage(), &mut |question| reply(&mut answers, question));
    assert_eq!((interaction.case.as_str(), interaction.cases.as_ref().unwrap().len()), ("", 1));
    assert_eq!(interaction.cases.unwrap()[0].number, "C-1");
}

#[test]
fn cards_are_searched_by_conditions() {
    let search = |condition: &str| {
        let params = format!(r#"{{"object": Item(Reference("account")), "conditions": Rows([{condition}])}}"#);
        let stage = |stage: &mut Stage| {
            card(stage, "account", &[("phone", "+33 6 12 34 56 78"), ("city", "Paris")]);
            card(stage, "account", &[("city", "Lyon")]);
            card(stage, "contact", &[("phone", "+33612345678")]);
        };
        told("associate_crm_v2_card", &params, stage, "")
    };
    let row = |id: u32, field: &str, op: &str, value: &str| {
        format!(
            r#"(id: {id}, cells: {{"field": Text("{field}"), "operator": Text("{op}"), "value": Operand({value})}}),"#
        )
    };
    let paris =
        "→ CRM: Account: the interaction is associated with city = Paris, phone = +33 6 12 34 56 78; ok at 0:00";
    assert_eq!(search(&row(1, "phone", "equals", r#"Variable("call.number")"#)), paris);
    assert_eq!(search(&row(1, "phone", "not_empty", r#"Text("")"#)), paris);
    assert_eq!(
        search(&row(1, "city", "one_of", r#"Text("Paris, Lyon")"#)),
        "! Account fit: 2 cards.; several_found at 0:00"
    );
    let both =
        [row(1, "city", "one_of", r#"Text("Paris, Lyon")"#), row(2, "city", "starts_with", r#"Text("p")"#)].concat();
    assert_eq!(search(&both), paris);
    assert_eq!(
        search(&row(1, "phone", "equals", r#"Variable("customer.number")"#)),
        "! There is no value to look for in phone.; not_found at 0:00"
    );
    assert_eq!(search(""), "! No Account fits.; not_found at 0:00");
}

#[test]
fn a_card_is_created_once_and_with_what_fits() {
    let create = |rest: &str, phone: &str| {
        let params = format!(
            r#"{{"object": Item(Reference("account")), "fields": Rows([
                (id: 1, cells: {{"field": Text("phone"), "value": Operand(Text("{phone}"))}}),
                (id: 2, cells: {{"field": Text("city"), "value": Operand(Text("Nice"))}})]){rest}}}"#
        );
        let stage = |stage: &mut Stage| {
            let account = stage.project.resources.values_mut().find(|it| it.reference == "account").unwrap();
            let ResourceData::CrmCardType(kind) = &mut std::sync::Arc::make_mut(account).data else { panic!() };
            kind.fields[0].kind = crate::model::resource::FieldType::Phone;
            card(stage, "account", &[("phone", "+33612345678"), ("city", "Paris")]);
        };
        told("create_crm_v2_card", &params, stage, "")
    };
    let new = "→ CRM: Account: a new card, city = Nice, phone = +33612345678";
    assert_eq!(create("", "+33612345678"), format!("{new}; ok at 0:00"));
    assert_eq!(
        create(r#", "same_field": Text("phone")"#, "+33612345678"),
        "! There is such a card already: Account.; duplicate at 0:00"
    );
    assert_eq!(
        create(r#", "duplicates": Text("allow"), "associate": Bool(true)"#, "+33612345678"),
        format!(
            "{new}; → CRM: Account: the interaction is associated with city = Nice, phone = +33612345678; ok at 0:00"
        )
    );
    assert_eq!(
        create("", "the blue one"),
        "! \"the blue one\" does not fit phone (phone). A number in international form is needed, such as +33155001010.; invalid_field at 0:00"
    );
}

#[test]
fn a_task_belongs_to_the_case() {
    let params = r#"{"title": Text("Call {{call.name}} back"), "due": Int(7200), "user": Item(Reference("ana"))}"#;
    let task = "→ Tasks: Call Camille back, due 2026-11-23 11:00, for Ana, normal priority";
    assert_eq!(told("create_task", params, as_it_is, ""), format!("{task}; ok at 0:00"));
    let own = |stage: &mut Stage| super::super::shared_record::given_own_case(stage);
    assert_eq!(told("create_task", params, own, ""), format!("{task}, case C-1; ok at 0:00"));
}

fn tried(stage: &mut Stage, results: &[&str]) {
    let campaign = stage.project.resource_by_reference(ResourceKind::Campaign, "win_back").unwrap().id;
    let results = results.iter().map(|result| (*result).to_owned()).collect();
    stage.world.targets.push(CampaignTarget { campaign, number: "0033 612 345 678".to_owned(), results });
}

#[test]
fn targets_are_inserted_and_tried_again() {
    let campaign = r#""campaign": Item(Reference("win_back"))"#;
    let insert =
        |rest: &str, given: fn(&mut Stage)| told("insert_voice_target", &format!("{{{campaign}{rest}}}"), given, "");
    let at_once = "→ Campaigns: Win back: a new target +33612345678, at once, normal priority; ok at 0:00";
    assert_eq!(insert("", as_it_is), at_once);
    assert_eq!(insert(r#", "start": Operand(Text("2026-11-20"))"#, as_it_is), at_once);
    assert_eq!(
        insert("", |stage| tried(stage, &[])),
        "! +33612345678 is a target of Win back already.; duplicate at 0:00"
    );
    assert_eq!(insert(r#", "duplicates": Text("allow")"#, |stage| tried(stage, &[])), at_once);
    assert_eq!(insert("", |stage| stage.caller.is_hidden = true), "! No number is given.; error at 0:00");
    assert_eq!(
        told("insert_sms_target", &format!("{{{campaign}}}"), as_it_is, ""),
        "! Win back is no SMS campaign.; reference_not_found at 0:00"
    );
    let again =
        |rest: &str, given: fn(&mut Stage)| told("reschedule_attempt", &format!("{{{campaign}{rest}}}"), given, "");
    assert_eq!(
        again(r#", "after": Int(3600)"#, |stage| tried(stage, &["busy"])),
        "→ Campaigns: Win back: 0033 612 345 678 again at 2026-11-23 10:00, attempt 2 of 3; ok at 0:00"
    );
    assert_eq!(
        again("", |stage| tried(stage, &["busy", "busy", "busy"])),
        "! 3 attempts of 3 were made.; max_attempts_reached at 0:00"
    );
    let date = |date: &str| format!(r#", "timing": Text("date"), "date": Operand(Text("{date}"))"#);
    assert_eq!(
        again(&date("2026-11-23 09:00"), |stage| tried(stage, &[])),
        "! 2026-11-23 09:00 is not in the future.; error at 0:00"
    );
    assert_eq!(again(&date("soon"), |stage| tried(stage, &[])), "! \"soon\" is not a date and time.; error at 0:00");
    assert_eq!(again("", as_it_is), "! Win back has no target +33612345678.; target_not_found at 0:00");
}

#[test]
fn what_is_wrong_is_found() {
    let fields = |rows: &str| format!(r#""fields": Rows([{rows}])"#);
    let row = |id: u32, field: &str| {
        format!(r#"(id: {id}, cells: {{"field": Text("{field}"), "value": Operand(Text("x"))}}),"#)
    };
    let campaign = r#""campaign": Item(Reference("win_back"))"#;
    let cases = [
        (
            "create_case",
            format!(r#"{{"case_type": Item(Reference("complaint")), {}}}"#, fields(&row(1, "colour"))),
            vec!["field-unknown", "field-missing"],
        ),
        ("modify_case", format!("{{{}}}", fields(&[row(1, "status"), row(2, "Status")].concat())), vec!["field-twice"]),
        (
            "create_crm_card",
            format!(
                r#"{{"card_type": Item(Reference("account")), "same_field": Text("name"), {}}}"#,
                fields(&row(1, "phone"))
            ),
            vec!["duplicate-field", "card-generation"],
        ),
        (
            "associate_crm_v2_card",
            r#"{"object": Item(Reference("contact")), "conditions": Rows([
                (id: 1, cells: {"field": Text("mail"), "operator": Text("matches"), "value": Operand(Text("("))})])}"#
                .to_owned(),
            vec!["regular-expression", "card-generation", "field-unknown"],
        ),
        (
            "insert_whatsapp_target",
            format!(r#"{{{campaign}, "number": Operand(Text("12")), "start": Operand(Text("soon"))}}"#),
            vec!["number", "moment", "campaign-channel"],
        ),
        (
            "check_target_result",
            format!(r#"{{{campaign}, "results": Rows([(id: 1, cells: {{"result": Text("lost")}})])}}"#),
            vec!["result-unknown"],
        ),
        (
            "reschedule_attempt",
            format!(r#"{{{campaign}, "timing": Text("date"), "date": Operand(Text("soon"))}}"#),
            vec!["moment"],
        ),
    ];
    for (kind, params, expected) in cases {
        assert_eq!(codes(kind, &params), expected, "{kind} {params}");
    }
}
