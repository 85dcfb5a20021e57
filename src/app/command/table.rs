//! Every command, in the order of the alphabet.

use super::{Argument, Command, Words, known, orders};
use crate::app::keymap::Action;
use crate::app::{Pane, blueprints, costs, exporting, filter, presets};

const ONE_ACCOUNT: &[Argument] = &[Argument::once("ACCOUNT", Words::Known(known::accounts))];
const LENSES: Words = Words::Of(&["cost", "off"]);
const BLUEPRINT: &[Argument] = &[Argument::optional("NAME", Words::Free)];
const ON_OFF: Words = Words::Of(&["on", "off"]);
const LEVELS: Words = Words::Of(&["1", "2", "3", "4", "5"]);
const THEMES: Words = Words::Of(&["colour-blind", "dark", "high-contrast", "light", "mono"]);

pub const COMMANDS: &[Command] = &[
    Command::call(
        "account",
        ONE_ACCOUNT,
        orders::open,
        "show one account alone",
    ),
    Command::act(
        "accounts",
        Action::Open(Pane::Accounts),
        "list the accounts: open, add, edit, test, remove",
    ),
    Command::call(
        "accounts add",
        &[],
        orders::add_account,
        "add an account, step by step",
    ),
    Command::call(
        "accounts edit",
        ONE_ACCOUNT,
        orders::edit_account,
        "change an account",
    ),
    Command::shell(
        "accounts import",
        "skymap accounts import --from-profiles",
        "connect many accounts at once, in a shell",
    ),
    Command::call(
        "accounts remove",
        ONE_ACCOUNT,
        orders::remove_account,
        "remove an account here; its role in AWS stays",
    ),
    Command::call(
        "accounts test",
        ONE_ACCOUNT,
        orders::test_account,
        "check an account's connection and permissions",
    ),
    Command::call(
        "blueprint",
        &[],
        blueprints::show,
        "list what was saved: open, save, compare, remove",
    ),
    Command::call(
        "blueprint close",
        &[],
        blueprints::close,
        "hold the map against nothing any more",
    ),
    Command::call(
        "blueprint diff",
        BLUEPRINT,
        blueprints::compare,
        "what differs from the open blueprint, or from this one",
    ),
    Command::call(
        "blueprint open",
        &[Argument::once("NAME", Words::Free)],
        blueprints::open_named,
        "show a blueprint: its accounts, as they were looked at",
    ),
    Command::call(
        "blueprint save",
        BLUEPRINT,
        blueprints::save,
        "keep what is on the map under a name",
    ),
    Command::call(
        "budget",
        &[Argument::optional(
            "by CUT|idle|what-if",
            Words::Known(known::cuts),
        )],
        costs::command,
        "what a month costs: by vpc, by kind, by tag:team, idle",
    ),
    Command::act(
        "calls",
        Action::Open(Pane::Calls),
        "receipt: every call that was made to AWS",
    ),
    Command::call(
        "close",
        &[Argument::once("ACCOUNT", Words::Known(known::watched))],
        orders::close,
        "take an account off the map",
    ),
    Command::act(
        "compact",
        Action::Compact,
        "lay the map out anew, without gaps",
    ),
    Command::shell(
        "completions",
        "skymap completions bash",
        "completion for a shell, in a shell",
    ),
    Command::call(
        "copy",
        &[Argument::optional("WHAT", Words::Known(known::copies))],
        orders::copy,
        "copy an id, an address, a command of the selection",
    ),
    Command::act(
        "coverage",
        Action::Open(Pane::Coverage),
        "what was read, where, and how old it is",
    ),
    Command::act(
        "details",
        Action::Open(Pane::Details),
        "everything known of the selection",
    ),
    Command::act(
        "events",
        Action::Open(Pane::Events),
        "what changed since the program started",
    ),
    Command::call(
        "export",
        &[
            Argument::once("FORM", Words::Of(exporting::FORMS)),
            Argument::optional("FILE", Words::Free),
        ],
        exporting::export,
        "write this view to a new file: export svg, export drawio shop.drawio",
    ),
    Command::act(
        "facets",
        Action::Open(Pane::Facets),
        "filter by types, states, tags, with their counts",
    ),
    Command::call(
        "filter",
        &[Argument::optional(
            "FILTER",
            Words::Within(filter::completion),
        )],
        orders::filter,
        "keep only what matches: type=ec2 running, a saved filter's name",
    ),
    Command::call(
        "filter remove",
        &[Argument::once("NAME", Words::Known(filter::names))],
        filter::remove,
        "forget a saved filter",
    ),
    Command::call(
        "filter save",
        &[Argument::once("NAME", Words::Known(filter::names))],
        filter::save,
        "keep the filter in force under a name; @NAME is then a filter",
    ),
    Command::act("fold", Action::ToggleFold, "fold or unfold the selection"),
    Command::call(
        "goto",
        &[Argument::once("NAME", Words::Known(known::boxes))],
        orders::goto,
        "select a box by its name, id or ARN",
    ),
    Command::call(
        "group",
        &[Argument::optional(
            "LEVELS",
            Words::Within(presets::complete_group),
        )],
        presets::group,
        "group the map: region,vpc,tag:Environment; default",
    ),
    Command::act(
        "help",
        Action::Open(Pane::Help),
        "keys, commands, the mouse",
    ),
    Command::call(
        "hide",
        &[Argument::several("KIND", Words::Known(presets::kinds))],
        presets::hide,
        "leave kinds out of the map: volume nat-gateway",
    ),
    Command::shell(
        "info",
        "skymap info",
        "version and paths in force, in a shell",
    ),
    Command::act(
        "jump",
        Action::Open(Pane::Jump),
        "letters on every box: type them to go there",
    ),
    Command::act(
        "legend",
        Action::Open(Pane::Legend),
        "marks, wires and their colours",
    ),
    Command::call(
        "lens",
        &[Argument::optional("cost|off", LENSES)],
        costs::lens_command,
        "what each box of the map costs a month, or not",
    ),
    Command::call(
        "mouse",
        &[Argument::optional("on|off", ON_OFF)],
        orders::mouse,
        "the mouse is ours, or the terminal's own",
    ),
    Command::act(
        "moves",
        Action::Open(Pane::Moves),
        "list what was placed by hand",
    ),
    Command::act(
        "moves forget",
        Action::ForgetMove,
        "leave all that was placed by hand to the map again",
    ),
    Command::shell(
        "onboard",
        "skymap onboard --format terraform",
        "print what makes an account's role, in a shell",
    ),
    Command::call(
        "open",
        &[Argument::several("ACCOUNT", Words::Known(known::accounts))],
        orders::open,
        "show these accounts on one map",
    ),
    Command::act(
        "pause",
        Action::TogglePause,
        "pause the refreshing, or go on",
    ),
    Command::shell(
        "policy",
        "skymap policy minimal",
        "print the role's IAM policy, in a shell",
    ),
    Command::call(
        "preset",
        &[Argument::optional("NAME", Words::Known(presets::names))],
        presets::preset,
        "a way to look at the map: infrastructure, network, security",
    ),
    Command::call(
        "preset remove",
        &[Argument::once("NAME", Words::Known(presets::own_names))],
        presets::remove,
        "forget a preset of your own",
    ),
    Command::call(
        "preset save",
        &[Argument::once("NAME", Words::Free)],
        presets::save,
        "keep grouping, hidden kinds and filter under a name",
    ),
    Command::act(
        "problems",
        Action::Open(Pane::Problems),
        "what is not healthy, worst first",
    ),
    Command::act("quit", Action::Quit, "leave the program"),
    Command::act("refresh", Action::RefreshNow, "read everything now"),
    Command::call(
        "regions",
        &[Argument::any_number("REGION", Words::Known(known::regions))],
        orders::regions,
        "watch these regions; without any, pick them",
    ),
    Command::call("resume", &[], orders::resume, "go on after a pause"),
    Command::act(
        "scan",
        Action::RefreshNow,
        "the same as refresh: read everything now",
    ),
    Command::call(
        "show",
        &[Argument::several("KIND", Words::Known(presets::hidden))],
        presets::show,
        "draw kinds again that were hidden: nat-gateway; all",
    ),
    Command::act("suspend", Action::Suspend, "to the shell, until fg"),
    Command::call(
        "theme",
        &[Argument::once("NAME", THEMES)],
        orders::theme,
        "change the colours",
    ),
    Command::act("tree", Action::ToggleView, "the map or the tree"),
    Command::act(
        "why",
        Action::Open(Pane::Why),
        "why the selected wire is drawn",
    ),
    Command::call(
        "wires",
        &[
            Argument::optional("KIND", Words::Known(known::wires)),
            Argument::optional("on|off", ON_OFF),
        ],
        orders::wires,
        "draw a kind of wire or not; without one, the next choice",
    ),
    Command::call(
        "zoom",
        &[Argument::once("1..5", LEVELS)],
        orders::zoom,
        "1 account, 2 region, 3 VPC, 4 subnet, 5 resource",
    ),
];
