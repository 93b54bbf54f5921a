//! A search box with a list under it: which row is marked, whether the list is open (WAI-ARIA combobox).

use std::rc::Rc;

use yew::Reducible;

/// The list under a search box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listbox {
    /// Whether it is open.
    pub open: Openness,
    /// The row marked, of `rows`.
    pub marked: Option<usize>,
    /// How many rows there are.
    pub rows: usize,
}

/// Open or closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Openness {
    /// Closed.
    #[default]
    Closed,
    /// Open.
    Open,
}

/// What happens to the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The text was edited.
    Type,
    /// Other rows arrived: this many.
    Rows(usize),
    /// Arrow down.
    Next,
    /// Arrow up.
    Previous,
    /// Page down or up, by so many rows.
    Jump(isize),
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// The pointer is over a row.
    Point(usize),
    /// Escape, or the focus left.
    Close,
    /// The focus came.
    Open,
}

impl Listbox {
    /// The list after a move.
    pub fn after(self, step: Move) -> Self {
        let last = self.rows.checked_sub(1);
        let open = Self { open: Openness::Open, ..self };
        match step {
            Move::Type => Self { marked: None, ..open },
            Move::Rows(rows) => Self { rows, marked: self.marked.filter(|marked| *marked < rows), ..self },
            Move::Open => open,
            Move::Close => Self { open: Openness::Closed, marked: None, ..self },
            Move::First => Self { marked: last.map(|_| 0), ..open },
            Move::Last => Self { marked: last, ..open },
            Move::Point(row) => Self { marked: Some(row).filter(|row| *row < self.rows), ..self },
            Move::Next => Self { marked: self.step(1), ..open },
            Move::Previous => Self { marked: self.step(-1), ..open },
            Move::Jump(by) => Self { marked: self.jump(by), ..open },
        }
    }

    fn step(self, by: isize) -> Option<usize> {
        let rows = self.rows as isize;
        let from = self.marked.map_or(if by > 0 { -1 } else { rows }, |marked| marked as isize);
        (rows > 0).then(|| (from + by).rem_euclid(rows) as usize)
    }

    fn jump(self, by: isize) -> Option<usize> {
        let last = self.rows.checked_sub(1)?;
        let from = self.marked.unwrap_or(0) as isize;
        Some((from + by).clamp(0, last as isize) as usize)
    }
}

impl Reducible for Listbox {
    type Action = Move;
    fn reduce(self: Rc<Self>, step: Move) -> Rc<Self> {
        Rc::new(self.after(step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(steps: &[Move]) -> Listbox {
        steps.iter().fold(Listbox::default(), |list, step| list.after(*step))
    }

    #[test]
    fn arrows_go_round() {
        assert_eq!(run(&[Move::Rows(3), Move::Next]).marked, Some(0));
        assert_eq!(run(&[Move::Rows(3), Move::Previous]).marked, Some(2));
        assert_eq!(run(&[Move::Rows(3), Move::Last, Move::Next]).marked, Some(0));
        assert_eq!(run(&[Move::Rows(0), Move::Next]).marked, None);
    }

    #[test]
    fn typing_and_fewer_rows_take_the_mark_off() {
        assert_eq!(run(&[Move::Rows(3), Move::Last, Move::Type]).marked, None);
        assert_eq!(run(&[Move::Rows(3), Move::Last, Move::Rows(2)]).marked, None);
        assert_eq!(run(&[Move::Rows(3), Move::Next, Move::Rows(2)]).marked, Some(0));
    }

    #[test]
    fn pages_stop_at_the_ends() {
        assert_eq!(run(&[Move::Rows(15), Move::Next, Move::Jump(10)]).marked, Some(10));
        assert_eq!(run(&[Move::Rows(15), Move::Last, Move::Jump(10)]).marked, Some(14));
        assert_eq!(run(&[Move::Rows(15), Move::Next, Move::Jump(-10)]).marked, Some(0));
    }

    #[test]
    fn escape_closes() {
        let list = run(&[Move::Rows(3), Move::Next, Move::Close]);
        assert_eq!((list.open, list.marked), (Openness::Closed, None));
    }
}
