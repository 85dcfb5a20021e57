//! What is wrong with a file is said with its place and the way out, and costs no more
//! than itself.

use super::read;

/// A text, where it is wrong, and a part of what is said of it.
const BROKEN: &[(&str, &str, &str)] = &[
    ("theme = ", "1:9", "nothing of this file is in force"),
    ("bell = true\nbell = false\n", "2:1", "duplicate key"),
    (
        "thme = \"dark\"",
        "1:1",
        "unknown key \"thme\"; did you mean theme?",
    ),
    ("xyz = 1", "1:1", "known are theme, color, ascii"),
    (
        "theme = \"dork\"",
        "1:9",
        "theme = \"dork\": did you mean dark?",
    ),
    (
        "bell = true\ncolor = 255",
        "2:9",
        "color = \"255\": did you mean 256?",
    ),
    ("mouse = \"yes\"", "1:9", "mouse is true or false"),
    ("theme = 1.5", "1:9", "known are auto, dark"),
    (
        "[currency]\ncode = \"euro\"\nper_usd = 1",
        "2:8",
        "three capital letters",
    ),
    (
        "[currency]\ncode = \"EUR\"\nper_usd = -1",
        "3:11",
        "a number above 0",
    ),
    ("[currency]\ncode = \"EUR\"", "1:2", "needs both code"),
    (
        "[currency]\ncode = \"USD\"\nper_usd = 2",
        "1:2",
        "one US dollar is one US dollar",
    ),
    (
        "currency = \"EUR\"",
        "1:1",
        "expected a table, like [currency]",
    ),
    (
        "[filters]\na = \"web AND\"",
        "2:5",
        "the filter \"a\" is not understood",
    ),
    ("[filters]\na = 3", "2:5", "the filter \"a\" is a text"),
    ("[filters]\n\"\" = \"web\"", "2:1", "the name is empty"),
    (
        "[filters]\n\"a\\u001b\" = \"web\"",
        "2:1",
        "one line that a terminal can show",
    ),
    (
        "[presets.p]\ngroup = [\"regoin\"]",
        "2:10",
        "did you mean region?",
    ),
    (
        "[presets.p]\ngroup = [\"subnet\", \"vpc\"]",
        "2:1",
        "write vpc,subnet",
    ),
    (
        "[presets.p]\nhide = [\"volum3\"]",
        "2:9",
        "did you mean volume?",
    ),
    (
        "[presets.p]\nfilter = \"(\"",
        "2:10",
        "the filter of the preset \"p\"",
    ),
    ("[presets.p]\nhides = []", "2:1", "did you mean hide?"),
    (
        "[keys]\nmap = \"x\"",
        "2:1",
        "expected a table, like [keys.map]",
    ),
    ("[keys.mpa]\nopen = \"x\"", "1:7", "did you mean map?"),
    (
        "[keys.map]\nzoom = \"x\"",
        "2:1",
        "has no action \"zoom\"; did you mean zoom-in?",
    ),
    (
        "[keys.map]\nproblems = \"x\"",
        "2:1",
        "it is in [keys.anywhere]",
    ),
    (
        "[keys.map]\nfold = [\"z\", \"Entr\"]",
        "2:14",
        "did you mean Enter?",
    ),
    ("[keys.map]\nfold = [3]", "2:8", "fold is a list of texts"),
    (
        "[keys.map]\nfold = \"Ctrl-c\"",
        "2:8",
        "always leaves the program",
    ),
    ("[keys.text]\nsubmit = \"x\"", "2:10", "is typed as text"),
    (
        "[keys.jump]\nopen = \"x\"",
        "1:7",
        "the letters on the boxes",
    ),
    (
        "[keys.map]\nfold = \"j\"",
        "2:8",
        "j is bound to down in [keys.map] already, by default",
    ),
    (
        "[keys.map]\nfold = \"x\"\ntree = \"x\"",
        "3:8",
        "x is bound to fold in [keys.map] already, since line 2",
    ),
];

#[test]
fn what_is_wrong_is_said_with_its_place_and_the_way_out() {
    for (text, place, said) in BROKEN {
        let loaded = read(text);
        let sentences = loaded.sentences();
        assert_eq!(sentences.len(), 1, "{text}: {sentences:#?}");
        let begin = format!("config.toml:{place}: ");
        let sentence = &sentences[0];
        assert!(sentence.starts_with(&begin), "{text}: {sentence}");
        assert!(sentence.contains(said), "{text}: {sentence}");
    }
}

/// Each of them after what is right: that stays in force, but where nothing can be read.
#[test]
fn what_is_right_is_in_force_beside_what_is_not() {
    let right = "[filters]\nfine = \"web\"\n[keys.places]\nopen = [\"Enter\", \"x\"]\n";
    let is_apart = |text: &str| {
        let text = text.trim_start();
        text.starts_with('[') && !text.starts_with("[filters]") && !text.starts_with("[keys]")
    };
    let mut seen = 0;
    for (text, ..) in BROKEN.iter().filter(|(text, ..)| is_apart(text)) {
        let loaded = read(&format!("{right}{text}"));
        assert_eq!(loaded.issues.len(), 1, "{text}");
        let settings = &loaded.settings;
        assert_eq!(settings.filters["fine"], "web", "{text}");
        let keys = settings.keys.of("places", "open").unwrap_or_default();
        assert_eq!(keys, ["Enter", "x"], "{text}");
        seen += 1;
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn keys_that_are_given_up_can_be_taken() {
    for (text, context, action, keys) in [
        ("fold = \"j\"\ndown = \"Down\"", "map", "fold", &["j"][..]),
        ("fold = \"t\"\ntree = \"z\"", "map", "tree", &["z"]),
        ("fold = []", "map", "fold", &[]),
        (
            "fold = [\"z\", \"ctrl-G\", \"F5\"]",
            "map",
            "fold",
            &["z", "Ctrl-g", "F5"],
        ),
    ] {
        let loaded = read(&format!("[keys.{context}]\n{text}\n"));
        assert_eq!(loaded.sentences(), Vec::<String>::new(), "{text}");
        assert_eq!(loaded.settings.keys.of(context, action).unwrap(), keys);
    }
    let quits = read("[keys.anywhere]\nquit = \"Q\"\n").settings.keys;
    assert_eq!(quits.of("anywhere", "quit").unwrap(), ["Q", "Ctrl-c"]);
    // What is left out has its own keys again, and another wish for one of them is out too.
    let chain = read("[keys.map]\nfold = \"j\"\ntree = \"z\"\n");
    assert_eq!(chain.issues.len(), 2, "{:#?}", chain.sentences());
    assert!(chain.settings.keys.is_empty());
}
