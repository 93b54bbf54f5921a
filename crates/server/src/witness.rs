//! Being a witness (c2sp.org/tlog-witness): watching logs, and cosigning what continues what was cosigned before.
//!
//! What a witness must never do is cosign two histories of one log. So a log's state is one file, replaced and synced before a
//! cosignature leaves; it holds the cosigned checkpoint itself, so that damage shows; and a log whose file is gone is refused.

mod disk;
mod home;
mod metrics;
mod router;
mod serve;
mod watch;

pub use disk::{Disk, RealDisk};
pub use home::{WitnessError, WitnessHome, origin_hash};
pub use serve::{Sockets, serve};
pub use watch::{LogSight, Refused, Trouble, Witness};
