//! Pictures of the canvas for looking at, made with a software renderer into the folder named by `PICTURES`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use egui::{Color32, FontData, FontDefinitions, FontFamily, FontId, pos2, vec2};
use egui_kittest::Harness;

use super::fixture::{grid_scene, link, port, tree};
use super::*;

fn action(id: CardId, (x, y): (f32, f32), title: &str, summary: &str, hue: u32, ports: &[&str]) -> Card {
    let [_, red, green, blue] = hue.to_be_bytes();
    Card {
        id,
        pos: pos2(x, y),
        title: title.into(),
        summary: summary.into(),
        kind_label: "Action".into(),
        icon: None,
        hue: Color32::from_rgb(red, green, blue),
        ports: ports.iter().map(|label| port(*label, PortState::Open)).collect(),
        marks: Vec::new(),
        unknown: false,
        standing: Standing::Plain,
    }
}

const GREY: u32 = 0x7b_85_93;
const TEAL: u32 = 0x37_a8_9c;
const BLUE: u32 = 0x5a_86_e0;
const VIOLET: u32 = 0xae_77_d2;
const AMBER: u32 = 0xd8_96_38;
const GREEN: u32 = 0x58_a8_5c;

fn claims() -> CanvasScene {
    let mark = |kind, hover: &str| Mark { kind, hover: hover.into() };
    let mut cards = vec![
        action(1, (0.0, 152.0), "Start", "+33 1 55 00 10 10", GREY, &["OK"]),
        action(2, (264.0, 128.0), "Opening hours", "Head office · Paris", AMBER, &["Open", "Closed", "Bank holidays"]),
        action(
            3,
            (528.0, 96.0),
            "Main menu",
            "“For a claim, press 1 …” · 3 tries",
            TEAL,
            &["1 Claim", "2 Contract", "5 Claims service", "No input", "Invalid"],
        ),
        action(4, (528.0, 344.0), "We are closed", "“Our offices are open …”", TEAL, &["OK"]),
        action(5, (792.0, 32.0), "VIP numbers", "caller number → tier", VIOLET, &["vip", "By default"]),
        action(6, (792.0, 184.0), "Contract status", "GET contracts by phone", GREEN, &["OK", "Error", "Timeout"]),
        action(7, (792.0, 368.0), "All lines are busy", "“All our advisers are …”", TEAL, &["OK"]),
        action(
            8,
            (1056.0, 16.0),
            "Claims experts",
            "longest idle · 4 of 6 connected",
            BLUE,
            &["Processed", "Unprocessed", "Overflow – no user", "Dissuasion"],
        ),
        action(
            9,
            (1056.0, 224.0),
            "Claims desk",
            "in turn · max wait 5 min",
            BLUE,
            &["Processed", "Unprocessed", "Overflow (any)"],
        ),
        action(10, (1056.0, 400.0), "Leave a message", "Claims mailbox", BLUE, &["Message left", "No message"]),
        action(
            11,
            (264.0, 352.0),
            "Announcement for callers who ring outside of opening hours",
            "A summary so long that it cannot be shown on one line of a card",
            0xd0_60_80,
            &["A branch label that is far too long to fit", "Done"],
        ),
    ];
    cards[2].marks = vec![mark(MarkKind::Recorded, "Recorded"), mark(MarkKind::Breakpoint, "A call stops here")];
    cards[6].marks = vec![mark(MarkKind::Links(3), "Three links lead here")];
    cards[7].marks = vec![mark(MarkKind::Warning, "Nobody is connected"), mark(MarkKind::Comment, "Ask Léa")];
    cards[8].marks = vec![mark(MarkKind::Error, "No queue")];
    cards[10].marks = vec![mark(MarkKind::Error, "No sound"), mark(MarkKind::Text("12 hidden".into()), "")];
    cards[9].ports[0].state = PortState::EndsHere;
    cards[10].unknown = true;
    let wires = vec![
        tree(1, 0, 2),
        tree(2, 0, 3),
        tree(2, 1, 4),
        link(2, 2, 4),
        tree(3, 0, 5),
        tree(3, 1, 6),
        link(3, 2, 9),
        tree(3, 3, 7),
        link(3, 4, 7),
        link(4, 0, 10),
        tree(5, 0, 8),
        tree(5, 1, 9),
        link(6, 0, 9),
        link(6, 1, 9),
        link(6, 2, 7),
        tree(7, 0, 10),
        link(9, 2, 3),
    ];
    super::fixture::scene(cards, wires)
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let folder = "/usr/share/fonts/opentype/inter";
    for (family, file) in
        [(FontFamily::Proportional, "Inter-Regular"), (FontFamily::Name("semibold".into()), "Inter-SemiBold")]
    {
        let list = fonts.families.entry(family).or_default();
        if let Ok(bytes) = std::fs::read(format!("{folder}/{file}.otf")) {
            list.insert(0, file.to_owned());
            fonts.font_data.insert(file.to_owned(), Arc::new(FontData::from_owned(bytes)));
        }
        list.push("Ubuntu-Light".to_owned());
    }
    fonts
}

struct Picture {
    scene: CanvasScene,
    state: CanvasState,
    style: CanvasStyle,
    selection: BTreeSet<CardId>,
    path: bool,
    reachable: Option<BTreeSet<CardId>>,
}

impl Picture {
    fn new(scene: CanvasScene, dark: bool) -> Self {
        let mut style = if dark { CanvasStyle::dark() } else { CanvasStyle::light() };
        style.title_font = FontId::new(13.0, FontFamily::Name("semibold".into()));
        Self { scene, state: CanvasState::new(), style, selection: BTreeSet::new(), path: false, reachable: None }
    }

    fn harness(self, dark: bool) -> Harness<'static, Self> {
        let theme = if dark { egui::Theme::Dark } else { egui::Theme::Light };
        let builder = Harness::builder().with_size(vec2(1360.0, 640.0)).with_theme(theme).with_max_steps(20);
        let builder = builder.with_context_setup(|ctx| ctx.set_fonts(fonts())).wgpu();
        builder.build_ui_state(
            |ui, app: &mut Self| {
                let (wires, cards) = (BTreeSet::from([(1, 0), (2, 0)]), BTreeSet::from([1, 2, 3]));
                let mut overlay = Overlay::with_selection(&app.selection);
                overlay.reachable = app.reachable.as_ref();
                if app.path {
                    overlay = Overlay { current: Some(3), path_wires: &wires, path_cards: &cards, ..overlay };
                }
                egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
                    let _ = canvas_ui(ui, &app.scene, &overlay, &app.style, &mut app.state);
                });
            },
            self,
        )
    }
}

fn save(harness: &mut Harness<'_, Picture>, name: &str) {
    harness.run_ok();
    let folder =
        std::env::var_os("PICTURES").map(PathBuf::from).expect("PICTURES names the folder to draw into").join("canvas");
    std::fs::create_dir_all(&folder).unwrap();
    let image = harness.render().expect("a renderer");
    image.save(folder.join(format!("{name}.png"))).expect("a folder to write to");
}

#[test]
#[ignore = "draws pictures to look at"]
fn still_lifes() {
    for dark in [true, false] {
        let tone = if dark { "dark" } else { "light" };
        for (name, zoom) in [
            ("fit", None),
            ("100", Some(1.0)),
            ("150", Some(1.5)),
            ("50", Some(0.5)),
            ("30", Some(0.3)),
            ("10", Some(0.1)),
        ] {
            let mut picture = Picture::new(claims(), dark);
            picture.path = true;
            picture.selection = [9].into();
            let mut harness = picture.harness(dark);
            if let Some(zoom) = zoom {
                harness.state_mut().state.zoom_to(zoom, Some(pos2(120.0, 120.0)));
            }
            save(&mut harness, &format!("{tone}_{name}"));
        }
        let mut harness = Picture::new(grid_scene(900), dark).harness(dark);
        save(&mut harness, &format!("{tone}_many"));
    }
}

#[test]
#[ignore = "draws pictures to look at"]
fn states() {
    for dark in [true, false] {
        let mut picture = Picture::new(claims(), dark);
        picture.reachable = Some((1..=9).collect());
        let mut harness = picture.harness(dark);
        harness.state_mut().state.focus_card(5);
        harness.run_ok();
        let wire = harness.state().state.screen_from_scene(pos2(900.0, 341.0));
        harness.hover_at(wire);
        save(&mut harness, if dark { "dark_states" } else { "light_states" });
    }
}

#[test]
#[ignore = "draws pictures to look at"]
fn gestures() {
    let mut harness = Picture::new(claims(), true).harness(true);
    let at = |harness: &Harness<'_, Picture>, x: f32, y: f32| harness.state().state.screen_from_scene(pos2(x, y));
    let port = at(&harness, 1056.0 + 208.0, 16.0 + 59.0 + 26.0);
    let card = at(&harness, 850.0, 390.0);
    harness.hover_at(port);
    harness.drag_at(port);
    harness.hover_at(port.lerp(card, 0.5));
    harness.hover_at(card);
    save(&mut harness, "drag_wire");
    harness.drop_at(card);
    harness.run_ok();
    let from = at(&harness, 560.0, 360.0);
    let to = at(&harness, 560.0, 421.0);
    harness.hover_at(from);
    harness.drag_at(from);
    harness.hover_at(from.lerp(to, 0.5));
    harness.hover_at(to);
    save(&mut harness, "drag_card");
    harness.drop_at(to);
    harness.run_ok();
    let from = at(&harness, 500.0, 5.0);
    let to = at(&harness, 900.0, 300.0);
    harness.hover_at(from);
    harness.drag_at(from);
    harness.hover_at(to);
    save(&mut harness, "drag_box");
    harness.drop_at(to);
    harness.run_ok();
    let empty = at(&harness, 130.0, 420.0);
    harness.hover_at(empty);
    harness.drag_at(empty);
    harness.run_ok();
    harness.state_mut().state.cancel_drag();
    egui::DragAndDrop::set_payload(&harness.ctx, PaletteDrag("queue".into()));
    harness.hover_at(empty);
    save(&mut harness, "palette_empty");
    let wire = at(&harness, 630.0 + 108.0 + 30.0, 160.0);
    harness.hover_at(wire);
    save(&mut harness, "palette_wire");
    harness.drop_at(wire);
    harness.run_ok();
    let title = at(&harness, 330.0, 368.0);
    harness.hover_at(title);
    harness.run_steps(6);
    save(&mut harness, "tooltip");
}
