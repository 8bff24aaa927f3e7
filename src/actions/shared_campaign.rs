//! What the kinds for campaigns share: finding a target, and inserting one whatever the channel. It is no kind of its own.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::catalog::branch::{ERROR, OK, REFERENCE_NOT_FOUND, ResultKind};
use crate::catalog::phone::{self, Number, Source};
use crate::catalog::{BranchPart, BranchSpec, CheckCx, Cx, Field, FieldSpec, Finding, Stage, Step, country, dates};
use crate::choice;
use crate::model::resource::{Campaign, CampaignChannel};
use crate::model::{
    CampaignTarget, ItemRef, Operand, OutsideSystem, Params, Resource, ResourceData, ResourceId, ResourceKind, Row,
};

use super::shared::{VALUE, check_doubled};
use super::shared_record::{PRIORITY, is_down, priority_words};

/// The campaign.
pub(super) const CAMPAIGN: Field<Option<ItemRef>> =
    Field::item("campaign", "Campaign", ResourceKind::Campaign).help("The campaign that the target is in.").required();
/// The number of the target.
pub(super) const TARGET: Field<Operand> = Field::operand("number", "Target")
    .help("The number of the target, in international form. Leave it empty for the caller's own.");

/// OK of what leads to a call-back.
pub(super) const OK_CALL_BACK: BranchSpec = OK.result(ResultKind::CallBack);
/// The campaign has no such target.
pub(super) const TARGET_NOT_FOUND: BranchSpec = BranchSpec::new("target_not_found", "Target not found");
const DUPLICATE: BranchSpec = BranchSpec::new("duplicate", "Duplicate").shown_if(looks_for_duplicates);

choice! {
    /// What happens when the number is a target of the campaign already.
    Duplicates {
        Refuse = "refuse" "Do not insert it again",
        Allow = "allow" "Insert it all the same",
    }
}

const NUMBER: Field<Operand> = Field::operand("number", "Number")
    .help("The number that is contacted, in international form. Leave it empty for the caller's own.");
const START: Field<Operand> = Field::operand("start", "Not before")
    .help("The date and time of the first attempt, in the project's time zone. Leave it empty for at once.");
const NAME: Field<String> = Field::text("name", "Name").help("The name under which it is known there.").required();
const VALUES: Field<Vec<Row>> = Field::rows("values", "Template fields", &[NAME.spec(), VALUE.spec()], 30)
    .help("Values that come with the target. The campaign's template or script can use them as {{name}}.");
const DUPLICATES: Field<Duplicates> = Field::choice("duplicates", "When it is a target already")
    .help("What happens when the number is a target of this campaign already.");

/// The fields of inserting a target.
pub(super) const INSERT_FIELDS: &[&FieldSpec] =
    &[CAMPAIGN.spec(), NUMBER.spec(), START.spec(), PRIORITY, VALUES.spec(), DUPLICATES.spec()];
/// The card text of inserting a target.
pub(super) const INSERT_CARD: &str = "{campaign} · {number} · not before {start} · {values:values}";
/// The branches of inserting a target.
pub(super) const INSERT_BRANCHES: &[BranchPart] = &[
    BranchPart::One(&OK),
    BranchPart::One(&DUPLICATE),
    BranchPart::One(&REFERENCE_NOT_FOUND),
    BranchPart::One(&ERROR),
];
/// The same, where the target is called.
pub(super) const INSERT_BRANCHES_CALL_BACK: &[BranchPart] = &[
    BranchPart::One(&OK_CALL_BACK),
    BranchPart::One(&DUPLICATE),
    BranchPart::One(&REFERENCE_NOT_FOUND),
    BranchPart::One(&ERROR),
];

fn looks_for_duplicates(params: &Params) -> bool {
    params.get(&DUPLICATES) == Duplicates::Refuse
}

fn channel_words(channel: CampaignChannel) -> &'static str {
    match channel {
        CampaignChannel::Voice => "voice",
        CampaignChannel::Sms => "SMS",
        CampaignChannel::WhatsApp => "WhatsApp",
    }
}

fn campaign_of(resource: &Resource) -> Option<&Campaign> {
    match &resource.data {
        ResourceData::Campaign(campaign) => Some(campaign),
        _ => None,
    }
}

fn wrong_channel(name: &str, channel: CampaignChannel) -> String {
    format!("{name} is no {} campaign.", channel_words(channel))
}

/// The number that a field names, else the caller's own.
fn number(cx: &Cx<'_>, field: &Field<Operand>) -> Result<String, String> {
    let operand = cx.get(field);
    if operand.is_blank() { Ok(cx.call("number")) } else { cx.value(operand) }
}

/// A moment in the project's time zone, as the value of an operand names it; or why there is none.
pub(super) fn moment_of(cx: &Cx<'_>, operand: &Operand) -> Result<DateTime<Utc>, String> {
    Ok(cx.stamp(&cx.value(operand)?)?.moment(cx.time_zone()))
}

/// A moment in the project's time zone, as a supervisor reads it.
pub(super) fn moment_words(cx: &Cx<'_>, moment: DateTime<Utc>) -> String {
    moment.with_timezone(&cx.time_zone()).format("%Y-%m-%d %H:%M").to_string()
}

/// Inserts a target in a campaign of a channel.
pub(super) fn insert(cx: &mut Cx<'_>, channel: CampaignChannel) -> Step {
    let Some(campaign) = cx.item(&CAMPAIGN) else { return Step::go(&REFERENCE_NOT_FOUND) };
    if campaign_of(&campaign).is_none_or(|found| found.channel != channel) {
        cx.note(wrong_channel(&campaign.name, channel));
        return Step::go(&REFERENCE_NOT_FOUND);
    }
    if is_down(cx, OutsideSystem::Campaigns) {
        return Step::go(&ERROR);
    }
    let source = Source::of(cx.get(&NUMBER), false);
    let new = number(cx, &NUMBER).and_then(|text| Ok((full_number(&text, cx.country(), source)?, details(cx)?)));
    let (number, details) = match new {
        Ok(found) => found,
        Err(why) => {
            cx.note(why);
            return Step::go(&ERROR);
        }
    };
    if looks_for_duplicates(&cx.action.params) && place_of(cx, campaign.id, &number).is_some() {
        cx.note(format_args!("{number} is a target of {} already.", campaign.name));
        return Step::go(&DUPLICATE);
    }
    cx.ledger(OutsideSystem::Campaigns.words(), format_args!("{}: a new target {number}, {details}", campaign.name));
    cx.add_target(CampaignTarget { campaign: campaign.id, number, results: Vec::new() });
    Step::go(&OK)
}

/// The number that a campaign contacts, in international form; or why there is none.
fn full_number(text: &str, country: &str, source: Source) -> Result<String, String> {
    match phone::read(text, country) {
        Ok(Number::Short(digits)) => Err(format!("{digits} is a short number. A campaign needs a full one.")),
        _ => phone::dialled(text, country, source),
    }
}

/// When, how urgent, and with which values; or why there is something wrong with them.
fn details(cx: &Cx<'_>) -> Result<String, String> {
    let start = cx.get(&START);
    let mut parts = vec![if start.is_blank() {
        "at once".to_owned()
    } else {
        let start = moment_of(cx, start)?;
        // A date that has passed holds nothing up.
        if start > cx.now() { format!("not before {}", moment_words(cx, start)) } else { "at once".to_owned() }
    }];
    parts.push(priority_words(cx).to_owned());
    for row in cx.get(&VALUES) {
        let name = row.cells.get(&NAME);
        let value = cx.value(row.cells.get(&VALUE)).map_err(|why| format!("{name}: {why}"))?;
        parts.push(format!("{name} = {value}"));
    }
    Ok(parts.join(", "))
}

/// The place of a target: the one inserted last, where a number is in the campaign more than once.
fn place_of(cx: &Cx<'_>, campaign: ResourceId, number: &str) -> Option<usize> {
    let country = cx.country();
    let number = phone::key(number, country)?;
    let is_it = |target: &CampaignTarget| {
        target.campaign == campaign && phone::key(&target.number, country).as_deref() == Some(&number)
    };
    cx.targets().iter().rposition(is_it)
}

/// A target of a campaign.
pub(super) struct Found {
    /// The campaign.
    pub(super) campaign: Arc<Resource>,
    /// Most attempts that the campaign makes.
    pub(super) max_attempts: usize,
    /// The target.
    pub(super) target: CampaignTarget,
}

/// The target that [`CAMPAIGN`] and [`TARGET`] name; why there is none is noted.
pub(super) fn find(cx: &mut Cx<'_>) -> Option<Found> {
    let campaign = cx.item(&CAMPAIGN)?;
    let max_attempts = usize::try_from(campaign_of(&campaign)?.max_attempts).unwrap_or(usize::MAX);
    let number = match number(cx, &TARGET) {
        Ok(number) => number,
        Err(why) => {
            cx.note(why);
            return None;
        }
    };
    let place = place_of(cx, campaign.id, &number);
    let Some(target) = place.and_then(|place| cx.targets().get(place).cloned()) else {
        cx.note(format_args!(
            "{} has no target {}.",
            campaign.name,
            if number.is_empty() { "without a number" } else { &number }
        ));
        return None;
    };
    Some(Found { campaign, max_attempts, target })
}

/// What is wrong with inserting a target.
pub(super) fn check_insert(cx: &CheckCx<'_>, channel: CampaignChannel) -> Vec<Finding> {
    let params = &cx.action.params;
    let names = params.get(&VALUES).iter().map(|row| row.cells.get(&NAME));
    let mut findings =
        check_doubled("field-twice", names, |name| format!("The template field \"{name}\" is filled in twice."));
    if let Operand::Text(number) = params.get(&NUMBER)
        && !number.trim().is_empty()
        && !number.contains("{{")
    {
        let full = full_number(number, country::of(&cx.project.settings), Source::Literal);
        findings.extend(full.err().map(|why| Finding::error("number", why)));
    }
    findings.extend(check_moment(params.get(&START)));
    if let Some(campaign) = named(cx)
        && campaign_of(campaign).is_none_or(|found| found.channel != channel)
    {
        findings.push(Finding::error("campaign-channel", wrong_channel(&campaign.name, channel)));
    }
    findings
}

/// A fixed text that is not a date and time.
pub(super) fn check_moment(operand: &Operand) -> Option<Finding> {
    match operand {
        Operand::Text(text) if !text.trim().is_empty() && !text.contains("{{") && dates::read(text).is_none() => {
            let message = format!("\"{text}\" is no date and time; write it as 2026-11-23 09:00.");
            Some(Finding::error("moment", message))
        }
        _ => None,
    }
}

/// The campaign that an action names, as far as that is known before a run.
pub(super) fn named<'a>(cx: &CheckCx<'a>) -> Option<&'a Arc<Resource>> {
    cx.action.params.get(&CAMPAIGN).and_then(|item| cx.project.resolve(ResourceKind::Campaign, &item))
}

/// The codes that an attempt of the campaign can end with.
pub(super) fn result_codes(campaign: &Resource) -> &[String] {
    campaign_of(campaign).map_or(&[], |campaign| &campaign.result_codes)
}

/// For examples: Camille is a target of each campaign, with two attempts made.
pub(super) fn given_target(stage: &mut Stage) {
    let campaigns: Vec<ResourceId> = stage.project.resources_of(ResourceKind::Campaign).map(|it| it.id).collect();
    for campaign in campaigns {
        let results = vec!["refused".to_owned(), "busy".to_owned()];
        stage.world.targets.push(CampaignTarget { campaign, number: stage.caller.number.clone(), results });
    }
}

/// For examples: campaigns cannot be reached.
pub(super) fn given_no_campaigns(stage: &mut Stage) {
    stage.world.systems_down.insert(OutsideSystem::Campaigns);
}
