//! The view on the screen is exported as it is looked at.

use super::program::Program;
use skymap::app::Effect;

fn exported(program: &mut Program, line: &str) -> Vec<(String, String)> {
    program.press(":");
    program.type_in(line);
    let effects = program.press("Enter");
    let files = effects.into_iter().filter_map(|effect| match effect {
        Effect::WriteFile { path, text } => Some((path.display().to_string(), text)),
        _ => None,
    });
    files.collect()
}

#[test]
fn each_form_is_written_to_a_file_with_a_name_of_its_own() {
    let mut program = Program::with_shop(100, 30);
    for (line, name, begins) in [
        (
            "export svg",
            "skymap-shop-prod-2026-01-02-030405.svg",
            "<svg ",
        ),
        (
            "export drawio",
            "skymap-shop-prod-2026-01-02-030405.drawio",
            "<mxfile ",
        ),
        ("export dot shop.dot", "shop.dot", "digraph "),
        (
            "export mermaid docs/",
            "docs/skymap-shop-prod-2026-01-02-030405.mmd",
            "---\ntitle: \"shop-prod",
        ),
        (
            "export csv my map.csv",
            "my map.csv",
            "account,account_name,",
        ),
        (
            "export json",
            "skymap-shop-prod-2026-01-02-030405.json",
            "{\n  \"schema\": \"skymap.scan.v1\"",
        ),
        (
            "export text",
            "skymap-shop-prod-2026-01-02-030405.txt",
            "─ ● eu-west-1 ",
        ),
        (
            "export ansi",
            "skymap-shop-prod-2026-01-02-030405.ansi",
            "\x1b[",
        ),
    ] {
        let files = exported(&mut program, line);
        let [(path, text)] = files.as_slice() else {
            panic!("{line}: {files:?}");
        };
        assert_eq!(path, name, "{line}");
        assert!(text.starts_with(begins), "{line}: {text}");
    }
    for wrong in ["export", "export yaml"] {
        assert_eq!(exported(&mut program, wrong), [], "{wrong}");
        let said = program.problem();
        assert!(said.contains("there is ansi, csv"), "{wrong}: {said}");
        program.press("Esc");
    }
}

#[test]
fn a_filter_leaves_out_of_the_file_what_it_leaves_off_the_map() {
    let mut program = Program::with_shop(100, 30);
    let [(_, everything)] = exported(&mut program, "export csv").try_into().unwrap();
    program.press(":");
    program.type_in("filter type=instance");
    program.press("Enter");
    program.derive();
    let [(_, instances)] = exported(&mut program, "export csv").try_into().unwrap();
    assert!(everything.contains(",load-balancer,"), "{everything}");
    assert!(!instances.contains(",load-balancer,"), "{instances}");
    assert!(instances.contains(",instance,"), "{instances}");
}
