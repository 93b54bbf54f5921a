//! Where the boxes and lines of a drawn proof stand: the entry below, the root above, every step one storey higher. Pure.

use daybook_api::{ProofPath, ProofSide};

/// Width of a box.
pub const BOX_WIDTH: u32 = 168;
/// Height of a box.
pub const BOX_HEIGHT: u32 = 42;
const GAP: u32 = 20;
const STOREY: u32 = 68;
const MARGIN: u32 = 4;

/// A drawn proof, in units of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// From below, each step's neighbour before what is computed over both.
    pub boxes: Vec<Box>,
    /// From below.
    pub lines: Vec<Line>,
}

/// A hash in the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Box {
    /// What it is.
    pub part: Part,
    /// Its left edge.
    pub x: u32,
    /// Its upper edge.
    pub y: u32,
    /// The hash, hex.
    pub hash: String,
    /// The first entry it covers.
    pub first: u64,
    /// The last one.
    pub last: u64,
}

/// What a hash is in a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The entry's own.
    Entry,
    /// Given along with the proof.
    Given,
    /// Computed on the way.
    Computed,
    /// Computed at the end: the one that the log has signed.
    Root,
}

/// A line from a hash to the one computed over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// From the middle of the upper edge of the lower box.
    pub from: (u32, u32),
    /// To the middle of the lower edge of the upper box.
    pub to: (u32, u32),
    /// Whether it is on the entry's own way.
    pub is_way: bool,
}

/// Draws a proof.
pub fn draw(path: &ProofPath) -> Drawing {
    let storeys = path.steps.len() as u32;
    let y = |storey: u32| MARGIN + (storeys - storey) * STOREY;
    let column = |number: u32| MARGIN + number * (BOX_WIDTH + GAP);
    let (mut first, mut last) = (path.index, path.index);
    let part = if storeys == 0 { Part::Root } else { Part::Entry };
    let mut boxes = vec![Box { part, x: column(1), y: y(0), hash: path.leaf.clone(), first, last }];
    let mut lines = Vec::new();
    for (storey, step) in (1..).zip(&path.steps) {
        let x = match step.side {
            ProofSide::Left => column(0),
            ProofSide::Right => column(2),
        };
        let (given, hash) = (step.sibling.clone(), step.parent.clone());
        boxes.push(Box { part: Part::Given, x, y: y(storey - 1), hash: given, first: step.first, last: step.last });
        (first, last) = (first.min(step.first), last.max(step.last));
        let part = if storey == storeys { Part::Root } else { Part::Computed };
        boxes.push(Box { part, x: column(1), y: y(storey), hash, first, last });
        let up = |x: u32, is_way: bool| Line {
            from: (x + BOX_WIDTH / 2, y(storey - 1)),
            to: (column(1) + BOX_WIDTH / 2, y(storey) + BOX_HEIGHT),
            is_way,
        };
        lines.extend([up(column(1), true), up(x, false)]);
    }
    let width = column(2) + BOX_WIDTH + MARGIN;
    Drawing { width, height: y(0) + BOX_HEIGHT + MARGIN, boxes, lines }
}

#[cfg(test)]
mod tests {
    use daybook_api::ProofStep;

    use super::*;

    fn step(side: ProofSide, first: u64, last: u64) -> ProofStep {
        ProofStep { sibling: format!("given {first}"), side, first, last, parent: format!("over {first}") }
    }

    fn path(index: u64, steps: Vec<ProofStep>) -> ProofPath {
        ProofPath {
            origin: "log".into(),
            index,
            size: 7,
            leaf: "leaf".into(),
            steps,
            root: "root".into(),
            signatures: Vec::new(),
        }
    }

    #[test]
    fn every_step_is_a_storey_higher_and_covers_more() {
        let steps = vec![step(ProofSide::Left, 4, 4), step(ProofSide::Right, 6, 6), step(ProofSide::Left, 0, 3)];
        let drawing = draw(&path(5, steps));
        let way: Vec<_> = drawing.boxes.iter().filter(|one| one.part != Part::Given).collect();
        assert_eq!(way.iter().map(|one| (one.first, one.last)).collect::<Vec<_>>(), [(5, 5), (4, 5), (4, 6), (0, 6)]);
        assert!(way.windows(2).all(|pair| pair[0].x == pair[1].x && pair[0].y == pair[1].y + STOREY));
        assert_eq!(way[3].part, Part::Root);
        let given: Vec<_> = drawing.boxes.iter().filter(|one| one.part == Part::Given).collect();
        assert!(given[0].x < way[0].x && given[1].x > way[0].x && given[2].x < way[0].x);
        assert_eq!(
            given.iter().map(|one| one.y).collect::<Vec<_>>(),
            way.iter().take(3).map(|one| one.y).collect::<Vec<_>>()
        );
        assert_eq!(drawing.lines.iter().filter(|line| line.is_way).count(), 3);
        let inside = |one: &Box| one.x + BOX_WIDTH < drawing.width && one.y + BOX_HEIGHT < drawing.height;
        assert!(drawing.boxes.iter().all(inside) && drawing.lines.iter().all(|line| line.from.1 > line.to.1));
    }

    #[test]
    fn a_log_of_one_entry_is_its_own_root() {
        let drawing = draw(&path(0, Vec::new()));
        assert_eq!((drawing.boxes.len(), drawing.lines.len(), drawing.boxes[0].part), (1, 0, Part::Root));
    }
}
