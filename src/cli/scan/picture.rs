//! What of a scan is printed, in which form, and where to.

use crate::app::describe_middle;
use crate::cli::{map, print, write_new};
use crate::export::{Drawn, Form};
use crate::graph::{Collapse, Diagram, Graph, Level, Node, NodeKey};
use crate::inventory::{ResourceId, Survey};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use color_eyre::eyre::{Result, bail, eyre};
use rustix::termios::tcgetwinsize;
use std::io::{IsTerminal, stdout};
use std::path::PathBuf;

/// More boxes than these are more than a page; what is beyond is folded.
const BUDGET: usize = 150;
/// Of a picture that is printed to no terminal.
const WIDTH: u16 = 140;

#[derive(Debug, Args)]
pub(super) struct Picture {
    /// The form of what is printed; without it, `text`, or what the name after `--to` ends with
    #[arg(long, value_name = "FORM")]
    output: Option<Form>,
    /// Short for `--output json`
    #[arg(long, conflicts_with = "output")]
    json: bool,
    /// How near to look: 1 accounts, 2 regions, 3 one VPC as a table, 4 boxes inside boxes,
    /// 5 one resource with its neighbours
    #[arg(long, value_name = "1..5", value_parser = clap::value_parser!(u8).range(1..=5),
          requires_if("5", "about"))]
    zoom: Option<u8>,
    /// The VPC or the resource to look at: its name, id or ARN
    #[arg(long, value_name = "WHAT")]
    about: Option<String>,
    /// Open everything that is folded, however much that is
    #[arg(long)]
    open: bool,
    /// Columns of the picture, as far as it can be wider or narrower; without it, the
    /// terminal's, or 140
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    width: Option<u16>,
    /// Write to a new file, which only you can read, instead of standard output
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

impl ValueEnum for Form {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let value = PossibleValue::new(self.name()).help(self.summary());
        Some(match self {
            Self::Drawio => value.alias("draw.io"),
            Self::Dot => value.alias("graphviz"),
            _ => value,
        })
    }
}

impl Picture {
    /// Text has colours where they are seen, or where they are asked for.
    pub(super) fn form(&self, look: map::Look) -> Form {
        let named = self.to.as_ref().and_then(|to| to.to_str());
        let asked = self.output.or(self.json.then_some(Form::Json));
        let form = asked
            .or_else(|| Form::of_file(named?))
            .unwrap_or(Form::Text);
        let is_seen = self.to.is_none() && stdout().is_terminal();
        let has_colour = look.in_force().appearance.has_colour();
        if form == Form::Text && has_colour && (is_seen || look.asks_for_colour()) {
            Form::Ansi
        } else {
            form
        }
    }

    /// What of the graph `collapse` leaves in.
    pub(super) fn draw(&self, (survey, graph): (&Survey, &Graph), mut collapse: Collapse) -> Drawn {
        // What was asked for must not stay in a folded box.
        if collapse.matching.is_some() {
            collapse.folded.clear();
        }
        if self.open {
            collapse.folded.clear();
            let containers = graph.nodes.values().filter(|node| node.is_container());
            let groups = graph.nodes.values().filter_map(Node::group_key);
            let containers = containers.map(|node| node.key.clone());
            collapse.expanded = containers.chain(groups).collect();
        }
        let mut diagram = Diagram::of(graph, &collapse);
        describe_middle(&mut diagram, graph, survey);
        Drawn::of_diagram(diagram, collapse, self.width())
    }

    fn width(&self) -> i32 {
        let terminal = || tcgetwinsize(stdout()).ok().map(|size| size.ws_col);
        let terminal = || terminal().filter(|columns| *columns > 0 && self.to.is_none());
        i32::from(self.width.or_else(terminal).unwrap_or(WIDTH))
    }

    /// At the level and about the thing that are asked for.
    pub(super) fn collapse(&self, graph: &Graph) -> Result<Collapse> {
        let about = self.about.as_deref().map(|name| named(graph, name));
        let about = about.transpose()?;
        let level = self.level(about);
        let focus = match level {
            Level::Account | Level::Region => None,
            Level::Subnet => {
                return Ok(about.map_or_else(
                    || Collapse::default_for(graph, BUDGET),
                    |node| Collapse::round(graph, &node.key, BUDGET),
                ));
            }
            Level::Vpc => Some(table_of(graph, about)?),
            Level::Resource => about.map(|node| node.key.clone()),
        };
        Ok(Collapse {
            level,
            focus,
            hidden_wires: Collapse::hidden_at_first(level),
            ..Collapse::default()
        })
    }

    /// The level that is asked for, or the one that shows most of what is named.
    fn level(&self, about: Option<&Node>) -> Level {
        let asked = self.zoom.map(|zoom| Level::ALL[usize::from(zoom) - 1]);
        let fitting = about.map(|node| match node.role {
            role if role.is_block() => Level::Vpc,
            role if role.is_container() => Level::Subnet,
            _ => Level::Resource,
        });
        asked.or(fitting).unwrap_or_default()
    }

    /// Says on standard error where it is, when it is in a file.
    pub(super) fn deliver(&self, text: &str) -> Result<()> {
        match &self.to {
            Some(path) => write_new(path, text),
            None => print(text),
        }
    }
}

/// The VPC that is named or that holds what is named; else the one to look at first.
fn table_of(graph: &Graph, about: Option<&Node>) -> Result<NodeKey> {
    let Some(about) = about else {
        return Collapse::main_vpc(graph).ok_or_else(|| eyre!("scan --zoom 3: there is no VPC"));
    };
    let mut round = graph.ancestry(&about.key);
    let block = round.find(|node| node.role.is_block());
    let block = block.ok_or_else(|| eyre!("scan --zoom 3: {} is in no VPC", about.label))?;
    Ok(block.key.clone())
}

/// What is called so: by its ARN, else its id, else its name.
fn named<'a>(graph: &'a Graph, name: &str) -> Result<&'a Node> {
    let name = name.trim();
    let short = |node: &'a Node| node.resource.as_ref().map(ResourceId::short);
    let by_key = |node: &&Node| node.key.as_str() == name;
    let by_id = |node: &&'a Node| short(node) == Some(name);
    let by_label = |node: &&Node| node.label.eq_ignore_ascii_case(name);
    let mut found: Vec<&Node> = graph.nodes.values().filter(by_key).collect();
    if found.is_empty() {
        found = graph.nodes.values().filter(by_id).collect();
    }
    if found.is_empty() {
        found = graph.nodes.values().filter(by_label).collect();
    }
    match found.as_slice() {
        [] => bail!("scan --about {name}: nothing on the map has this name, id or ARN"),
        [one] => Ok(one),
        several => {
            let keys = several.iter().take(5).map(|node| node.key.as_str());
            let keys: Vec<&str> = keys.collect();
            bail!(
                "scan --about {name}: {} have this name; give the ARN of one: {}",
                several.len(),
                keys.join(", ")
            )
        }
    }
}
