//! The file with everything that can be said in it, as comments: `skymap config template`.
//! The keys follow it; which there are is for others to say.

/// Prose begins with `# `, what can be set with `#` alone and shows its default.
pub const TEMPLATE: &str = r#"# The settings of skymap: `skymap config path` says where this file belongs.
#
# Everything is as by default while it is a comment. Take the # away from a line to
# change it, from its [section] too; `skymap config check` says whether all is well, and
# `skymap config show` what is in force and why. A flag on the command line and a variable
# (SKYMAP_THEME) count more than this file.

# The colours' theme: auto (what fits the terminal's background, where it tells it), dark,
# light, mono, high-contrast, colour-blind.
#theme = "auto"

# Which colours to use: auto (as NO_COLOR, COLORTERM and TERM say), always (the same
# without NO_COLOR), truecolor, 256, 16, never. Anything but auto is obeyed although
# NO_COLOR is set.
#color = "auto"

# Draw with ASCII characters only. With false it is as the locale says.
#ascii = false

# The mouse is ours at the start: it selects, opens and scrolls. With false the terminal's
# own selection works; the key m changes it while the program runs.
#mouse = true

# Ring the terminal's bell when something becomes unhealthy that was not.
#bell = false

# Costs are in US dollars, as AWS lists its prices. Another currency needs its code and
# how much of it one dollar is: code = "EUR" and per_usd = 0.92.
#[currency]
#code = "USD"
#per_usd = 1.0

# Filters under names, in the filter language of the map (`?` in skymap explains it). The
# map writes here as well, when a filter is saved there.
#     sick-web = "service=web AND NOT health=healthy"
#     "prod only" = "Environment=prod"
#[filters]

# Presets under names: what the map is grouped by, from the outside in (region, vpc, zone,
# subnet, security-group, network-acl, tag:KEY), which kinds of resources are hidden, and
# a filter that comes with it. Each part may be left out.
#     [presets.teams]
#     group = ["region", "tag:team"]
#     hide = ["volume", "nat-gateway"]
#     filter = "Environment=prod"
#[presets]

# Accounts shared with a team: a file that several people read, and that those may edit
# whom the operating system lets write it.
#     [teams.platform]
#     file = "/srv/skymap/platform.toml"
#[teams]

"#;
