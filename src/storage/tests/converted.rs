//! Conversion of older schemas: what it writes down, and what it leaves alone.

use std::sync::Arc;

use chrono::NaiveTime;

use super::*;
use crate::model::{Project, ResourceData, ResourceId, UserState, World, WorldId};

/// The small project with a second person, a second world, and work schedules for some people.
fn with_schedules(scheduled: &[u32]) -> Project {
    let mut project = small();
    project.last_id = 11;
    let mut ben = (*project.resources[&ResourceId(2)]).clone();
    (ben.id, ben.name, ben.reference) = (ResourceId(10), "Ben".to_owned(), "ben".to_owned());
    project.resources.insert(ben.id, Arc::new(ben));
    let world = World { id: WorldId(11), name: "Monday".to_owned(), ..World::default() };
    project.worlds.insert(world.id, Arc::new(world));
    for id in scheduled {
        let ResourceData::User(user) = &mut Arc::make_mut(project.resources.get_mut(&ResourceId(*id)).unwrap()).data
        else {
            panic!("{id} is no user")
        };
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        user.schedule[2] = vec![(at(9), at(17))];
    }
    project
}

/// The text of a project as a program of schema 1 wrote it.
fn as_schema_1(project: &Project) -> String {
    let text = write(project).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    assert_eq!(first, "#![schema = \"signalbox/2\"]");
    format!("#![schema = \"signalbox/1\"]\n{rest}")
}

#[test]
fn people_with_a_work_schedule_are_available_in_the_worlds_that_left_them_unnamed() {
    use UserState::{Available, Away};
    // World 9 names Ana (2) as away; world 11 names nobody.
    for (scheduled, in_9, in_11, changes) in [
        (&[][..], &[(2, Away)][..], &[][..], &[][..]),
        (
            &[2],
            &[(2, Away)],
            &[(2, Available)],
            &["World \"Monday\" now says that Ana is available, whatever the work schedule."],
        ),
        (
            &[2, 10],
            &[(2, Away), (10, Available)],
            &[(2, Available), (10, Available)],
            &[
                "World \"Ana is away\" now says that Ben is available, whatever the work schedule.",
                "World \"Monday\" now says that Ana, Ben are available, whatever the work schedule.",
            ],
        ),
    ] {
        let before = with_schedules(scheduled);
        let loaded = opened(&as_schema_1(&before));
        let users = |world: u32| -> Vec<(u32, UserState)> {
            loaded.project.worlds[&WorldId(world)].users.iter().map(|(id, state)| (id.0, *state)).collect()
        };
        assert_eq!((users(9), users(11)), (in_9.to_vec(), in_11.to_vec()));
        let converted = loaded.converted.clone().unwrap();
        assert_eq!((converted.from, converted.changes), (1, changes.iter().map(|it| (*it).to_owned()).collect()));
        assert!(loaded.notes.is_empty() && loaded.read_only_because.is_none() && loaded.repairs.is_empty());
        // Nothing else changes.
        let mut others = loaded.project.clone();
        others.worlds.clone_from(&before.worlds);
        assert_eq!(others, before);
        // The same file of schema 2 says what it says.
        let ours = opened(&write(&before).unwrap());
        assert_eq!((ours.project, ours.converted), (before, None));
    }
}

#[test]
fn no_tree_is_touched_whatever_a_file_holds() {
    for seed in 0..cases(50) {
        let project = Dice::new(seed).project();
        let loaded = opened(&as_schema_1(&project));
        assert_eq!(loaded.project.versions, project.versions, "seed {seed}");
        assert_eq!(loaded.project.resources, project.resources, "seed {seed}");
        assert_eq!(loaded.project.settings, project.settings, "seed {seed}");
        assert_eq!(loaded.converted.unwrap().from, 1);
        // Once it is saved, it is no longer converted.
        let saved = write(&loaded.project).unwrap();
        let again = opened(&saved);
        assert_eq!((again.project, again.converted), (loaded.project, None), "seed {seed}");
    }
}

#[test]
fn a_damaged_file_of_schema_1_is_repaired_and_converted() {
    let text = as_schema_1(&with_schedules(&[2])).replace("last_id: 11", "last_id: 3");
    assert!(refusal(&text).contains("was never handed out"));
    let loaded = read_repaired(text.as_bytes()).unwrap();
    assert!(!loaded.repairs.is_empty());
    assert_eq!(loaded.converted.unwrap().changes.len(), 1);
    assert_eq!(loaded.project.worlds[&WorldId(11)].users[&ResourceId(2)], UserState::Available);
}

#[test]
fn a_save_converts_the_file_and_keeps_the_former_one_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.ron");
    let before = as_schema_1(&with_schedules(&[2]));
    replace_file(&path, before.as_bytes()).unwrap();
    let (loaded, file) = load(&path).unwrap();
    assert_eq!(older_schema(&path), Some(1));
    let copy = folder.path().join("copy.ron");
    copy_file(&path, &copy).unwrap();
    save_over(&path, &loaded.project, Some(&file.hash)).unwrap();
    assert_eq!(older_schema(&path), None);
    for kept in [folder.path().join("old.ron~"), copy.clone()] {
        assert_eq!(std::fs::read_to_string(&kept).unwrap(), before, "{}", kept.display());
        assert_eq!(older_schema(&kept), Some(1));
    }
    let (again, _) = load(&path).unwrap();
    assert_eq!((again.project, again.converted), (loaded.project, None));
    assert_eq!(older_schema(&folder.path().join("none.ron")), None);
    let why = copy_file(&folder.path().join("none.ron"), &copy).unwrap_err();
    assert!(why.contains("none.ron"), "{why}");
    assert_eq!(std::fs::read_to_string(&copy).unwrap(), before);
}
