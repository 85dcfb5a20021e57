//! An AWS inside the process, on the other side of the wire: it answers signed
//! requests as AWS would, from a small description of a fleet, with a clock of its own
//! that makes things happen. It must not know anything of ours.
