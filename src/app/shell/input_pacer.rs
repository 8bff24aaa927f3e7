//! Spreads queued input over frames. On a slow machine or a remote desktop many events arrive in one frame, and some of them depend on
//! the effect of earlier ones. A press is tested against the position of the pointer at the end of a frame, so a drag would begin somewhere
//! along its way; *Enter* in a search box would take the first line of the list as it was before the last letters; and letters typed after
//! *Ctrl K* would go nowhere. So a frame ends after a press, a chord, and *Enter*, *Tab* and *Esc*; those three also begin a new frame if
//! letters were typed before them. Later events wait for the next frame. Letters typed after a chord wait two more frames: a dialog is
//! measured before it is drawn, and only then takes text.
//!
//! Input that arrives faster than frames are drawn must not pile up. For each event that changes it, the text edit of egui lays out its
//! whole text anew, and keeps every layout until the frame ends. So adjacent text events are joined into one, and a frame takes only a few
//! other changes. A held key repeats faster than a slow window can follow. So a repeat that would have to wait is dropped.

use std::collections::BTreeSet;
use std::mem::{Discriminant, discriminant};

use egui::{Event, ImeEvent, Key};

/// A dialog is measured in its first frame, and has the focus from the second frame on.
const OPENING: u8 = 2;

/// The most events in one frame that change a text; each costs a layout of that text.
const MOST_CHANGES: usize = 8;

/// Spreads queued input over frames.
#[derive(Debug, Default)]
pub struct InputPacer {
    /// Events that wait for the next frame.
    waiting: Vec<Queued>,
    /// The number of frames for which typed text still waits for the dialog that a chord opens.
    opening: u8,
    held: Held,
}

/// An event, and whether it repeats a key that was already down.
#[derive(Debug)]
struct Queued {
    event: Event,
    is_repeat: bool,
}

/// The keys that are down. The window system's own repeat mark is lost on the way to egui, which restores it only when a pass begins; the
/// pacer needs it earlier.
#[derive(Debug, Default)]
struct Held {
    keys: BTreeSet<Key>,
    /// The last of *cut*, *copy* and *paste*, until a key is released: those chords arrive without their keys.
    clipboard: Option<Discriminant<Event>>,
}

impl InputPacer {
    /// Leaves only the events of this frame, waiting ones first. Returns whether others still wait.
    pub fn take(&mut self, events: &mut Vec<Event>) -> bool {
        let mut queue = std::mem::take(&mut self.waiting);
        queue.extend(events.drain(..).map(|event| self.held.queued(event)));
        let mut queue = join_texts(queue);
        if self.opening > 0 {
            self.opening -= 1;
            // A letter arrives first as a key and then as a text.
            if queue.iter().take(frame_end(&queue)).any(|it| is_typed(&it.event)) {
                self.waiting = without_repeats(queue);
                return true;
            }
        }
        let mut later = without_repeats(queue.split_off(frame_end(&queue)));
        if later.iter().any(|it| is_user_action(&it.event)) {
            self.waiting = later;
        } else {
            queue.append(&mut later);
        }
        if queue.iter().any(|it| is_chord(&it.event)) {
            self.opening = OPENING;
        }
        events.extend(queue.into_iter().map(|it| it.event));
        !self.waiting.is_empty()
    }
}

impl Held {
    /// Marks an event that repeats; called in the order in which events arrive.
    fn queued(&mut self, mut event: Event) -> Queued {
        let kind = discriminant(&event);
        let is_repeat = match &mut event {
            Event::Key { key, pressed: true, repeat, .. } => {
                *repeat |= !self.keys.insert(*key);
                *repeat
            }
            Event::Key { key, pressed: false, .. } => {
                self.keys.remove(key);
                self.clipboard = None;
                false
            }
            Event::Cut | Event::Copy | Event::Paste(_) => self.clipboard.replace(kind) == Some(kind),
            // The releases go to another window.
            Event::WindowFocused(false) => {
                *self = Self::default();
                false
            }
            _ => false,
        };
        Queued { event, is_repeat }
    }
}

fn without_repeats(mut queue: Vec<Queued>) -> Vec<Queued> {
    queue.retain(|it| !it.is_repeat);
    queue
}

/// Joins texts into one event where no event between them depends on the order.
fn join_texts(queue: Vec<Queued>) -> Vec<Queued> {
    let mut joined: Vec<Queued> = Vec::with_capacity(queue.len());
    // The index of the text to which later ones are appended.
    let mut open: Option<usize> = None;
    for queued in queue {
        let before = open.and_then(|place| joined.get_mut(place));
        if before.is_some_and(|before| append(&mut before.event, &queued.event)) {
            continue;
        }
        if !may_follow_a_text(&queued.event) {
            open = is_typed(&queued.event).then_some(joined.len());
        }
        joined.push(queued);
    }
    joined
}

/// Appends a text to one of the same sort. Returns whether that was possible.
fn append(to: &mut Event, more: &Event) -> bool {
    // A text edit ignores line breaks that arrive alone, since *Enter* makes them.
    let is_plain = |text: &str| !matches!(text, "" | "\n" | "\r");
    match (to, more) {
        (Event::Text(to), Event::Text(more))
        | (Event::Ime(ImeEvent::Commit(to)), Event::Ime(ImeEvent::Commit(more)))
            if is_plain(to) && is_plain(more) =>
        {
            to.push_str(more);
            true
        }
        _ => false,
    }
}

/// Whether an event has the same effect before a text and after it.
fn may_follow_a_text(event: &Event) -> bool {
    match event {
        Event::Key { pressed: false, .. }
        | Event::ModifiersChanged(_)
        | Event::PointerMoved(_)
        | Event::MouseMoved(_)
        | Event::MouseWheel { .. } => true,
        Event::Key { key, modifiers, .. } => {
            !(modifiers.command || modifiers.ctrl || modifiers.mac_cmd) && (is_letter(*key) || is_modifier(*key))
        }
        // It ends a composition, and there is none after a text.
        Event::Ime(ImeEvent::Preedit { text, .. }) => text.is_empty(),
        _ => false,
    }
}

/// Whether a key by itself only writes text.
fn is_letter(key: Key) -> bool {
    matches!(key, Key::Space | Key::Minus | Key::Quote) || key.symbol_or_name().len() == 1
}

fn is_modifier(key: Key) -> bool {
    matches!(
        key,
        Key::ShiftLeft
            | Key::ShiftRight
            | Key::ControlLeft
            | Key::ControlRight
            | Key::AltLeft
            | Key::AltRight
            | Key::SuperLeft
            | Key::SuperRight
            | Key::CapsLock
    )
}

/// The number of events in the next frame.
fn frame_end(queue: &[Queued]) -> usize {
    let (mut has_text, mut changes) = (false, 0);
    for (place, Queued { event, .. }) in queue.iter().enumerate() {
        let is_settling = matches!(event, Event::Key { key: Key::Enter | Key::Tab | Key::Escape, pressed: true, .. });
        changes += usize::from(changes_text(event));
        if (is_settling && has_text) || changes > MOST_CHANGES {
            return place;
        }
        let is_press = matches!(event, Event::PointerButton { pressed: true, .. });
        if is_settling || is_chord(event) || is_press {
            return place + 1;
        }
        has_text |= is_typed(event);
    }
    queue.len()
}

fn is_chord(event: &Event) -> bool {
    matches!(event, Event::Key { key, pressed: true, modifiers, .. } if modifiers.command && !is_modifier(*key))
}

fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Ime(_) | Event::Paste(_))
}

/// Whether an event changes the text of a text edit, apart from events that end a frame anyway.
fn changes_text(event: &Event) -> bool {
    match event {
        // Removes the text of an earlier event.
        Event::Ime(ImeEvent::Preedit { text, .. }) => !text.is_empty(),
        Event::Key { key: Key::Backspace | Key::Delete, pressed, .. } => *pressed,
        event => is_typed(event) || *event == Event::Cut,
    }
}

/// Whether an event is an action of the user, rather than a report of a state.
fn is_user_action(event: &Event) -> bool {
    match event {
        Event::Key { pressed, .. } => *pressed,
        Event::PointerMoved(_)
        | Event::PointerButton { .. }
        | Event::Text(_)
        | Event::Ime(_)
        | Event::Paste(_)
        | Event::Copy
        | Event::Cut => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use egui::{Modifiers, PointerButton, Pos2, TextEdit, pos2};

    use super::*;

    fn moved(x: f32) -> Event {
        Event::PointerMoved(pos2(x, 0.0))
    }

    fn button(x: f32, pressed: bool) -> Event {
        let (pos, button, modifiers) = (Pos2::new(x, 0.0), PointerButton::Primary, Modifiers::NONE);
        Event::PointerButton { pos, button, pressed, modifiers }
    }

    fn key(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, pressed: true, modifiers, repeat: false, physical_key: None }
    }

    fn up(key: Key) -> Event {
        Event::Key { key, pressed: false, modifiers: Modifiers::NONE, repeat: false, physical_key: None }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    /// A text edit with the focus, and the number of layouts of its text in the last frame.
    struct Page {
        ctx: egui::Context,
        text: String,
        layouts: usize,
    }

    impl Page {
        fn new() -> Self {
            let mut page = Self { ctx: egui::Context::default(), text: String::new(), layouts: 0 };
            page.frame(vec![]);
            page.frame(vec![]);
            page
        }

        fn frame(&mut self, events: Vec<Event>) {
            let input = egui::RawInput { events, ..egui::RawInput::default() };
            let Self { ctx, text, layouts } = self;
            *layouts = 0;
            let mut lay_out = |ui: &egui::Ui, text: &dyn egui::TextBuffer, width: f32| {
                *layouts += 1;
                let format = egui::TextFormat::default();
                let mut job = egui::text::LayoutJob::single_section(text.as_str().to_owned(), format);
                job.wrap.max_width = width;
                ui.fonts_mut(|fonts| fonts.layout_job(job))
            };
            let draw = |ui: &mut egui::Ui| {
                let edit = TextEdit::multiline(text).id_salt("page").lock_focus(true).layouter(&mut lay_out);
                ui.add(edit).request_focus();
            };
            let mut draw = Some(draw);
            ctx.run_ui(input, |ui| draw.take().into_iter().for_each(|mut draw| draw(ui))).textures_delta.clear();
        }

        /// Sends events through the pacer, one list per frame. Returns the layouts of each frame.
        fn paced(&mut self, frames: impl IntoIterator<Item = Vec<Event>>) -> Vec<usize> {
            let (mut pacer, mut layouts) = (InputPacer::default(), Vec::new());
            for mut events in frames {
                let mut waits = pacer.take(&mut events);
                self.frame(std::mem::take(&mut events));
                layouts.push(self.layouts);
                // The events that still wait after the last ones arrived.
                while waits {
                    waits = pacer.take(&mut events);
                    self.frame(std::mem::take(&mut events));
                    layouts.push(self.layouts);
                }
            }
            layouts
        }
    }

    /// The events of a letter, as the window system sends them.
    fn typed(letter: char) -> Vec<Event> {
        let shift = Modifiers::SHIFT;
        let mut events = Vec::new();
        let of_key = Key::from_name(&letter.to_ascii_uppercase().to_string()).or((letter == ' ').then_some(Key::Space));
        if letter.is_uppercase() {
            events.extend([key(Key::ShiftLeft, Modifiers::NONE), Event::ModifiersChanged(shift)]);
        }
        events.extend(of_key.map(|it| key(it, Modifiers::NONE)));
        events.push(text(&letter.to_string()));
        events.extend(of_key.map(up));
        if letter.is_uppercase() {
            events.extend([up(Key::ShiftLeft), Event::ModifiersChanged(Modifiers::NONE)]);
        }
        events
    }

    /// The events of each frame.
    fn frames(events: Vec<Event>) -> Vec<Vec<Event>> {
        let (mut pacer, mut frames, mut now) = (InputPacer::default(), Vec::new(), events);
        loop {
            let waits = pacer.take(&mut now);
            frames.push(std::mem::take(&mut now));
            if !waits {
                return frames;
            }
        }
    }

    #[test]
    fn a_press_ends_its_frame_and_nothing_is_lost() {
        let all = vec![moved(1.0), button(1.0, true), moved(2.0), moved(3.0), button(3.0, false), button(3.0, true)];
        let dealt = frames(all.clone());
        assert_eq!(dealt, [all[..2].to_vec(), all[2..].to_vec()]);
        let twice = vec![button(1.0, true), button(1.0, false), button(1.0, true), button(1.0, false)];
        assert_eq!(frames(twice.clone()), [twice[..1].to_vec(), twice[1..3].to_vec(), twice[3..].to_vec()]);
    }

    #[test]
    fn independent_events_do_not_wait() {
        for all in [
            vec![],
            vec![moved(1.0), moved(2.0)],
            vec![moved(1.0), button(1.0, true)],
            vec![text("a"), key(Key::A, Modifiers::NONE)],
            vec![key(Key::Enter, Modifiers::NONE)],
            vec![key(Key::K, Modifiers::COMMAND), Event::PointerGone],
        ] {
            assert_eq!(frames(all.clone()), [all]);
        }
    }

    #[test]
    fn a_drag_that_comes_in_one_frame_begins_where_it_was_pressed() {
        use egui::{Rect, Sense, Ui, vec2};
        let draw = |ui: &mut Ui, begun: &mut Vec<&'static str>| {
            for (name, x) in [("left", 0.0), ("right", 100.0)] {
                let rect = Rect::from_min_size(pos2(x, 0.0), vec2(50.0, 50.0));
                if ui.interact(rect, ui.scope_id().with(name), Sense::click_and_drag()).drag_started() {
                    begun.push(name);
                }
            }
        };
        let swiftly = || vec![moved(25.0), button(25.0, true), moved(60.0), moved(125.0)];
        for (is_dealt, expected) in [(true, "left"), (false, "right")] {
            let ctx = egui::Context::default();
            let mut begun = Vec::new();
            let mut frame = |events: Vec<Event>| {
                let input = egui::RawInput { events, ..egui::RawInput::default() };
                ctx.run_ui(input, |ui| draw(ui, &mut begun)).textures_delta.clear();
            };
            frame(vec![moved(25.0)]);
            let all = if is_dealt { frames(swiftly()) } else { vec![swiftly()] };
            all.into_iter().for_each(&mut frame);
            frame(vec![moved(126.0)]);
            assert_eq!(begun, [expected], "the pacer is needed, and works");
        }
    }

    #[test]
    fn enter_and_chords_keep_their_order_with_typed_text() {
        let (find, enter) = (key(Key::K, Modifiers::COMMAND), key(Key::Enter, Modifiers::NONE));
        let all = vec![find.clone(), text("ti"), text("dy"), enter.clone(), text("x")];
        assert_eq!(frames(all), [vec![find], vec![], vec![], vec![text("tidy")], vec![enter], vec![text("x")]]);
        // Other chords do not wait.
        let [undo, released] = [key(Key::Z, Modifiers::COMMAND), up(Key::Z)];
        let twice = vec![undo.clone(), released.clone(), undo.clone()];
        assert_eq!(frames(twice), [vec![undo.clone()], vec![released, undo]]);
    }

    #[test]
    fn enter_takes_the_result_of_the_last_letter() {
        use egui::Ui;
        // Like every search box: the list is built before the letters of the frame arrive.
        let draw = |ui: &mut Ui, typed: &mut String, taken: &mut Option<&'static str>| {
            let found = ["Align", "Tidy"].into_iter().find(|name| name.to_lowercase().contains(typed.as_str()));
            let is_enter = ui.input(|input| input.key_pressed(Key::Enter));
            ui.add(TextEdit::singleline(typed)).request_focus();
            *taken = taken.or(found.filter(|_| is_enter));
        };
        let swiftly = || vec![text("tidy"), key(Key::Enter, Modifiers::NONE)];
        for (is_dealt, expected) in [(true, "Tidy"), (false, "Align")] {
            let ctx = egui::Context::default();
            let (mut typed, mut taken) = (String::new(), None);
            let mut frame = |events: Vec<Event>| {
                let input = egui::RawInput { events, ..egui::RawInput::default() };
                ctx.run_ui(input, |ui| draw(ui, &mut typed, &mut taken)).textures_delta.clear();
            };
            frame(vec![]);
            let all = if is_dealt { frames(swiftly()) } else { vec![swiftly()] };
            all.into_iter().for_each(&mut frame);
            frame(vec![]);
            assert_eq!(taken, Some(expected), "the pacer is needed, and works");
        }
    }

    #[test]
    fn text_typed_after_a_chord_goes_into_the_dialog_it_opens() {
        let draw = |ui: &mut egui::Ui, is_open: &mut bool, typed: &mut String| {
            if *is_open {
                egui::Modal::new(egui::Id::unique("search")).show(ui.ctx(), |ui| {
                    ui.add(TextEdit::singleline(typed)).request_focus();
                });
            }
            *is_open |= ui.input(|input| input.key_pressed(Key::K));
        };
        // In one frame, and in several; a letter arrives first as a key and then as a text.
        let [find, pressed] = [key(Key::K, Modifiers::COMMAND), key(Key::T, Modifiers::NONE)];
        let swift = [
            vec![vec![find.clone(), pressed.clone(), text("ti"), text("dy")]],
            vec![vec![find], vec![pressed, text("ti")], vec![text("dy")]],
        ];
        for (frames, is_dealt) in swift.iter().flat_map(|frames| [(frames, true), (frames, false)]) {
            let ctx = egui::Context::default();
            let (mut is_open, mut typed) = (false, String::new());
            let mut frame = |events: Vec<Event>| {
                let input = egui::RawInput { events, ..egui::RawInput::default() };
                ctx.run_ui(input, |ui| draw(ui, &mut is_open, &mut typed)).textures_delta.clear();
            };
            let mut pacer = InputPacer::default();
            for events in frames {
                let mut events = events.clone();
                let mut waits = is_dealt && pacer.take(&mut events);
                frame(std::mem::take(&mut events));
                while waits {
                    waits = pacer.take(&mut events);
                    frame(std::mem::take(&mut events));
                }
            }
            assert_eq!(typed == "tidy", is_dealt, "the pacer is needed, and works: {typed}");
        }
    }

    #[test]
    fn letters_that_come_in_one_frame_are_laid_out_once() {
        let letters: String = "Für Gäste: press 1, then wait - or call back. ".chars().cycle().take(1_100).collect();
        let events = || -> Vec<Event> {
            let pointer = |at: usize| moved(f32::from(u16::try_from(at).unwrap()));
            letters.chars().enumerate().flat_map(|(at, it)| typed(it).into_iter().chain([pointer(at)])).collect()
        };
        let mut page = Page::new();
        // One layout of the old text, and one with all letters.
        assert_eq!(page.paced([events()]), [2]);
        assert_eq!(page.text, letters);
        let mut page = Page::new();
        page.frame(events());
        assert_eq!((page.layouts, page.text == letters), (1_101, true), "the pacer is needed, and works");
    }

    #[test]
    fn committed_words_are_laid_out_once() {
        let commit = |word: &str| {
            let none = ImeEvent::Preedit { text: String::new(), active_range_chars: None };
            [Event::Ime(none), Event::Ime(ImeEvent::Commit(word.to_owned()))]
        };
        let mut page = Page::new();
        assert_eq!(page.paced([(0..300).flat_map(|_| commit("字")).collect()]), [2]);
        assert_eq!(page.text, "字".repeat(300));
    }

    #[test]
    fn a_frame_takes_a_few_changes_and_none_is_lost() {
        let mut page = Page::new();
        page.text = "x".repeat(300);
        let deleted = (0..200).flat_map(|_| [key(Key::Delete, Modifiers::NONE), up(Key::Delete)]);
        let layouts = page.paced([deleted.collect::<Vec<_>>()]);
        assert!(layouts.iter().all(|count| *count <= MOST_CHANGES + 1), "{layouts:?}");
        assert_eq!((layouts.len(), page.text.len()), (200 / MOST_CHANGES, 100));
    }

    /// Actions on a text. The chords *cut*, *copy* and *paste* arrive without their keys, but with their releases.
    fn actions() -> impl proptest::strategy::Strategy<Value = Vec<Event>> {
        use proptest::prelude::*;
        let press = |key_: Key, modifiers| vec![key(key_, modifiers), up(key_)];
        let commit = |word: &str| Event::Ime(ImeEvent::Commit(word.to_owned()));
        let preedit = |word: &str| Event::Ime(ImeEvent::Preedit { text: word.to_owned(), active_range_chars: None });
        prop_oneof![
            8 => any::<char>().prop_filter("printed", |it| !it.is_control()).prop_map(typed),
            8 => proptest::char::range('A', 'z').prop_map(typed),
            1 => Just(vec![text("\n")]),
            2 => Just(vec![Event::Paste("two\nlines".to_owned()), up(Key::V)]),
            1 => Just(vec![Event::Cut, up(Key::X)]),
            1 => Just(vec![commit("字")]),
            1 => Just(vec![preedit("z"), preedit("zi"), commit("字"), preedit("")]),
            1 => Just(vec![preedit("z"), preedit("")]),
            1 => Just(vec![moved(3.0), moved(4.0)]),
            6 => proptest::sample::select(vec![
                Key::Backspace, Key::Delete, Key::Enter, Key::Tab, Key::Home, Key::End, Key::ArrowLeft, Key::ArrowUp,
            ]).prop_map(move |it| press(it, Modifiers::NONE)),
            2 => proptest::sample::select(vec![Key::ArrowLeft, Key::Home])
                .prop_map(move |it| press(it, Modifiers::SHIFT)),
            1 => proptest::sample::select(vec![Key::A, Key::Backspace, Key::ArrowLeft])
                .prop_map(move |it| press(it, Modifiers::COMMAND)),
        ]
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(48))]

        /// The text is the same whether the events arrive at once or one after the other.
        #[test]
        fn the_order_of_events_is_kept(done in proptest::collection::vec(actions(), 1..60)) {
            let events: Vec<Event> = done.concat();
            let (mut slow, mut swift) = (Page::new(), Page::new());
            for event in &events {
                slow.frame(vec![event.clone()]);
            }
            let layouts = swift.paced([events]);
            proptest::prop_assert_eq!(&swift.text, &slow.text);
            // Each change by a composition can be undone.
            proptest::prop_assert!(layouts.iter().all(|count| *count <= 2 * MOST_CHANGES + 2), "{:?}", layouts);
        }
    }

    /// Holds a key for 4 s, with 30 repeats a second, in a window that draws 5 frames a second. Returns the number of frames before the release
    /// and after it, and how often the key was down.
    fn hold(pressed: &Event, released: &[Event]) -> (usize, usize, usize) {
        let mut pacer = InputPacer::default();
        let mut seen: Vec<Event> = Vec::new();
        let mut frame = |pacer: &mut InputPacer, mut events: Vec<Event>| {
            let waits = pacer.take(&mut events);
            seen.append(&mut events);
            waits
        };
        let before = 20;
        for _ in 0..before {
            frame(&mut pacer, vec![pressed.clone(); 6]);
        }
        let mut after = 1;
        let mut waits = frame(&mut pacer, released.to_vec());
        while waits {
            after += 1;
            waits = frame(&mut pacer, Vec::new());
        }
        assert!(released.iter().all(|event| seen.contains(event)), "a release was dropped: {seen:?}");
        let same = |event: &&Event| match (event, pressed) {
            (Event::Key { key, pressed: true, .. }, Event::Key { key: held, .. }) => key == held,
            (event, pressed) => *event == pressed,
        };
        (before, after, seen.iter().filter(same).count())
    }

    #[test]
    fn a_held_key_stops_at_its_release() {
        let undo = key(Key::Z, Modifiers::COMMAND);
        let released = [up(Key::Z), Event::ModifiersChanged(Modifiers::NONE)];
        assert_eq!(hold(&undo, &released), (20, 1, 20), "one step back a frame");
        assert_eq!(hold(&key(Key::Enter, Modifiers::NONE), &[up(Key::Enter)]), (20, 1, 20));
        // None of these events waits, so none is dropped.
        assert_eq!(hold(&key(Key::ArrowRight, Modifiers::NONE), &[up(Key::ArrowRight)]), (20, 1, 120));
        assert_eq!(hold(&key(Key::Backspace, Modifiers::NONE), &[up(Key::Backspace)]), (20, 1, 120));
        // A chord that arrives as an event of its own.
        let paste = Event::Paste("x".repeat(40));
        assert_eq!(hold(&paste, &[up(Key::V)]), (20, 1, 120));
        // All events in one frame that took four seconds.
        for (pressed, released, most) in [(undo, Key::Z, 1), (paste, Key::V, MOST_CHANGES)] {
            let mut events = vec![pressed; 120];
            events.push(up(released));
            let dealt = frames(events);
            assert_eq!((dealt.len(), dealt[0].len()), (1, most + 1), "{released:?}");
        }
    }

    #[test]
    fn first_presses_and_releases_are_never_dropped() {
        let [undo, redo] = [key(Key::Z, Modifiers::COMMAND), key(Key::Y, Modifiers::COMMAND)];
        let tapped: Vec<Event> = (0..40).flat_map(|_| [undo.clone(), up(Key::Z), redo.clone(), up(Key::Y)]).collect();
        assert_eq!(frames(tapped.clone()).concat(), tapped);
        let pasted: Vec<Event> = (0..40).flat_map(|_| [Event::Paste("x".to_owned()), up(Key::V)]).collect();
        assert_eq!(frames(pasted.clone()).concat(), pasted);
        // The release went to another window.
        let away = vec![undo.clone(), Event::WindowFocused(false), Event::WindowFocused(true), undo];
        assert_eq!(frames(away.clone()).concat(), away);
    }

    #[test]
    fn a_repeat_is_marked_before_egui_does() {
        let enter = key(Key::Enter, Modifiers::NONE);
        let mut pacer = InputPacer::default();
        let mut seen = |mut events: Vec<Event>| {
            pacer.take(&mut events);
            let is_repeat = |event: &Event| matches!(event, Event::Key { repeat: true, .. });
            events.iter().map(is_repeat).collect::<Vec<_>>()
        };
        assert_eq!(seen(vec![enter.clone()]), [false]);
        assert_eq!(seen(vec![enter.clone()]), [true]);
        assert_eq!(seen(vec![up(Key::Enter)]), [false]);
        assert_eq!(seen(vec![enter]), [false]);
    }

    #[test]
    fn text_waits_for_a_dialog_also_when_its_chord_was_released_at_once() {
        let [find, released] = [key(Key::K, Modifiers::COMMAND), up(Key::K)];
        let all = vec![find.clone(), released.clone(), text("t")];
        assert_eq!(frames(all), [vec![find.clone()], vec![], vec![], vec![released.clone(), text("t")]]);
        let mut pacer = InputPacer::default();
        let mut first = vec![find, released];
        assert!(!pacer.take(&mut first));
        let mut second = vec![text("t")];
        assert!(pacer.take(&mut second) && second.is_empty());
    }
}
