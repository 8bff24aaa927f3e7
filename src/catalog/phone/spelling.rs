//! How phone numbers are spelt: the digits that are dialled, without what people put in for reading. It knows no numbering plan.

use super::Fault;

/// Longest text that is looked at; no number is longer, however it is spelt.
const MAX_LETTERS: usize = 64;

/// The digits of a number, as they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelling {
    /// Whether there is a plus before the digits.
    pub has_plus: bool,
    /// All digits.
    pub digits: String,
    /// The digits without a zero in brackets, `+44 (0)20`, where there is one.
    pub without_zero: Option<String>,
}

impl Spelling {
    /// Whether it is written with a plus or with 00.
    pub(super) fn is_international(&self) -> bool {
        self.international().is_some()
    }

    /// The digits after the plus or the 00.
    pub(super) fn international(&self) -> Option<&str> {
        if self.has_plus {
            Some(self.digits.strip_prefix("00").unwrap_or(&self.digits))
        } else {
            self.digits.strip_prefix("00").filter(|rest| !rest.starts_with('0'))
        }
    }

    /// The same for the digits without a zero in brackets.
    pub(super) fn international_without_zero(&self) -> Option<&str> {
        let digits = self.without_zero.as_deref()?;
        if self.has_plus { Some(digits) } else { digits.strip_prefix("00") }
    }
}

/// A letter as far as dialling is concerned.
enum Sign {
    Digit(char),
    Plus,
    Open,
    Close,
    /// A blank, a dash, a dot, a slash, or a mark that nobody sees.
    Between,
}

pub(super) fn read(text: &str) -> Result<Spelling, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    if text.len() > 4 * MAX_LETTERS || text.chars().count() > MAX_LETTERS {
        return Err(Fault::Signs);
    }
    let mut has_plus = false;
    let mut digits = String::new();
    // Where the digits of an open bracket begin, and the place of a zero that is alone in brackets.
    let (mut opened, mut zero) = (None, None);
    for letter in text.chars() {
        match sign(letter).ok_or(Fault::Signs)? {
            Sign::Digit(digit) => digits.push(digit),
            Sign::Plus if digits.is_empty() && !has_plus => has_plus = true,
            Sign::Plus => return Err(Fault::Signs),
            Sign::Open => opened = Some(digits.len()),
            Sign::Close => {
                let began = opened.take();
                if began.is_some_and(|began| began > 0 && digits.get(began..) == Some("0")) {
                    zero = zero.or(began);
                }
            }
            Sign::Between => {}
        }
    }
    if digits.is_empty() && !has_plus {
        return Err(Fault::Signs);
    }
    let without_zero = zero.map(|place| {
        let (before, after) = digits.split_at(place);
        format!("{before}{}", after.get(1..).unwrap_or_default())
    });
    Ok(Spelling { has_plus, digits, without_zero })
}

fn sign(letter: char) -> Option<Sign> {
    // Unicode has the digits of other scripts in blocks of ten that begin with zero.
    const ZEROS: [u32; 5] = [0x30, 0x660, 0x6f0, 0x966, 0xff10];
    let digit = ZEROS.iter().find_map(|zero| u32::from(letter).checked_sub(*zero).filter(|digit| *digit < 10));
    if let Some(digit) = digit.and_then(|digit| char::from_digit(digit, 10)) {
        return Some(Sign::Digit(digit));
    }
    Some(match letter {
        '+' | '＋' => Sign::Plus,
        '(' | '（' | '[' => Sign::Open,
        ')' | '）' | ']' => Sign::Close,
        '-'
        | '.'
        | '/'
        | '·'
        | '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{fe63}'
        | '\u{ff0d}'
        | '\u{30fc}'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => Sign::Between,
        letter if letter.is_whitespace() && letter != '\n' && letter != '\r' => Sign::Between,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At most so many signs are read, of whatever script.
    #[test]
    fn a_number_has_at_most_so_many_signs() {
        for gap in [" ", "\u{2003}"] {
            let of = |letters: usize| format!("+33{}155001010", gap.repeat(letters - 12));
            for (letters, is_read) in
                [(12, true), (MAX_LETTERS, true), (MAX_LETTERS + 1, false), (90, false), (300, false)]
            {
                let text = of(letters);
                assert_eq!(text.chars().count(), letters);
                assert_eq!(read(&text).is_ok(), is_read, "{letters}");
            }
        }
    }
}
