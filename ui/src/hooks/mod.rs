//! What screens share: asking the desk, keys, drafts, messages, where to go.

mod ask;
mod context;
mod draft;
mod event;
mod settled;
mod shortcut;

pub use ask::*;
pub use context::*;
pub use draft::*;
pub use event::*;
pub use settled::*;
pub use shortcut::*;
