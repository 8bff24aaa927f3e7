use super::*;

/// The targets of the links of a page that lead to other pages.
fn links(page: &Page) -> Vec<&str> {
    page.text.split("](help:").skip(1).filter_map(|rest| rest.split_once(')')).map(|(id, _)| id).collect()
}

#[test]
fn every_page_has_a_title_a_text_and_an_id_of_its_own() {
    let mut ids: Vec<&str> = pages().iter().map(|page| page.id.as_str()).collect();
    assert_eq!(ids.len(), GUIDE.len() + ALL.len());
    for page in pages() {
        assert!(!page.title.is_empty() && page.text.len() > 40, "{}", page.id);
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), pages().len());
}

#[test]
fn every_link_leads_to_a_page_and_the_guide_has_some() {
    let mut count = 0;
    for (from, id) in pages().iter().flat_map(|page| links(page).into_iter().map(move |id| (page, id))) {
        assert!(page(id).is_some(), "{} links to {id}", from.id);
        count += 1;
    }
    assert!(count >= 10, "{count}");
}

#[test]
fn a_page_of_a_kind_names_every_field_branch_and_example() {
    let menu = page("voice_announcement").unwrap();
    for words in ["**Keys in use**", "**Meaning**", "*No input*", "In a simulation"] {
        assert!(menu.text.contains(words), "{words}\n{}", menu.text);
    }
}

#[test]
fn words_in_the_title_come_first_and_all_words_must_be_there() {
    let titles = |typed: &str| find(typed).iter().map(|found| found.page.title.as_str()).collect::<Vec<_>>();
    assert_eq!(titles("test calls").first(), Some(&"Test calls, coverage and proof"));
    assert!(titles("holiday").contains(&"Opening hours and holidays"));
    assert!(titles("voicemail").iter().any(|title| title.contains("mailbox")));
    assert!(titles("zebra crossing").is_empty());
    assert!(titles("  ").is_empty());
    let found = find("press 1");
    assert!(found.iter().any(|found| found.line.to_lowercase().contains("press 1")));
}
