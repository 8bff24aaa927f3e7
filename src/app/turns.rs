//! Events in turn. What a press hits is asked where the pointer stands at the end of a frame; so on a slow machine or a remote
//! desktop, where a press and the drag after it come in one frame, the drag would begin somewhere on its way. Here a frame ends
//! with a press, and what came after it waits for the next one.

use egui::Event;

/// Events that wait for the next frame.
#[derive(Debug, Default)]
pub struct Turns {
    waiting: Vec<Event>,
}

impl Turns {
    /// Leaves the events of this frame, those that waited first; whether others wait now.
    pub fn take(&mut self, events: &mut Vec<Event>) -> bool {
        let mut all = std::mem::take(&mut self.waiting);
        all.append(events);
        let is_press = |event: &Event| matches!(event, Event::PointerButton { pressed: true, .. });
        let is_on_its_way = |event: &Event| matches!(event, Event::PointerMoved(_) | Event::PointerButton { .. });
        let press = all.iter().position(is_press).map_or(all.len(), |at| at + 1);
        if all.iter().skip(press).any(is_on_its_way) {
            self.waiting = all.split_off(press);
        }
        *events = all;
        !self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use egui::{Modifiers, PointerButton, Pos2, pos2};

    use super::*;

    fn moved(x: f32) -> Event {
        Event::PointerMoved(pos2(x, 0.0))
    }

    fn button(x: f32, pressed: bool) -> Event {
        let (pos, button, modifiers) = (Pos2::new(x, 0.0), PointerButton::Primary, Modifiers::NONE);
        Event::PointerButton { pos, button, pressed, modifiers }
    }

    /// The frames in which events are dealt out.
    fn frames(events: Vec<Event>) -> Vec<Vec<Event>> {
        let (mut turns, mut frames, mut now) = (Turns::default(), Vec::new(), events);
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
    fn without_a_drag_nothing_waits() {
        for all in [
            vec![],
            vec![moved(1.0), moved(2.0)],
            vec![moved(1.0), button(1.0, true)],
            vec![button(1.0, true), Event::Text("a".to_owned())],
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
}
