//! Events in turn. On a slow machine or a remote desktop many events come in one frame, and some of them ask what those before
//! them have done. What a press hits is asked where the pointer stands at the end of a frame, so a drag would begin somewhere on its
//! way; *Enter* in a search box would take the first line of the list as it was before the last letters; and what is typed after
//! *Ctrl K* would go nowhere. So a frame ends with a press, with a chord and with *Enter*, *Tab* and *Esc*; those three begin one,
//! too, when something was typed before; and what comes after waits for the next frame. What is typed after a chord waits for two
//! more: a dialog is measured before it is drawn, and only then takes what is typed.

use egui::{Event, Key};

/// Events that wait for the next frame.
#[derive(Debug, Default)]
pub struct InputPacer {
    waiting: Vec<Event>,
    /// For how many frames what is typed waits for what a chord has opened.
    opening: u8,
}

/// A dialog is measured in its first frame, and has the focus from the second on.
const OPENING: u8 = 2;

impl InputPacer {
    /// Leaves the events of this frame, those that waited first; whether others wait now.
    pub fn take(&mut self, events: &mut Vec<Event>) -> bool {
        let mut all = std::mem::take(&mut self.waiting);
        all.append(events);
        if self.opening > 0 {
            self.opening -= 1;
            // A letter comes as a key first and then as a text.
            if all.iter().take(frame_end(&all)).any(is_typed) {
                self.waiting = all;
                return true;
            }
        }
        let end = frame_end(&all);
        if all.iter().skip(end).any(is_of_hands) {
            self.waiting = all.split_off(end);
        }
        if all.last().is_some_and(is_chord) {
            self.opening = OPENING;
        }
        *events = all;
        !self.waiting.is_empty()
    }
}

/// How many of these events belong into one frame.
fn frame_end(events: &[Event]) -> usize {
    let mut has_text = false;
    for (place, event) in events.iter().enumerate() {
        let is_settling = matches!(event, Event::Key { key: Key::Enter | Key::Tab | Key::Escape, pressed: true, .. });
        if is_settling && has_text {
            return place;
        }
        let is_press = matches!(event, Event::PointerButton { pressed: true, .. });
        if is_settling || is_chord(event) || is_press {
            return place + 1;
        }
        has_text |= is_typed(event);
    }
    events.len()
}

fn is_chord(event: &Event) -> bool {
    matches!(event, Event::Key { pressed: true, modifiers, .. } if modifiers.command)
}

fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Ime(_) | Event::Paste(_))
}

/// Whether an event does something, rather than saying how things are.
fn is_of_hands(event: &Event) -> bool {
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

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    /// The frames in which events are dealt out.
    fn frames(events: Vec<Event>) -> Vec<Vec<Event>> {
        let (mut turns, mut frames, mut now) = (InputPacer::default(), Vec::new(), events);
        loop {
            let waits = turns.take(&mut now);
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
    fn what_needs_no_turn_does_not_wait() {
        for all in [
            vec![],
            vec![moved(1.0), moved(2.0)],
            vec![moved(1.0), button(1.0, true)],
            vec![text("a"), text("b"), key(Key::A, Modifiers::NONE)],
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
            assert_eq!(begun, [expected], "what this is for, and that it still is needed");
        }
    }

    #[test]
    fn enter_comes_after_what_was_typed_and_what_is_typed_after_a_chord() {
        let (find, enter) = (key(Key::K, Modifiers::COMMAND), key(Key::Enter, Modifiers::NONE));
        let all = vec![find.clone(), text("ti"), text("dy"), enter.clone(), text("x")];
        let typed = vec![text("ti"), text("dy")];
        assert_eq!(frames(all), [vec![find], vec![], vec![], typed, vec![enter], vec![text("x")]]);
        // Other chords do not wait.
        let undo = key(Key::Z, Modifiers::COMMAND);
        assert_eq!(frames(vec![undo.clone(), undo.clone()]), [vec![undo.clone()], vec![undo]]);
    }

    #[test]
    fn enter_takes_what_the_last_letter_has_found() {
        use egui::Ui;
        // A search box, as all of them are: the list is found before the letters of the frame are in.
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
            assert_eq!(taken, Some(expected), "what this is for, and that it still is needed");
        }
    }

    #[test]
    fn what_is_typed_after_a_chord_goes_into_what_it_opens() {
        let draw = |ui: &mut egui::Ui, is_open: &mut bool, typed: &mut String| {
            if *is_open {
                egui::Modal::new(egui::Id::unique("search")).show(ui.ctx(), |ui| {
                    ui.add(TextEdit::singleline(typed)).request_focus();
                });
            }
            *is_open |= ui.input(|input| input.key_pressed(Key::K));
        };
        // In one frame, and one after the other; a letter comes as a key first and then as a text.
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
            let mut turns = InputPacer::default();
            for events in frames {
                let mut events = events.clone();
                let mut waits = is_dealt && turns.take(&mut events);
                frame(std::mem::take(&mut events));
                while waits {
                    waits = turns.take(&mut events);
                    frame(std::mem::take(&mut events));
                }
            }
            assert_eq!(typed == "tidy", is_dealt, "what this is for, and that it still is needed: {typed}");
        }
    }
}
