//! The blocks of a store in the order in which a fold passes them.

use std::collections::VecDeque;

use super::source::SourceError;
use crate::store::Block;

/// The blocks of a store, read in portions.
#[derive(Default)]
pub struct Blocks {
    waiting: VecDeque<Block>,
    passed: Option<(u64, u64, u64)>,
    is_at_end: bool,
}

impl Blocks {
    /// The next block, read with `read` from this number on when none is waiting.
    pub fn peek(
        &mut self,
        read: impl FnOnce(u64) -> Result<Vec<Block>, SourceError>,
    ) -> Result<Option<&Block>, SourceError> {
        if self.waiting.is_empty() && !self.is_at_end {
            self.waiting = read(self.passed.map_or(0, |(number, ..)| number + 1))?.into();
            self.is_at_end = self.waiting.is_empty();
        }
        Ok(self.waiting.front())
    }

    /// Goes past the first waiting block; says whether it follows the one before in number, size and time.
    pub fn pass(&mut self) -> bool {
        let Some(block) = self.waiting.pop_front() else { return true };
        let follows = match self.passed {
            None => block.number == 0,
            Some((number, size, time_ms)) => {
                block.number == number + 1 && block.size > size && block.time_ms >= time_ms
            }
        };
        self.passed = Some((block.number, block.size, block.time_ms));
        follows
    }
}
