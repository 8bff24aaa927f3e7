//! A disk in memory whose power can fail after any call. Unconfirmed changes may be lost in any combination: names in
//! any subset, contents not at all, in part, or whole. Also tests that careless protocols are detected.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::*;
use crate::storage::disk::{About, Nature, OpenFile};

#[derive(Clone, Default)]
struct Inode {
    now: Vec<u8>,
    /// The contents that are possible after a power failure.
    maybe: BTreeSet<Vec<u8>>,
}

/// An unconfirmed change of names.
#[derive(Clone)]
enum Names {
    Set(PathBuf, usize),
    Remove(PathBuf),
    Rename(PathBuf, PathBuf, usize),
}

#[derive(Clone, Default)]
struct State {
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    confirmed: BTreeMap<PathBuf, usize>,
    pending: Vec<Names>,
    calls: usize,
    cut_after: usize,
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, change: &Names) {
    match change {
        Names::Set(path, inode) => drop(names.insert(path.clone(), *inode)),
        Names::Remove(path) => drop(names.remove(path)),
        Names::Rename(from, to, inode) => {
            names.remove(from);
            names.insert(to.clone(), *inode);
        }
    }
}

#[derive(Clone)]
struct Simulated {
    state: Rc<RefCell<State>>,
    /// Whether the disk falsely confirms writes.
    is_careless: bool,
}

impl Simulated {
    /// A disk with confirmed files whose power fails after a number of calls.
    fn new(files: &[(&str, &[u8])], cut_after: usize, is_careless: bool) -> Self {
        let mut state = State { cut_after, ..State::default() };
        for (name, bytes) in files {
            state.names.insert(PathBuf::from(name), state.inodes.len());
            state.inodes.push(Inode { now: bytes.to_vec(), maybe: [bytes.to_vec()].into() });
        }
        state.confirmed = state.names.clone();
        Self { state: Rc::new(RefCell::new(state)), is_careless }
    }

    /// Counts a changing call.
    fn call(&self) -> io::Result<()> {
        let mut state = self.state.borrow_mut();
        state.calls += 1;
        if state.calls > state.cut_after { Err(io::Error::other("the power is off")) } else { Ok(()) }
    }

    fn change(&self, change: Names) -> io::Result<()> {
        self.call()?;
        let mut state = self.state.borrow_mut();
        apply(&mut state.names, &change);
        state.pending.push(change);
        Ok(())
    }

    fn inode(&self, path: &Path) -> io::Result<usize> {
        self.state.borrow().names.get(path).copied().ok_or_else(|| ErrorKind::NotFound.into())
    }

    /// Writes like `fs::write`: empties the file, then fills it.
    fn write_in_place(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let inode = self.inode(path)?;
        let half = &bytes[..bytes.len() / 2];
        for step in [&[], half, bytes] {
            self.call()?;
            let mut state = self.state.borrow_mut();
            state.inodes[inode].now = step.to_vec();
            state.inodes[inode].maybe.insert(step.to_vec());
        }
        Ok(())
    }

    /// Every possible content of a file after the power failure; `None` if the file can be missing.
    fn after_the_cut(&self, path: &str) -> BTreeSet<Option<Vec<u8>>> {
        let state = self.state.borrow();
        let mut found = BTreeSet::new();
        for subset in 0..1_u32 << state.pending.len() {
            let mut names = state.confirmed.clone();
            for (place, change) in state.pending.iter().enumerate() {
                if subset & (1 << place) != 0 {
                    apply(&mut names, change);
                }
            }
            match names.get(Path::new(path)) {
                Some(inode) => found.extend(state.inodes[*inode].maybe.iter().cloned().map(Some)),
                None => drop(found.insert(None)),
            }
        }
        found
    }
}

struct SimulatedFile {
    disk: Simulated,
    inode: usize,
}

impl OpenFile for SimulatedFile {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let half = bytes[..bytes.len() / 2].to_vec();
        let done = self.disk.call();
        let mut state = self.disk.state.borrow_mut();
        let inode = &mut state.inodes[self.inode];
        inode.maybe.extend([half, bytes.to_vec()]);
        inode.now = bytes.to_vec();
        done
    }

    fn take_over(&mut self, _: &About) -> io::Result<()> {
        self.disk.call()
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.call()?;
        if !self.disk.is_careless {
            let mut state = self.disk.state.borrow_mut();
            let inode = &mut state.inodes[self.inode];
            inode.maybe = [inode.now.clone()].into();
        }
        Ok(())
    }

    fn read_back(&mut self, _: u64) -> io::Result<Vec<u8>> {
        Ok(self.disk.state.borrow().inodes[self.inode].now.clone())
    }
}

impl Disk for Simulated {
    fn about(&self, path: &Path) -> io::Result<About> {
        if path == Path::new("/") {
            let (modified, metadata) = (None, None);
            return Ok(About { nature: Nature::Folder, is_read_only: false, modified, length: 0, metadata });
        }
        let inode = self.inode(path)?;
        let length = self.state.borrow().inodes[inode].now.len() as u64;
        Ok(About { nature: Nature::File, is_read_only: false, modified: None, length, metadata: None })
    }

    fn is_link(&self, _: &Path) -> bool {
        false
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.about(path).map(|_| path.to_owned())
    }

    fn probe_writing(&self, path: &Path) -> io::Result<()> {
        self.inode(path).map(drop)
    }

    fn read(&self, path: &Path, _: u64) -> io::Result<Vec<u8>> {
        let inode = self.inode(path)?;
        Ok(self.state.borrow().inodes[inode].now.clone())
    }

    fn create(&self, path: &Path, _: bool) -> io::Result<Box<dyn OpenFile>> {
        if self.inode(path).is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let inode = self.state.borrow().inodes.len();
        self.state.borrow_mut().inodes.push(Inode { now: Vec::new(), maybe: [Vec::new()].into() });
        self.change(Names::Set(path.to_owned(), inode))?;
        Ok(Box::new(SimulatedFile { disk: self.clone(), inode }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(Names::Rename(from.to_owned(), to.to_owned(), self.inode(from)?))
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(Names::Set(to.to_owned(), self.inode(from)?))
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let bytes = self.read(from, 0)?;
        self.create(to, false)?.write_all(&bytes)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.inode(path)?;
        self.change(Names::Remove(path.to_owned()))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let state = self.state.borrow();
        Ok(state.names.keys().filter_map(|path| path.strip_prefix(folder).ok()).map(Into::into).collect())
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        self.call()?;
        if !self.is_careless {
            let mut state = self.state.borrow_mut();
            state.confirmed = state.names.clone();
            state.pending.clear();
        }
        Ok(())
    }

    fn free(&self, _: &Path) -> Option<u64> {
        None
    }
}

const FILE: &str = "/project.ron";
const BACKUP: &str = "/project.ron~";
const OLD: &[u8] = b"the old project, whole";
const NEW: &[u8] = b"the new project, also whole, and longer";

/// The results of power failures at every point of a protocol.
#[derive(Default, Debug, PartialEq, Eq)]
struct Verdict {
    /// Points at which the file can be neither old nor new.
    damaged: usize,
    /// Points at which a save was reported and the old file can come back.
    lost: usize,
    /// Points at which neither the file nor its copy is certainly intact.
    nothing_good: usize,
    /// Number of tested points.
    points: usize,
}

fn try_all(files: &[(&str, &[u8])], is_careless: bool, save: &dyn Fn(&Simulated) -> Result<bool, String>) -> Verdict {
    let mut verdict = Verdict::default();
    for cut_after in 0.. {
        let disk = Simulated::new(files, cut_after, is_careless);
        let is_acknowledged = save(&disk) == Ok(true);
        let was = files.iter().find(|(name, _)| *name == FILE).map(|(_, bytes)| bytes.to_vec());
        let good = [was.clone(), Some(NEW.to_vec())];
        let now = disk.after_the_cut(FILE);
        verdict.points += 1;
        verdict.damaged += usize::from(now.iter().any(|it| !good.contains(it)));
        verdict.lost += usize::from(is_acknowledged && now.iter().any(|it| *it != Some(NEW.to_vec())));
        let copies = disk.after_the_cut(BACKUP);
        let has_good = now.iter().all(|it| good.contains(it)) || copies.iter().all(|it| *it == was && was.is_some());
        verdict.nothing_good += usize::from(!has_good);
        if disk.state.borrow().calls <= cut_after {
            assert!(is_acknowledged, "without a power failure the file is saved");
            return verdict;
        }
    }
    unreachable!()
}

/// Saves like the program. Returns whether it reports success.
fn proposed(disk: &Simulated) -> Result<bool, String> {
    let hash = blake3::hash(OLD).to_string();
    let expected = disk.inode(Path::new(FILE)).is_ok().then_some(hash.as_str());
    let done = atomic::replace(disk, Path::new(FILE), NEW, expected).map_err(|error| error.to_string())?;
    Ok(done.warnings.is_empty())
}

#[test]
fn after_any_power_failure_the_old_or_the_new_file_exists_and_confirmed_saves_stay() {
    for files in [
        &[][..],
        &[(FILE, OLD)],
        &[(FILE, OLD), (BACKUP, b"an older one")],
        &[(FILE, OLD), ("/.project.ron.signalbox-1.tmp", b"rubbish")],
    ] {
        let verdict = try_all(files, false, &proposed);
        assert_eq!((verdict.damaged, verdict.lost, verdict.nothing_good), (0, 0, 0), "{verdict:?}");
        assert!(verdict.points > 5, "{verdict:?}");
    }
}

#[test]
fn the_same_test_detects_careless_protocols() {
    let files: &[(&str, &[u8])] = &[(FILE, OLD)];
    let plain =
        |disk: &Simulated| disk.write_in_place(Path::new(FILE), NEW).map(|()| true).map_err(|error| error.to_string());
    let verdict = try_all(files, false, &plain);
    assert!(verdict.damaged > 0 && verdict.lost > 0 && verdict.nothing_good > 0, "writing in place: {verdict:?}");
    let verdict = try_all(files, true, &proposed);
    assert!(verdict.damaged > 0 && verdict.lost > 0, "nothing confirmed: {verdict:?}");
}
