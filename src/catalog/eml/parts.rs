//! What the parts of an email are: the text that a customer wrote, and the files that are attached to it.

use std::collections::BTreeSet;

use mail_parser::{ContentType, Message, MessageParser, MessagePart, MessagePartId, MimeHeaders, PartType};

use crate::model::caller::Attachment;

use super::super::fold;
use super::transfer::{base64, quoted_printable};
use super::{charset, header, html};

/// Most parts within each other.
const MOST_LEVELS: usize = 50;

/// The text of an email: of several ways to say the same the plain one, unless it is blank.
pub(super) fn text(message: &Message<'_>) -> String {
    text_of(message, 0, MOST_LEVELS).replace("\r\n", "\n").trim().to_owned()
}

fn text_of(message: &Message<'_>, id: MessagePartId, levels: usize) -> String {
    let Some(part) = part(message, id) else { return String::new() };
    let PartType::Multipart(inside) = &part.body else { return leaf_text(message, part) };
    if levels == 0 {
        return String::new();
    }
    let texts = inside.iter().map(|id| (*id, text_of(message, *id, levels - 1)));
    let mut texts = texts.filter(|(_, text)| !fold::is_blank(text));
    match kind(part).1.as_str() {
        "alternative" => {
            let all: Vec<(MessagePartId, String)> = texts.collect();
            let plain = all.iter().find(|(id, _)| self::part(message, *id).is_some_and(|it| kind(it).1 == "plain"));
            plain.or(all.last()).map(|(_, text)| text.clone()).unwrap_or_default()
        }
        // The first part is the text, the others belong to it.
        "related" => texts.next().map(|(_, text)| text).unwrap_or_default(),
        _ => texts.map(|(_, text)| text.trim().to_owned()).collect::<Vec<_>>().join("\n\n"),
    }
}

fn leaf_text(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    if !is_text(part) {
        return String::new();
    }
    let text = charset::decode(&content(message, part), label(part));
    if kind(part).1 == "html" { html::text(&text) } else { text }
}

/// Whether a part is text to be read, not a file.
fn is_text(part: &MessagePart<'_>) -> bool {
    let (kind, form) = kind(part);
    let is_readable = match kind.as_str() {
        "text" => form.is_empty() || form == "plain" || form == "html",
        // What is left of an email that was cut off.
        "multipart" => !matches!(part.body, PartType::Multipart(_)),
        _ => false,
    };
    is_readable && part.attachment_name().is_none() && !is_attached(part)
}

/// The type of a part and its form, in small letters; plain text where it does not say.
fn kind(part: &MessagePart<'_>) -> (String, String) {
    let found = part.content_type();
    let kind = found.map_or("text", ContentType::ctype).to_lowercase();
    (kind, found.map_or(Some("plain"), ContentType::subtype).unwrap_or_default().to_lowercase())
}

fn label<'a>(part: &'a MessagePart<'_>) -> Option<&'a str> {
    part.content_type().and_then(|it| it.attribute("charset"))
}

fn is_attached(part: &MessagePart<'_>) -> bool {
    part.content_disposition().is_some_and(ContentType::is_attachment)
}

/// The bytes of a part, as far as they can be read.
fn content(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    let range = usize_of(part.offset_body)..usize_of(part.offset_end);
    let raw = message.raw_message.get(range).unwrap_or_default();
    let encoding = part.content_transfer_encoding().unwrap_or_default().trim().to_lowercase();
    match encoding.as_str() {
        "base64" => base64(raw),
        "quoted-printable" => quoted_printable(raw, false),
        _ => raw.to_vec(),
    }
}

/// The files that are attached: not other forms of the text, and no pictures that are part of it.
pub(super) fn attachments(message: &Message<'_>) -> Vec<Attachment> {
    let mut found = Found { message, named: names_in_html(message), files: Vec::new() };
    found.look(0, "", MOST_LEVELS);
    found.files
}

struct Found<'a> {
    message: &'a Message<'a>,
    /// What the text in HTML shows, by Content-ID or Content-Location.
    named: BTreeSet<String>,
    files: Vec<Attachment>,
}

impl Found<'_> {
    fn look(&mut self, id: MessagePartId, within: &str, levels: usize) {
        let Some(part) = part(self.message, id) else { return };
        if let PartType::Multipart(inside) = &part.body {
            let form = kind(part).1;
            for id in inside.iter().filter(|_| levels > 0) {
                self.look(*id, &form, levels - 1);
            }
            return;
        }
        let (kind, _) = kind(part);
        let is_named = part.attachment_name().is_some();
        let is_message = matches!(part.body, PartType::Message(_));
        // Another form of the same text, and what a report says for machines.
        let is_form_of_text =
            !is_named && !is_message && matches!(within, "alternative" | "report") && !is_attached(part);
        let is_cut_off = kind == "multipart";
        if is_text(part) || is_form_of_text || is_cut_off || self.is_picture_of_text(part) {
            return;
        }
        self.files.push(self.file(part));
    }

    fn is_picture_of_text(&self, part: &MessagePart<'_>) -> bool {
        if !is_picture(part) {
            return false;
        }
        let is_shown = [part.content_id(), part.content_location()]
            .into_iter()
            .flatten()
            .any(|id| self.named.contains(&bare_id(id)));
        let is_inline = part.content_disposition().is_some_and(ContentType::is_inline);
        is_shown || (!is_attached(part) && (is_inline || part.content_id().is_some()))
    }

    fn file(&self, part: &MessagePart<'_>) -> Attachment {
        let kept_in = || {
            let inside = part.message()?;
            let head = inside.parts.first().map(|root| mended(inside, root))?;
            let subject = head.into_iter().find(|field| field.name == "subject").map(|field| field.value);
            subject.filter(|subject| !subject.is_empty()).map(|subject| format!("{subject}.eml"))
        };
        let name = self.name(part).or_else(kept_in).filter(|name| !name.trim().is_empty());
        let bytes = match &part.body {
            PartType::Message(_) | PartType::Multipart(_) => usize_of(part.offset_end.saturating_sub(part.offset_body)),
            _ => content(self.message, part).len(),
        };
        Attachment { name: name.unwrap_or_else(|| "unnamed".to_owned()), bytes: bytes as u64 }
    }

    /// The name of a file. One in encoded words or bare bytes is read from the mended header.
    fn name(&self, part: &MessagePart<'_>) -> Option<String> {
        let block = header::block(&mended(self.message, part));
        let head = MessageParser::default().parse_headers(block.as_bytes());
        let name = head.as_ref().and_then(|head| head.parts.first()?.attachment_name());
        name.or_else(|| part.attachment_name()).map(|name| name.trim().to_owned())
    }
}

/// The headers of a part, mended.
fn mended(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<header::HeaderField> {
    let range = usize_of(part.offset_header)..usize_of(part.offset_body);
    header::fields(message.raw_message.get(range).unwrap_or_default())
}

fn part<'a>(message: &'a Message<'_>, id: MessagePartId) -> Option<&'a MessagePart<'a>> {
    message.parts.get(usize_of(id))
}

fn is_picture(part: &MessagePart<'_>) -> bool {
    let (kind, form) = kind(part);
    let ending = part.attachment_name().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_lowercase());
    let has_ending =
        ending.is_some_and(|it| ["png", "jpg", "jpeg", "gif", "bmp", "webp", "svg"].contains(&it.as_str()));
    kind == "image" || (kind == "application" && form == "octet-stream" && has_ending)
}

/// The Content-IDs and locations that the texts in HTML show pictures of.
fn names_in_html(message: &Message<'_>) -> BTreeSet<String> {
    let texts = message.parts.iter().filter(|part| matches!(part.body, PartType::Html(_)));
    let mut named = BTreeSet::new();
    for part in texts {
        html::sources(&charset::decode(&content(message, part), label(part)), &mut |source| {
            named.insert(bare_id(source.strip_prefix("cid:").unwrap_or(source)));
        });
    }
    named
}

fn bare_id(id: &str) -> String {
    id.trim().trim_matches(|letter| letter == '<' || letter == '>').to_lowercase()
}

fn usize_of(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
