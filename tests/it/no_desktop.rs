//! Machines without a desktop: the window reports in one sentence that it cannot open, and the command line works.

use std::process::{Command, Output, Stdio};

const CLAIMS: &str = "projects/claims_line.ron";

/// The program without a desktop environment, except for these variables.
fn bare(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signalbox"));
    let home = std::env::temp_dir();
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    command.env_clear().env("HOME", &home).env("TMPDIR", &home).envs(variables.iter().copied()).output().unwrap()
}

/// The subcommands that the program lists, each with working arguments.
fn verbs(folder: &std::path::Path) -> Vec<Vec<String>> {
    let help = String::from_utf8(bare(&["--help"], &[]).stdout).unwrap();
    let list = help.split_once("Commands:").unwrap().1.split_once("\n\n").unwrap().0;
    let names = list.lines().filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let copy = folder.join("copy.ron");
    std::fs::copy(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(CLAIMS), &copy).unwrap();
    let copy = copy.to_str().unwrap();
    let answers = folder.join("answers.txt");
    std::fs::write(&answers, "press 1\nagent answers\nrefuse\n").unwrap();
    let answers = answers.to_str().unwrap();
    let sheet = folder.join("sheet.html");
    let sheet = sheet.to_str().unwrap();
    let picture = folder.join("tree.pdf");
    let picture = picture.to_str().unwrap();
    let new = folder.join("new.ron");
    let new = new.to_str().unwrap();
    let arguments = |name: &str| match name {
        "new" => vec!["new", "--template", "clinic", "--name", "Riverside Clinic", new],
        "simulate" => vec!["simulate", CLAIMS, "--routing", "claims", "--answers", answers],
        "check" => vec!["check", CLAIMS],
        "actions" => vec!["actions"],
        "diff" => vec!["diff", CLAIMS, CLAIMS],
        "test" => vec!["test", CLAIMS],
        "paths" => vec!["paths", CLAIMS],
        "failures" => vec!["failures", CLAIMS],
        "hours" => vec!["hours", CLAIMS],
        "load" => vec!["load", CLAIMS],
        "audit" => vec!["audit", CLAIMS, "--policy", "claims_desk"],
        "map" => vec!["map", CLAIMS],
        "promote" => vec!["promote", copy],
        "export" if cfg!(feature = "gui") => {
            vec![
                "export",
                CLAIMS,
                "--routing",
                "claims",
                "--call-sheet",
                sheet,
                "--picture",
                picture,
                "--theme",
                "dark",
            ]
        }
        "export" => vec!["export", CLAIMS, "--routing", "claims", "--call-sheet", sheet],
        "format" => vec!["format", copy],
        other => panic!("is {other} tried without a desktop? Give it arguments here"),
    };
    names.map(|name| arguments(name).into_iter().map(str::to_owned).collect()).collect()
}

#[test]
fn every_subcommand_works_without_a_desktop() {
    let folder = tempfile::tempdir().unwrap();
    let verbs = verbs(folder.path());
    assert!(verbs.len() >= 6, "{verbs:?}");
    for arguments in verbs {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let done = bare(&arguments, &[]);
        let err = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{arguments:?}: {err}");
        assert!(!err.contains("display"), "{arguments:?}: {err}");
    }
}

#[cfg(all(feature = "gui", target_os = "linux"))]
#[test]
fn without_a_display_the_window_reports_it_in_one_sentence() {
    let displays: [&[(&str, &str)]; 4] = [
        &[],
        &[("DISPLAY", ""), ("WAYLAND_DISPLAY", "")],
        // A display is named, but no server runs there.
        &[("DISPLAY", ":4711")],
        &[("WAYLAND_DISPLAY", "wayland-4711"), ("XDG_RUNTIME_DIR", "/nowhere")],
    ];
    for variables in displays {
        for arguments in [&[][..], &[CLAIMS]] {
            let done = bare(arguments, variables);
            let err = String::from_utf8_lossy(&done.stderr);
            assert!(!done.status.success(), "{variables:?}");
            assert!(!err.contains("panicked"), "{variables:?}: {err}");
            let lines: Vec<&str> = err.lines().collect();
            assert_eq!(lines.len(), 1, "{variables:?}: {err}");
            assert!(lines[0].starts_with("signalbox: "), "{variables:?}: {err}");
        }
    }
}
