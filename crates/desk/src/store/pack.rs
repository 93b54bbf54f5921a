//! Many events into few entries: each below the size that an entry may have.

use daybook_ledger::{Act, Id, MAX_ENTRY};

use super::{Decided, StoreError};
use crate::domain::event::Event;

/// Header, signature and the array around the events take less than this.
const ENTRY_OVERHEAD: usize = 1024;
/// Key id, nonce, tag and CBOR around one sealed event take less than this.
const EVENT_OVERHEAD: usize = 80;

/// Splits `groups` into entries of `act` about `subject`. The events of one group stay in one entry, and order is kept.
pub fn pack(act: Act, subject: Id, groups: impl IntoIterator<Item = Vec<Event>>) -> Result<Vec<Decided>, StoreError> {
    let (mut packed, mut events, mut size) = (Vec::new(), Vec::new(), 0);
    for group in groups {
        let group_size: usize = group.iter().map(sealed_size).sum();
        if group_size > MAX_ENTRY - ENTRY_OVERHEAD {
            return Err(StoreError::TooLarge);
        }
        if size + group_size > MAX_ENTRY - ENTRY_OVERHEAD {
            packed.push(Decided::sealed(act, subject, std::mem::take(&mut events)));
            size = 0;
        }
        size += group_size;
        events.extend(group);
    }
    if !events.is_empty() {
        packed.push(Decided::sealed(act, subject, events));
    }
    Ok(packed)
}

fn sealed_size(event: &Event) -> usize {
    event.to_cbor().len() + EVENT_OVERHEAD
}
