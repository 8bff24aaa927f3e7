//! An email in HTML as plain text. `html5gum` reads the HTML; here is what separates words: blocks, rows, cells and
//! list items. Styles, scripts and comments say nothing. Cited text gets the `>` that it has in plain text.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// What stands on lines of its own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "option",
    "section",
    "select",
    "summary",
    "tbody",
    "textarea",
    "tfoot",
    "thead",
    "tr",
];
/// What has an empty line around it, too.
const PARAGRAPHS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"];
/// What is not for readers.
const UNSEEN: &[&str] = &["script", "style", "title", "template", "iframe", "noscript", "noembed", "noframes"];

/// HTML as plain text.
pub(super) fn text(html: &str) -> String {
    let mut page = Page::default();
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => page.open(&String::from_utf8_lossy(&tag.name), &tag),
            Token::EndTag(tag) => page.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => page.say(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.text.trim().to_owned()
}

/// What the pictures of a page are taken from.
pub(super) fn sources(html: &str, see: &mut dyn FnMut(&str)) {
    for token in tokens(html) {
        if let Token::StartTag(tag) = token
            && &*tag.name == b"img"
        {
            see(&attribute(&tag, "src"));
        }
    }
}

fn tokens(html: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).flatten()
}

/// The text so far, and what is due before the next letter.
#[derive(Default)]
struct Page {
    text: String,
    /// Line breaks that are due.
    breaks: usize,
    /// Whether a space is due.
    has_space: bool,
    /// The element that is not for readers, while it is open.
    unseen: Option<String>,
    /// Whether blanks and line breaks count, by how many elements say so.
    preformatted: usize,
    /// The open `blockquote` elements, and whether each holds cited text.
    quotes: Vec<bool>,
}

impl Page {
    fn open(&mut self, name: &str, tag: &StartTag<()>) {
        if self.unseen.is_some() {
            return;
        }
        self.separate(name);
        match name {
            "br" => {
                self.breaks += 1;
                self.has_space = false;
            }
            "td" | "th" => self.has_space = true,
            "pre" => self.preformatted += 1,
            "blockquote" if self.quotes.len() < MOST_QUOTES => self.quotes.push(is_cited(tag)),
            "img" => self.picture(tag),
            _ if UNSEEN.contains(&name) && !tag.self_closing => self.unseen = Some(name.to_owned()),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.unseen.as_deref().is_some_and(|unseen| unseen != name) {
            return;
        }
        self.unseen = None;
        self.separate(name);
        match name {
            "td" | "th" => self.has_space = true,
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "blockquote" => drop(self.quotes.pop()),
            _ => {}
        }
    }

    fn separate(&mut self, name: &str) {
        let wanted = if PARAGRAPHS.contains(&name) { 2 } else { usize::from(BLOCKS.contains(&name)) };
        self.breaks = self.breaks.max(wanted);
    }

    fn say(&mut self, text: &str) {
        if self.unseen.is_some() {
            return;
        }
        for letter in text.chars() {
            match letter {
                '\n' if self.preformatted > 0 => self.breaks += 1,
                ' ' | '\t' if self.preformatted > 0 => self.letter(letter),
                '\u{a0}' => self.letter(' '),
                _ if letter.is_whitespace() => self.has_space = true,
                _ => self.letter(letter),
            }
        }
    }

    fn letter(&mut self, letter: char) {
        let is_first = self.text.is_empty();
        if self.breaks > 0 && !is_first {
            let mark = "> ".repeat(self.quotes.iter().filter(|is_cited| **is_cited).count());
            let kept = self.text.trim_end_matches(' ').len();
            self.text.truncate(kept);
            for _ in 0..self.breaks.min(2) {
                self.text.push('\n');
                self.text.push_str(&mark);
            }
        } else if is_first {
            self.text.push_str(&"> ".repeat(self.quotes.iter().filter(|is_cited| **is_cited).count()));
        } else if self.has_space && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        (self.breaks, self.has_space) = (0, false);
        self.text.push(letter);
    }

    /// A picture says nothing, unless it stands for a sign such as a smiley.
    fn picture(&mut self, tag: &StartTag<()>) {
        let sign = attribute(tag, "alt");
        if !sign.contains(char::is_alphanumeric) && sign.chars().count() <= LONGEST_SIGN {
            self.say(&sign);
        }
    }
}

const MOST_QUOTES: usize = 50;
const LONGEST_SIGN: usize = 16;

/// Whether a `blockquote` holds what another email said, rather than text that is only set in.
fn is_cited(tag: &StartTag<()>) -> bool {
    attribute(tag, "type").eq_ignore_ascii_case("cite") || attribute(tag, "class").to_lowercase().contains("quote")
}

fn attribute(tag: &StartTag<()>, name: &str) -> String {
    let found = tag.attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name.as_bytes()));
    found.map_or_else(String::new, |(_, value)| String::from_utf8_lossy(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_neighbours_stay_apart() {
        for name in BLOCKS.iter().chain(PARAGRAPHS).filter(|name| !["html", "body", "hr"].contains(name)) {
            let read = text(&format!("<{name}>one</{name}><{name}>two</{name}>three"));
            assert_eq!(read.split_whitespace().collect::<Vec<_>>(), ["one", "two", "three"], "{name}");
            let open = text(&format!("one<{name}>two"));
            assert_eq!(open.split_whitespace().collect::<Vec<_>>(), ["one", "two"], "{name}");
        }
        for inline in ["b", "i", "span", "font", "a", "u", "em", "strong", "code", "sup", "unknown"] {
            assert_eq!(text(&format!("on<{inline}>e</{inline}>s")), "ones", "{inline}");
        }
    }

    #[test]
    fn html_is_read_as_a_reader_sees_it() {
        for (html, expected) in [
            ("<div>I want a refund</div><div>Thanks</div>", "I want a refund\nThanks"),
            ("<p>My <i>bill</i>\n is   wrong</p><p>Ada", "My bill is wrong\n\nAda"),
            ("one<br>two<BR/><br>three", "one\ntwo\n\nthree"),
            ("one<hr>two", "one\ntwo"),
            (
                "<table><tr><td>Order</td><td>123</td></tr><tr><th>Name<th>Ada</table>after",
                "Order 123\nName Ada\n\nafter",
            ),
            ("<ul><li>one<li>two<ol><li>three</ol></ul>", "one\ntwo\n\nthree"),
            ("<pre> a\n  b</pre>c", "a\n  b\n\nc"),
            ("R&eacute;clamation&nbsp;n&#176;&#x31; &lt;a&gt; &unknown; AT&T", "Réclamation n°1 <a> &unknown; AT&T"),
            ("<style>p { refund }</style><!-- refund --><script>refund()</script>Hello", "Hello"),
            ("<html><head><title>refund</title><style>refund</style></head><body>Hello", "Hello"),
            ("<![if !mso]>a<![endif]> <!--[if mso]><p>refund</p><![endif]-->b", "a b"),
            (r#"<a href="https://shop.example/refund">here</a>"#, "here"),
            (r#"<img alt="Refund Ltd" src=cid:1> ok <img alt="👍">"#, "ok 👍"),
            ("a < b && c > d", "a < b && c > d"),
            ("", ""),
            ("<p> </p>", ""),
            ("broken <p", "broken"),
            ("<textarea><b></textarea>x", "<b>\nx"),
            (
                "Yes.<div class=gmail_attr>On 3 March Ada wrote:</div><blockquote class=\"gmail_quote\">Will you<br>come?<p>Ada</blockquote>Bye",
                "Yes.\nOn 3 March Ada wrote:\n> Will you\n> come?\n> \n> Ada\nBye",
            ),
            ("<blockquote type=cite>a<blockquote type=cite>b</blockquote></blockquote>", "> a\n> > b"),
            ("a<blockquote>b</blockquote>c", "a\nb\nc"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn hostile_html_is_read_in_one_pass() {
        for piece in
            ["<div>", "<blockquote type=cite>x", "<noscript>", "<table><tr><td>", "<!--", "<p a=", "&", "</div>"]
        {
            let _ = text(&piece.repeat(100_000));
        }
    }
}
