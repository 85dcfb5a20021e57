//! Blueprints as they are used: an account that changes between the save and the day
//! after, on the command line and on the map; and what of it ever reaches the disk.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where its ground is missing"
)]

mod command_line;
mod map;
mod private;

use crate::served::{Ran, Served};
use skymap::sim::{Fleet, Sim, SystemClock};

/// What an account has beside what stays.
const BATCH: &str = "
  [[vpc.group]]
  name = \"batch\"
  service = \"batch\"
  count = 2
  instance_type = \"m7g.large\"
  tier = \"private\"
  security_groups = [\"web\"]
";
const CACHE: &str = "
  [[vpc.group]]
  name = \"cache\"
  service = \"cache\"
  count = 1
  instance_type = \"m7g.large\"
  tier = \"private\"
  security_groups = [\"web\"]
";

/// One account, as it is with these groups.
fn office(groups: &str) -> Sim {
    denied(groups, "")
}

/// The same, where its role may not do this.
fn denied(groups: &str, deny: &str) -> Sim {
    let text = format!(
        "number = \"111122223333\"\nname = \"office\"\nhome_region = \"eu-west-1\"\n\
         [role]\nname = \"SkymapReadOnly\"\nexternal_id = \"5e0f9d0a-4a1c-4a57-9a4e-0d8b2c7f6e11\"\n\
         trusts = [\"999988887777\"]\nmax_session_seconds = 3600\nallow = [\"*\"]\ndeny = [{deny}]\n\
         [[vpc]]\nname = \"office\"\nregion = \"eu-west-1\"\ncidr = \"10.9.0.0/16\"\n\
         zones = [\"a\", \"b\"]\ntags = {{ owner = \"someone\" }}\n\
         tiers = [{{ name = \"public\", way_out = \"internet\" }}, {{ name = \"private\", way_out = \"nat\" }}]\n\
         [[vpc.security_group]]\nname = \"web\"\ndescription = \"Web\"\ningress = [\"tcp/443 from 0.0.0.0/0\"]\n\
         [[vpc.group]]\nname = \"web\"\nservice = \"web\"\ncount = 2\ninstance_type = \"m7g.large\"\n\
         tier = \"private\"\nsecurity_groups = [\"web\"]\n{groups}"
    );
    Sim::new(Fleet::described(&[&text]).unwrap(), SystemClock)
}

/// The account before and after: both over one data directory.
struct Days {
    before: Served,
    after: Served,
}

impl Days {
    fn of(after: Sim) -> Self {
        Self {
            before: Served::of(office(BATCH)),
            after: Served::of(after),
        }
    }

    fn data(&self) -> String {
        self.before.path("data").display().to_string()
    }

    fn before(&self, words: &[&str]) -> Ran {
        self.before.run(words, &[])
    }

    /// A day later.
    fn after(&self, words: &[&str]) -> Ran {
        let data = self.data();
        self.after.run(words, &[("SKYMAP_DATA_DIR", &data)])
    }
}
