//! Pictures of trees: every text of every shipped version in the SVG and in the PDF, cards wide enough for their texts, sizes, texts that
//! could break the format, and the command. An XML reader, `usvg`, `image` and `pdftotext` read them (spec: ease §2).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use regex::Regex;
use resvg::usvg::{self, fontdb};
use roxmltree::{Document, Node};
use signalbox::model::{Annotation, AnnotationId, AnnotationKind, Pos, Project, Size, Version};
use signalbox::picture::{Format, Picture, Theme};
use signalbox::{actions, canvas, storage};

use crate::cli;
use crate::support::Lab;

const CLAIMS: &str = "projects/claims_line.ron";
const SVG: &str = "http://www.w3.org/2000/svg";

/// Every shipped project, and the large one of the tests.
fn projects() -> Vec<(PathBuf, Project)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(root.join("projects")).unwrap().map(|entry| entry.unwrap().path());
    let shipped = files.filter(|path| path.extension().is_some_and(|it| it == "ron"));
    let all = shipped.chain([root.join("tests/data/clinic.ron")]);
    all.map(|path| (path.clone(), storage::load(&path).unwrap().0.project)).collect()
}

fn picture(project: &Project, version: &Version, theme: Theme) -> Picture {
    let made = "2026-11-23T08:30:00Z".parse().unwrap();
    Picture::of(project, project.routing_of(version.id).unwrap(), version, theme, made)
}

fn elements<'a, 'd>(node: Node<'a, 'd>, name: &'static str) -> impl Iterator<Item = Node<'a, 'd>> {
    node.descendants().filter(move |it| it.has_tag_name((SVG, name)))
}

fn of_class<'a, 'd>(node: Node<'a, 'd>, class: &'static str) -> impl Iterator<Item = Node<'a, 'd>> {
    node.descendants().filter(move |it| it.attribute("class") == Some(class))
}

fn texts_of(node: Node<'_, '_>) -> Vec<String> {
    let said = elements(node, "text").filter(|text| text.attribute("aria-hidden").is_none());
    said.map(|text| text.text().unwrap_or_default().to_owned()).collect()
}

fn number(node: Node<'_, '_>, name: &str) -> f32 {
    node.attribute(name).unwrap().parse().unwrap()
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The title of each action in reading order, and the labels of its branches.
fn words(project: &Project, version: &Version) -> Vec<(String, Vec<String>)> {
    let tree = project.tree_type_of(version.id);
    let of = |action: &Arc<signalbox::model::Action>| {
        let spec = actions::spec_of(action).unwrap();
        let labels = spec.branches(action, tree).iter().map(|branch| branch.label.clone()).collect();
        (actions::title(action).to_owned(), labels)
    };
    actions::shape(&version.flow, tree).order.iter().map(|id| of(&version.flow.actions[id])).collect()
}

/// Whether a text is shown: whole, or cut on its card and whole below the tree.
fn is_shown(text: &str, on_card: &[String], below: &str) -> bool {
    let is_cut = || {
        let beginning = |shown: &String| {
            shown.strip_suffix('…').is_some_and(|shown| !shown.is_empty() && text.starts_with(shown.trim_end()))
        };
        on_card.iter().any(beginning) && below.contains(&without_blanks(text))
    };
    on_card.iter().any(|shown| shown == text) || is_cut()
}

#[test]
fn every_title_and_every_branch_of_every_version_is_in_the_svg() {
    let (mut titles, mut labels, mut cut) = (0, 0, BTreeSet::new());
    for (path, project) in projects() {
        for version in project.versions.values() {
            let svg = picture(&project, version, Theme::Light).svg();
            let document = Document::parse(&svg).unwrap();
            let cards: Vec<Node<'_, '_>> = of_class(document.root(), "card").collect();
            assert_eq!(cards.len(), version.flow.actions.len(), "{}", path.display());
            let below = of_class(document.root(), "caption").next().unwrap();
            let below = without_blanks(&texts_of(below).concat());
            for (card, (title, branches)) in cards.iter().zip(words(&project, version)) {
                let shown = texts_of(*card);
                for text in std::iter::once(&title).chain(&branches) {
                    let place = format!("{} {}: {title}: {text}", path.display(), version.info.name);
                    assert!(is_shown(text, &shown, &below), "{place}: {shown:?}");
                }
                assert_eq!(elements(*card, "title").next().and_then(|it| it.text()), Some(title.as_str()));
                cut.extend(shown.into_iter().filter(|shown| shown.ends_with('…')));
                titles += 1;
                labels += branches.len();
            }
            // One line and one head for each arrow.
            let links = version.flow.actions.values().flat_map(|action| action.links.values());
            let arrows = of_class(document.root(), "arrows").next().unwrap();
            let in_force = elements(arrows, "path").count() / 2;
            assert!(in_force > 0 && in_force <= links.filter(|link| link.target().is_some()).count());
        }
    }
    assert!(titles > 300 && labels > 700, "{titles} titles, {labels} labels");
    println!("{titles} titles, {labels} labels; cut: {cut:#?}");
}

/// The fonts of the window, without those of the machine.
fn fonts() -> fontdb::Database {
    let mut database = fontdb::Database::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/fonts");
    for name in ["Inter-Regular.otf", "Inter-SemiBold.otf"] {
        database.load_font_file(folder.join(name)).unwrap();
    }
    for data in egui::FontDefinitions::default().font_data.values() {
        database.load_font_source(fontdb::Source::Binary(Arc::clone(&data.font)));
    }
    database
}

/// Another layout of the same texts: `usvg` shapes each text by itself and is not told how long it should be.
#[test]
fn no_text_sticks_out_of_its_card() {
    let length = Regex::new(r#" textLength="[^"]*" lengthAdjust="[^"]*""#).unwrap();
    let family = Regex::new(r#"font-family="[^"]*""#).unwrap();
    let fonts = Arc::new(fonts());
    let mut measured = 0;
    for (path, project) in projects() {
        for version in project.versions.values() {
            let svg = picture(&project, version, Theme::Light).svg();
            let svg = length.replace_all(&svg, "");
            let svg = family.replace_all(&svg, "font-family=\"Inter\"");
            let parts = svg.split("<text ").enumerate();
            let numbered: String = parts
                .map(|(at, part)| if at == 0 { part.to_owned() } else { format!("<text id=\"t{at}\" {part}") })
                .collect();
            let options = usvg::Options { fontdb: Arc::clone(&fonts), ..usvg::Options::default() };
            let tree = usvg::Tree::from_str(&numbered, &options).unwrap();
            let document = Document::parse(&numbered).unwrap();
            for card in of_class(document.root(), "card") {
                let ground = elements(card, "rect").find(|rect| rect.attribute("stroke").is_some()).unwrap();
                let left = number(ground, "x");
                let right = left + number(ground, "width");
                let (top, bottom) = (number(ground, "y"), number(ground, "y") + number(ground, "height"));
                for text in elements(card, "text") {
                    let usvg::Node::Text(found) = tree.node_by_id(text.attribute("id").unwrap()).unwrap() else {
                        panic!()
                    };
                    let area = found.bounding_box();
                    let place = format!("{} {}: {}", path.display(), version.info.name, text.text().unwrap());
                    assert!(
                        area.left() >= left + 3.0 && area.right() <= right - 3.0,
                        "{place}: {area:?} in {left}..{right}"
                    );
                    assert!(
                        area.top() >= top - 2.0 && area.bottom() <= bottom + 2.0,
                        "{place}: {area:?} in {top}..{bottom}"
                    );
                    measured += 1;
                }
            }
        }
    }
    assert!(measured > 1500, "{measured}");
}

/// The text of a PDF; none where the machine cannot read one.
fn text_of(pdf: &Path) -> Option<String> {
    let done = Command::new("pdftotext").args(["-layout"]).arg(pdf).arg("-").output();
    match done {
        Ok(done) => {
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            println!("pdf read: {}", pdf.file_name().unwrap().to_string_lossy());
            Some(String::from_utf8(done.stdout).unwrap())
        }
        Err(why) => {
            println!("pdf skipped: pdftotext cannot be started ({why}); it is part of poppler-utils");
            None
        }
    }
}

#[test]
fn every_title_of_every_version_is_found_in_the_pdf() {
    let folder = tempfile::tempdir().unwrap();
    for (path, project) in projects() {
        for version in project.versions.values() {
            let picture = picture(&project, version, Theme::Light);
            let file =
                folder.path().join(format!("{}-{}.pdf", path.file_stem().unwrap().to_string_lossy(), version.id.0));
            let pdf = picture.bytes(Format::Pdf).unwrap();
            assert!(pdf.starts_with(b"%PDF-") && pdf.len() < 1_000_000, "{} bytes", pdf.len());
            std::fs::write(&file, pdf).unwrap();
            let Some(text) = text_of(&file) else { return };
            let text = without_blanks(&text);
            for (title, _) in words(&project, version) {
                assert!(text.contains(&without_blanks(&title)), "{} {}: {title}", path.display(), version.info.name);
            }
            assert!(text.contains(&without_blanks(&version.info.name)));
        }
    }
}

#[test]
fn a_png_has_two_points_for_each_unit_and_is_not_blank() {
    for (path, project) in projects().into_iter().take(2) {
        let version = project.versions.values().next().unwrap();
        for (theme, is_light) in [(Theme::Light, true), (Theme::Dark, false)] {
            let picture = picture(&project, version, theme);
            let png = image::load_from_memory(&picture.bytes(Format::Png).unwrap()).unwrap().to_rgb8();
            let wanted = [picture.size().x * 2.0, picture.size().y * 2.0];
            let found = [png.width(), png.height()].map(|side| f32::from(u16::try_from(side).unwrap()));
            assert!((found[0] - wanted[0]).abs() < 1.0 && (found[1] - wanted[1]).abs() < 1.0, "{found:?}, {wanted:?}");
            let mut colors: BTreeMap<[u8; 3], usize> = BTreeMap::new();
            png.pixels().for_each(|pixel| *colors.entry(pixel.0).or_default() += 1);
            assert!(colors.len() > 100, "{}: {} colours", path.display(), colors.len());
            let ground = png.get_pixel(1, 1).0;
            assert_eq!(ground.iter().all(|part| *part > 200), is_light);
            let (same, all) = (colors[&ground] * 100, png.pixels().count());
            assert!((30 * all..95 * all).contains(&same), "{same} hundredths of {all}");
        }
    }
}

/// The number of points of a scene whose tree is far larger than a page.
#[test]
fn a_large_tree_is_made_smaller_to_fit_a_page_and_a_png() {
    let mut lab = Lab::new("start -> say(x) -> end");
    let version = Arc::make_mut(lab.project.versions.get_mut(&lab.version).unwrap());
    version.flow.positions.insert(lab.ids["say"], signalbox::model::Pos(60_000, 20_000));
    let picture = picture(&lab.project, &lab.project.versions[&lab.version], Theme::Light);
    assert!(picture.size().x > 60_000.0 && picture.size().y > 20_000.0);
    let png = picture.bytes(Format::Png).unwrap();
    let size =
        image::ImageReader::new(std::io::Cursor::new(&png)).with_guessed_format().unwrap().into_dimensions().unwrap();
    assert!(size.0 <= 30_000 && u64::from(size.0) * u64::from(size.1) <= 100_100_000, "{size:?}");
    let pdf = String::from_utf8_lossy(&picture.bytes(Format::Pdf).unwrap()).into_owned();
    let page = Regex::new(r"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]").unwrap();
    let page = page.captures(&pdf).unwrap_or_else(|| panic!("no page"));
    let points = |at: usize| page[at].parse::<f32>().unwrap();
    assert!((points(1) - 14_400.0).abs() < 2.0 && points(2) < 14_400.0, "{page:?}");
}

#[test]
fn any_text_gives_a_picture() {
    let texts = [
        "<b>\"A & B\"</b> 'x' &amp; ]]> <!-- --> <?x ?>",
        "\u{0}\u{7}\u{1b}\u{fffe}\u{ffff}\u{202e}abc\u{200b}\u{feff}",
        "مرحبا بالعالم שלום עולם",
        "你好，世界 カタカナ 안녕하세요",
        "👍 ☎ 👨‍👩‍👧 🏳️‍🌈 e\u{301}\u{327} ½ →",
        "   ",
        "",
        "a\r\nb\tc\u{85}d",
        &"Überlänge ".repeat(20),
        &"w".repeat(200),
    ];
    for text in texts {
        let mut lab = Lab::new("start -> menu(1 Sales) -> end; menu[1] -> say(x) -> end");
        lab.project.settings.name = text.to_owned();
        let routing = lab.project.routing_of(lab.version).unwrap().id;
        Arc::make_mut(lab.project.routings.get_mut(&routing).unwrap()).name = text.to_owned();
        let version = Arc::make_mut(lab.project.versions.get_mut(&lab.version).unwrap());
        version.info.name = text.to_owned();
        let action = Arc::make_mut(version.flow.actions.get_mut(&lab.ids["say"]).unwrap());
        action.title = text.to_owned();
        action.comment = text.to_owned();
        for theme in [Theme::Light, Theme::Dark] {
            let picture = picture(&lab.project, &lab.project.versions[&lab.version], theme);
            let svg = picture.svg();
            let document = Document::parse(&svg).unwrap_or_else(|why| panic!("{text:?}: {why}\n{svg}"));
            let title = elements(document.root(), "title").next().unwrap().text().unwrap();
            let first = |text: &str| text.split_whitespace().next().map(str::to_owned);
            let wanted =
                text.replace(|letter: char| letter.is_control() && letter != '\n' && letter != '\t', "\u{fffd}");
            let wanted = wanted.replace(['\u{fffe}', '\u{ffff}', '\u{202e}', '\u{200b}', '\u{feff}'], "\u{fffd}");
            assert_eq!(first(title), first(&format!("{wanted} ·")), "{title:?}");
            for format in [Format::Pdf, Format::Png] {
                assert!(picture.bytes(format).unwrap().len() > 2_000, "{text:?}");
            }
        }
    }
}

/// Letters that run from right to left are stored in the order in which they are read, once each.
#[test]
fn texts_of_any_script_are_whole_in_the_svg_and_can_be_found_in_the_pdf() {
    // For Arabic and Hebrew the machine has a font or has none.
    let texts =
        [("مرحبا بالعالم", false), ("שלום עולם", false), ("Grüße 👍 ☎ an alle", true), ("Ελληνικά и кириллица", true)];
    let folder = tempfile::tempdir().unwrap();
    for (text, has_font) in texts {
        let long = format!("{text} ").repeat(6);
        let mut lab = Lab::new("start -> say(x) -> say2(y) -> end");
        let version = Arc::make_mut(lab.project.versions.get_mut(&lab.version).unwrap());
        for (action, title) in [("say", text), ("say2", long.trim())] {
            Arc::make_mut(version.flow.actions.get_mut(&lab.ids[action]).unwrap()).title = title.to_owned();
        }
        version.info.name = text.to_owned();
        let picture = picture(&lab.project, &lab.project.versions[&lab.version], Theme::Light);
        let svg = picture.svg();
        let document = Document::parse(&svg).unwrap();
        let shown: Vec<Vec<String>> = of_class(document.root(), "card").map(texts_of).collect();
        assert_eq!(shown[1][0], text);
        let cut = shown[2][0].strip_suffix('…').unwrap_or_else(|| panic!("{text}: {:?}", shown[2]));
        assert!(long.starts_with(cut) && cut.chars().count() > 12, "{text}: {cut}");
        let below = texts_of(of_class(document.root(), "caption").next().unwrap());
        assert!(below.contains(&long.trim().to_owned()), "{below:?}");
        let file = folder.path().join("any.pdf");
        std::fs::write(&file, picture.bytes(Format::Pdf).unwrap()).unwrap();
        let Some(found) = text_of(&file) else { continue };
        assert!(!has_font || without_blanks(&found).contains(&without_blanks(text)), "{text}: {found}");
    }
}

/// Hardly any machine has a font for U+2A6D6; the emoji after it comes from the font that is shipped.
#[test]
fn a_letter_that_no_font_has_does_not_take_the_others_with_it() {
    let mut lab = Lab::new("start -> say(x) -> end");
    let version = Arc::make_mut(lab.project.versions.get_mut(&lab.version).unwrap());
    let title = "\u{2a6d6} 👍 Grüße";
    Arc::make_mut(version.flow.actions.get_mut(&lab.ids["say"]).unwrap()).title = title.to_owned();
    let picture = picture(&lab.project, &lab.project.versions[&lab.version], Theme::Light);
    let svg = picture.svg();
    let document = Document::parse(&svg).unwrap();
    assert!(texts_of(document.root()).contains(&title.to_owned()), "another program may have the letter");
    let pdf = picture.bytes(Format::Pdf).unwrap();
    assert!(pdf.windows(9).any(|name| name == b"NotoEmoji"));
}

#[test]
fn the_command_writes_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let export = |arguments: &[&str]| cli::signalbox(&[&["export", CLAIMS], arguments].concat());
    let (svg, pdf, png) = (file("tree.svg"), file("tree.PDF"), file("tree.png"));
    for (file, begins) in [(&svg, &b"<?xml"[..]), (&pdf, b"%PDF-"), (&png, b"\x89PNG")] {
        let done = export(&["--routing", "claims", "--version", "Monday menu", "--picture", file]);
        assert_eq!((done.code, done.err.as_str()), (0, ""));
        assert_eq!(done.out, format!("{file}: the picture of version \"Monday menu\".\n"));
        assert!(std::fs::read(file).unwrap().starts_with(begins), "{file}");
    }
    // Both files at once, and the other colours.
    let (html, dark) = (file("sheet.html"), file("dark.svg"));
    let done = export(&["--routing", "claims", "--call-sheet", &html, "--picture", &dark, "--theme", "dark"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(
        done.out.contains("sheet.html: the sheet of version") && done.out.contains("dark.svg: the picture of version")
    );
    let read = |path: &str| std::fs::read_to_string(path).unwrap();
    assert!(read(&dark).contains("#14161a") && !read(&svg).contains("#14161a") && read(&svg).contains("#f0f2f5"));
    // The caption says what it is.
    let caption = read(&dark);
    let document = Document::parse(&caption).unwrap();
    let caption = texts_of(of_class(document.root(), "caption").next().unwrap()).join("\n");
    assert!(caption.starts_with("Claims line · Monday menu\n"), "{caption}");
    assert!(caption.contains("in test") && caption.contains("Europe/Paris"), "{caption}");

    let other = export(&["--routing", "claims", "--picture", &file("tree.jpg")]);
    assert!(other.code == 1 && other.err.contains("Name a file that ends in .pdf, .svg or .png."), "{}", other.err);
    assert!(!Path::new(&file("tree.jpg")).exists());
    let none = export(&["--routing", "claims"]);
    assert!(none.code == 2 && none.err.contains("--call-sheet"), "{}", none.err);
    let nowhere = export(&["--routing", "claims", "--picture", &file("no/such/tree.svg")]);
    assert!(nowhere.code == 1 && nowhere.err.contains("The picture cannot be written"), "{}", nowhere.err);
    let copy = file("copy.svg");
    std::fs::copy(CLAIMS, &copy).unwrap();
    let over = cli::signalbox(&["export", &copy, "--routing", "claims", "--picture", &copy]);
    assert!(over.code == 1 && over.err.contains("would replace the project. Nothing was written."), "{}", over.err);
    assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(CLAIMS).unwrap());
}

/// What the window ships is what the picture measures with: a card of the canvas is as wide in both.
#[test]
fn the_cards_are_those_of_the_canvas() {
    let (_, project) = projects().into_iter().find(|(path, _)| path.ends_with("claims_line.ron")).unwrap();
    let version = project.versions.values().next().unwrap();
    let svg = picture(&project, version, Theme::Light).svg();
    let document = Document::parse(&svg).unwrap();
    let mut places: Vec<(i32, i32)> = version.flow.positions.values().map(|pos| (pos.0, pos.1)).collect();
    places.sort_unstable();
    #[expect(clippy::cast_possible_truncation, reason = "positions are whole numbers")]
    let corner = |card: Node<'_, '_>| {
        let ground = elements(card, "rect").find(|rect| rect.attribute("stroke").is_some()).unwrap();
        assert!((number(ground, "width") + 1.0 - canvas::CARD_WIDTH).abs() < 0.01);
        ((number(ground, "x") - 0.5) as i32, (number(ground, "y") - 0.5) as i32)
    };
    let mut found: Vec<(i32, i32)> = of_class(document.root(), "card").map(corner).collect();
    found.sort_unstable();
    assert_eq!(found, places);
}

#[test]
fn notes_and_frames_are_in_the_picture_and_their_texts_can_be_found() {
    let mut lab = Lab::new("start -> say(Hello)");
    let version = lab.flow_mut();
    let corner = version.flow.positions.values().next().copied().unwrap_or_default();
    let note = "Calls about invoices go to Ana, <not> to \"Ben\".\nשלום Ben";
    let long = "A note that nobody can read whole. ".repeat(40);
    for (id, kind, text, at, size) in [
        (900, AnnotationKind::Frame, "Opening & closing", Pos(corner.0 - 40, corner.1 - 60), Size(900, 400)),
        (901, AnnotationKind::Note, note, Pos(corner.0, corner.1 + 600), Size(208, 96)),
        (902, AnnotationKind::Note, long.as_str(), Pos(corner.0 + 400, corner.1 + 600), Size(208, 96)),
    ] {
        let annotation = Annotation { kind, text: text.to_owned(), at, size, color: None };
        version.flow.annotations.insert(AnnotationId(id), Arc::new(annotation));
    }
    let (project, version) = (lab.project.clone(), lab.project.versions[&lab.version].clone());
    let drawn = picture(&project, &version, Theme::Light);
    let svg = drawn.svg();
    let document = Document::parse(&svg).unwrap();
    let frames: Vec<_> = of_class(document.root(), "frame").collect();
    let notes: Vec<_> = of_class(document.root(), "note").collect();
    assert_eq!((frames.len(), notes.len()), (1, 2));
    assert_eq!(texts_of(frames[0]), ["Opening & closing"]);
    assert_eq!(without_blanks(&texts_of(notes[0]).concat()), without_blanks(note), "each line is a text");
    assert!(texts_of(notes[0]).len() > 2, "{:?}", texts_of(notes[0]));
    let ground = elements(notes[0], "rect").next().unwrap();
    assert!((number(ground, "width") - 207.0).abs() < 0.01 && (number(ground, "height") - 95.0).abs() < 0.01);
    // What has no room is whole below the tree.
    let caption = texts_of(of_class(document.root(), "caption").next().unwrap()).concat();
    assert!(without_blanks(&caption).contains(&without_blanks(&long)), "{caption}");
    // A frame is below the arrows, a note above them and below the cards.
    let order: Vec<&str> = document.root().descendants().filter_map(|it| it.attribute("class")).collect();
    let place = |class: &str| order.iter().position(|it| *it == class).unwrap();
    assert!(place("frame") < place("arrows") && place("arrows") < place("note") && place("note") < place("card"));
    // Everything is on the page.
    let page = document.root_element();
    assert!(number(page, "height") > 700.0);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.pdf");
    std::fs::write(&file, drawn.bytes(Format::Pdf).unwrap()).unwrap();
    let Some(found) = text_of(&file) else { return };
    for words in ["Opening & closing", "Calls about", "to \"Ben\"."] {
        assert!(without_blanks(&found).contains(&without_blanks(words)), "{words}");
    }
}
