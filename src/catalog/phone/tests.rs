use super::*;

#[test]
fn numbers_of_some_plans() {
    let mobile = Some(LineType::Mobile);
    let other = Some(LineType::NotMobile);
    let either = Some(LineType::Either);
    for (number, country, expected, international) in [
        ("+33612345678", "", mobile, Some("+33612345678")),
        ("06 12 34 56 78", "fr", mobile, Some("+33612345678")),
        ("06 12 34 56 78", "", None, None),
        ("0033612345678", "", mobile, Some("+33612345678")),
        ("0033612345678", "US", mobile, Some("+33612345678")),
        ("011 33 6 12 34 56 78", "US", mobile, Some("+33612345678")),
        ("33612345678", "FR", mobile, Some("+33612345678")),
        ("01 55 00 10 10", "FR", other, Some("+33155001010")),
        ("+33800123456", "", other, Some("+33800123456")),
        ("07911 123456", "GB", mobile, Some("+447911123456")),
        ("+491701234567", "FR", mobile, Some("+491701234567")),
        ("+12025550123", "", either, Some("+12025550123")),
        ("(202) 555-0123", "US", either, Some("+12025550123")),
        ("1-202-555-0123", "US", either, Some("+12025550123")),
        ("+44 (0)20 7946 0018", "", other, Some("+442079460018")),
        ("+33 (0)6 12 34 56 78", "", mobile, Some("+33612345678")),
        ("0033 (0) 6 12 34 56 78", "", mobile, Some("+33612345678")),
        ("+39 06 6982 1234", "", other, Some("+390669821234")),
        ("+39 (0)6 6982 1234", "", other, Some("+390669821234")),
        ("06 6982 1234", "IT", other, Some("+390669821234")),
        ("03 61 23 45 67", "FR", other, Some("+33361234567")),
        ("+33 0612345678", "", mobile, Some("+33612345678")),
        ("+375 801 123 45 67", "", other, Some("+3758011234567")),
        ("+7 800 123 45 67", "", other, Some("+78001234567")),
        ("8 (800) 555-35-35", "RU", other, Some("+78005553535")),
        ("8 912 345 67 89", "RU", mobile, Some("+79123456789")),
        ("+33\u{a0}6\u{202f}12\u{a0}34\u{a0}56\u{a0}78", "", mobile, Some("+33612345678")),
        ("\u{202a}+33612345678\u{202c}", "", mobile, Some("+33612345678")),
        ("＋３３ ６ １２ ３４ ５６ ７８", "", mobile, Some("+33612345678")),
        ("٠٦ ١٢ ٣٤ ٥٦ ٧٨", "FR", mobile, Some("+33612345678")),
        ("030/23125 000", "DE", other, Some("+493023125000")),
        ("0899 123 456", "FR", Some(LineType::Premium), Some("+33899123456")),
        ("+44 7700 900103", "", either, Some("+447700900103")),
        ("07700 900103", "GB", either, Some("+447700900103")),
        ("+33", "", None, None),
        ("+", "", None, None),
        ("+999999999", "", None, None),
        ("+33 6 12 34 56 7", "", None, None),
        ("+33 6 12 34 56 789", "", None, None),
        ("112", "FR", None, None),
        ("", "FR", None, None),
        ("ü\u{0}", "XX", None, None),
    ] {
        assert_eq!(line_type(number, country), expected, "{number} {country}");
        assert_eq!(e164(number, country).as_deref(), international, "{number} {country}");
    }
    assert!(is_country("FR") && is_country(" de ") && !is_country("") && !is_country("XX"));
    assert_eq!(e164(&"+3361234567".repeat(10_000), ""), None);
}

#[test]
fn what_is_no_number_says_why() {
    for (text, country, fault) in [
        ("", "FR", Fault::Empty),
        (" \u{a0} ", "FR", Fault::Empty),
        ("sales", "FR", Fault::Signs),
        ("01 55 00 10 10 ext. 5", "FR", Fault::Signs),
        ("01 55 00 10 10 x5", "FR", Fault::Signs),
        ("+33 1 55 00 10 10,,5#", "FR", Fault::Signs),
        ("1-800-FLOWERS", "US", Fault::Signs),
        ("+1+2345678", "US", Fault::Signs),
        ("06 12\n34 56 78", "FR", Fault::Signs),
        ("anonymous", "", Fault::Signs),
        ("06 12 34 56 78", "", Fault::NoCountry),
        ("06 12", "FR", Fault::NoSuchNumber),
        ("24/12/2026", "NO", Fault::NoSuchNumber),
        ("2026-12-24", "NO", Fault::NoSuchNumber),
        ("24.12.2026", "DK", Fault::NoSuchNumber),
        ("+0155", "FR", Fault::NoSuchNumber),
        ("1234567890123456789", "FR", Fault::NoSuchNumber),
    ] {
        assert_eq!(read(text, country), Err(fault), "{text} {country}");
        assert!(!fault.words(text).is_empty());
    }
    // The same digits as the date, as a number is written.
    assert_eq!(e164("24 12 20 26", "NO").as_deref(), Some("+4724122026"));
}

#[test]
fn short_numbers_are_dialled_where_they_are_written_only() {
    let variable = |allows_premium| Source::Variable { allows_premium };
    for (text, country, source, expected) in [
        ("112", "FR", Source::Literal, Some("112")),
        ("15", "FR", Source::Literal, Some("15")),
        ("39 12", "FR", Source::Literal, Some("3912")),
        ("118 218", "FR", Source::Literal, Some("118218")),
        ("911", "US", Source::Literal, Some("911")),
        ("116117", "DE", Source::Literal, Some("116117")),
        ("000", "AU", Source::Literal, Some("000")),
        ("112", "", Source::Literal, Some("112")),
        ("0", "FR", Source::Literal, None),
        ("012", "FR", Source::Literal, None),
        ("112", "FR", variable(true), None),
        ("15", "FR", variable(false), None),
        ("3912", "FR", variable(false), None),
        ("+33 3912", "FR", variable(false), None),
        ("0899 123 456", "FR", Source::Literal, Some("+33899123456")),
        ("0899 123 456", "FR", variable(false), None),
        ("0899 123 456", "FR", variable(true), Some("+33899123456")),
        ("+1 900 555 0123", "FR", variable(false), None),
        ("0044 909 879 0000", "FR", variable(false), None),
        ("06 12 34 56 78", "FR", variable(false), Some("+33612345678")),
        ("+33 800 123 456", "FR", variable(false), Some("+33800123456")),
    ] {
        assert_eq!(dialled(text, country, source).ok().as_deref(), expected, "{text} {country} {source:?}");
    }
}

#[test]
fn a_prefix_fits_numbers_and_not_spellings() {
    for (number, prefix, country, expected) in [
        ("+33612345678", "+33 6", "", Some(true)),
        ("+33612345678", "0033 6", "", Some(true)),
        ("+33612345678", "06", "FR", Some(true)),
        ("+33612345678", "0 6 1", "FR", Some(true)),
        ("+33612345678", "+33 (0)6", "", Some(true)),
        ("06 12 34 56 78", "+336", "FR", Some(true)),
        ("+33612345678", "+33\u{a0}6", "", Some(true)),
        ("+33612345678", "0", "FR", Some(true)),
        ("+33612345678", "07", "FR", Some(false)),
        ("+33712345678", "+33 6", "FR", Some(false)),
        ("+33612345678", "06", "GB", Some(false)),
        ("+33612345678", "06", "", Some(false)),
        ("+12025550123", "202", "US", Some(true)),
        ("+12025550123", "1 202", "US", Some(true)),
        ("+390669821234", "06", "IT", Some(true)),
        ("+390669821234", "+39 06", "", Some(true)),
        ("+390669821234", "+39 6", "", Some(false)),
        ("3912", "39", "FR", Some(true)),
        ("3912", "+39", "FR", Some(false)),
        ("Paris", "+33", "FR", None),
        ("", "+33", "FR", None),
        ("+33612345678", "six", "FR", None),
        ("+33612345678", "", "FR", None),
        // A number that no plan has is compared by its digits.
        ("+999 12 34 56 7", "+999 1", "", Some(true)),
    ] {
        assert_eq!(has_prefix(number, prefix, country), expected, "{number} {prefix} {country}");
    }
}

/// A number of each country and kind that the plans give as an example: its country, its calling code and the digits after it.
fn examples() -> Vec<(String, u16, String)> {
    use phonenumber::Type::{FixedLine, Mobile, PersonalNumber, PremiumRate, SharedCost, TollFree, Uan, Voip};
    let kinds = [FixedLine, Mobile, TollFree, PremiumRate, SharedCost, PersonalNumber, Voip, Uan];
    let plans = phonenumber::metadata::DATABASE.iter().filter(|plan| is_country(plan.id()));
    let numbers = plans.flat_map(|plan| {
        let examples = kinds.iter().filter_map(|kind| plan.descriptors().get(*kind)?.example());
        examples.map(|digits| (plan.id().to_owned(), plan.country_code(), digits.to_owned())).collect::<Vec<_>>()
    });
    numbers.filter(|(_, _, digits)| digits.len() > 6).collect()
}

#[test]
fn the_examples_of_all_plans_are_read_in_international_form() {
    let examples = examples();
    assert!(examples.len() > 1_000, "{}", examples.len());
    for (country, code, digits) in examples {
        let full = format!("+{code}{digits}");
        assert_eq!(e164(&full, "").as_ref(), Some(&full), "{country}");
    }
}

/// Ways to spell one number that is given by its calling code and the digits after it.
fn spellings(country: &str, code: u16, digits: &str) -> Vec<String> {
    let full = format!("+{code}{digits}");
    let (head, tail) = digits.split_at(2);
    let apart = |joint: &str| {
        let groups: Vec<String> =
            tail.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
        format!("+{code}{joint}{head}{joint}{}", groups.join(joint))
    };
    let in_script = |zero: u32| -> String {
        let digit = |letter: char| letter.to_digit(10).and_then(|digit| char::from_u32(zero + digit)).unwrap_or(letter);
        full.chars().map(digit).collect()
    };
    let mut spellings = vec![
        full.clone(),
        format!("00{code}{digits}"),
        format!("00 {code} {digits}"),
        apart(" "),
        apart("\u{a0}"),
        apart("\u{202f}"),
        apart("-"),
        apart("."),
        apart("\u{2013}"),
        format!("+{code} ({head}) {tail}"),
        format!("(+{code}) {digits}"),
        format!("\u{202d}{full}\u{202c}"),
        format!(" \t{full} "),
        in_script(0xff10),
        in_script(0x660),
    ];
    let plan = phonenumber::metadata::DATABASE.by_id(country).unwrap();
    if plan.national_prefix() == Some("0") && !digits.starts_with('0') {
        spellings.push(format!("+{code} (0){digits}"));
        spellings.push(format!("00{code} (0) {head} {tail}"));
    }
    spellings
}

#[test]
fn a_number_equals_itself_however_it_is_spelt() {
    for (country, code, digits) in examples() {
        let full = format!("+{code}{digits}");
        let spellings = spellings(&country, code, &digits);
        assert!(spellings.len() >= 10);
        for spelt in &spellings {
            assert_eq!(key(spelt, "").as_ref(), Some(&full), "{country} {spelt:?}");
            assert_eq!(key(spelt, &country).as_ref(), Some(&full), "{country} {spelt:?}");
            assert!(is_same(spelt, &full, "FR"));
        }
    }
}

#[test]
fn national_numbers_are_read_as_the_library_writes_them() {
    let (mut wrong, mut misread) = (Vec::new(), 0);
    for (country, code, digits) in examples() {
        let full = format!("+{code}{digits}");
        let number = phonenumber::parse(None, &full).unwrap();
        // The library takes a trunk prefix off some numbers twice; those it cannot write either.
        if number.format().mode(phonenumber::Mode::E164).to_string() != full {
            misread += 1;
            continue;
        }
        let national = number.format().mode(phonenumber::Mode::National).to_string();
        if national.chars().any(char::is_alphabetic) {
            continue;
        }
        if e164(&national, &country).as_ref() != Some(&full) {
            wrong.push(format!("{country} {full} {national} {:?}", read(&national, &country)));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(misread < 15, "{misread}");
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_read_is_read_again(text in "[+0-9 ().\\-/a-z\u{a0}٠-٩]{0,24}", country in "(FR|US|GB|IT|RU|)") {
            if let Ok(number) = read(&text, &country) {
                prop_assert_eq!(read(number.digits(), &country).map(|it| it.digits().to_owned()), Ok(number.digits().to_owned()));
            }
            let _ = (key(&text, &country), has_prefix(&text, &text, &country));
        }

        /// Whatever beginning of whatever spelling: it is the beginning of the same number, in all other spellings too.
        #[test]
        fn a_prefix_is_the_start_of_the_same_number(place in any::<prop::sample::Index>(), from in 0_usize..15, to in 0_usize..15, length in 1_usize..20) {
            let examples = examples();
            let (country, code, digits) = place.get(&examples);
            let spelt = spellings(country, *code, digits);
            let (one, other) = (&spelt[from], &spelt[to]);
            let prefix: String = one.chars().take(length).collect();
            prop_assume!(prefix.chars().any(char::is_numeric) && prefix.trim() != "0");
            prop_assert_eq!(has_prefix(other, &prefix, ""), Some(true), "{} {:?}", other, prefix);
        }

        /// The other way round: a prefix of digits fits exactly the numbers whose full digits begin with them.
        #[test]
        fn a_prefix_fits_no_other_number(one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(), length in 3_usize..9) {
            let examples = examples();
            let (one, other) = (one.get(&examples), other.get(&examples));
            let full = |it: &(String, u16, String)| format!("+{}{}", it.1, it.2);
            let prefix: String = full(one).chars().take(length).collect();
            // The zero that some countries write after their code is not part of the number.
            prop_assume!(!one.2.starts_with('0'));
            prop_assert_eq!(has_prefix(&full(other), &prefix, "FR"), Some(full(other).starts_with(&prefix)));
        }
    }
}
