//! What a line carries, as people say it: the port and the name of what speaks there.

use crate::inventory::{Link, RelationshipKind, Survey};
use compact_str::{CompactString, ToCompactString, format_compact};

/// Ports that are known by a name, of the IANA Service Name and Transport Protocol Port
/// Number Registry. Where its name is not the one that people use, theirs stands here:
/// `dns` (domain), `rdp` (ms-wbt-server), `mssql` (ms-sql-s), `smb` (microsoft-ds).
const NAMES: [(u16, &str); 38] = [
    (21, "ftp"),
    (22, "ssh"),
    (23, "telnet"),
    (25, "smtp"),
    (53, "dns"),
    (80, "http"),
    (88, "kerberos"),
    (110, "pop3"),
    (123, "ntp"),
    (143, "imap"),
    (161, "snmp"),
    (179, "bgp"),
    (389, "ldap"),
    (443, "https"),
    (445, "smb"),
    (465, "submissions"),
    (587, "submission"),
    (636, "ldaps"),
    (873, "rsync"),
    (993, "imaps"),
    (995, "pop3s"),
    (1433, "mssql"),
    (1883, "mqtt"),
    (2049, "nfs"),
    (2379, "etcd-client"),
    (2380, "etcd-server"),
    (3306, "mysql"),
    (3389, "rdp"),
    (4369, "epmd"),
    (5432, "postgresql"),
    (5671, "amqps"),
    (5672, "amqp"),
    (5985, "wsman"),
    (5986, "wsmans"),
    (6379, "redis"),
    (8883, "secure-mqtt"),
    (11211, "memcache"),
    (27017, "mongodb"),
];

/// The label of a line that is there because of a link.
pub(super) fn label(survey: &Survey, link: &Link) -> Option<CompactString> {
    let label = link.label.as_deref()?;
    if link.kind != RelationshipKind::ForwardsTo {
        return Some(named(label));
    }
    // What a rule asks for stands behind the port of its listener.
    let port = label.split_whitespace().next()?;
    if port.contains('/') {
        return Some(named(port));
    }
    // Of a target AWS tells the port; how it is spoken to is its group's matter.
    let protocol = survey[link.from].resource.fact("protocol");
    Some(match protocol {
        Some(protocol) => named(&format_compact!("{port}/{}", protocol.to_ascii_lowercase())),
        None => port.to_compact_string(),
    })
}

/// `443/tcp` is `443/https`; what has a name of its own, is a range or is not known
/// stays as it is.
fn named(label: &str) -> CompactString {
    let spoken = label.split_once('/').and_then(|(port, protocol)| {
        let is_plain = matches!(protocol, "tcp" | "udp" | "tcp_udp");
        let port: u16 = port.parse().ok().filter(|_| is_plain)?;
        let place = NAMES.binary_search_by_key(&port, |(port, _)| *port).ok()?;
        Some(format_compact!("{port}/{}", NAMES[place].1))
    });
    spoken.unwrap_or_else(|| label.to_compact_string())
}

#[cfg(test)]
mod tests {
    use super::{NAMES, named};

    #[test]
    fn a_port_is_called_by_what_speaks_there() {
        assert!(NAMES.is_sorted(), "they are searched by halves");
        for (label, spoken) in [
            ("443/tcp", "443/https"),
            ("80/tcp_udp", "80/http"),
            ("53/udp", "53/dns"),
            ("5432/tcp", "5432/postgresql"),
            ("6379/tcp", "6379/redis"),
            ("8080/tcp", "8080/tcp"),
            ("8443/https", "8443/https"),
            ("443/tls", "443/tls"),
            ("80-443/tcp", "80-443/tcp"),
            ("8000-8100/tcp", "8000-8100/tcp"),
            ("all/tcp", "all/tcp"),
            ("all", "all"),
            ("icmp", "icmp"),
            ("0.0.0.0/0", "0.0.0.0/0"),
        ] {
            assert_eq!(named(label), spoken, "{label}");
        }
    }
}
