//! The terminal, tokio, tasks and their end. The only place that spawns, and the only
//! one with a clock. It must not know which services exist, nor any rule of topology.
