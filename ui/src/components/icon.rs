//! The few pictures of the window, drawn as lines; always beside words or with a label.

use yew::prelude::*;

/// A picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// A day of a calendar.
    Today,
    /// People.
    Patients,
    /// A stethoscope.
    Doctors,
    /// An arrow into a tray.
    Import,
    /// Linked blocks.
    Ledger,
    /// Sliders.
    Administration,
    /// A magnifying glass.
    Search,
    /// A padlock.
    Lock,
    /// A plus.
    Add,
    /// A pencil.
    Edit,
    /// A tick.
    Done,
    /// A cross.
    Close,
    /// An exclamation mark in a triangle.
    Warning,
    /// An exclamation mark in a circle.
    Danger,
    /// An i in a circle.
    Info,
    /// Arrow to the start.
    Previous,
    /// Arrow to the end.
    Next,
    /// A printer.
    Print,
    /// An arrow to a line.
    Download,
    /// A shield with a tick.
    Verify,
    /// An arrow going back.
    Undo,
    /// A keyboard.
    Keys,
    /// A tower that sends.
    Server,
}

impl Glyph {
    fn path(self) -> &'static str {
        match self {
            Self::Today => "M4 6h16v14H4z M4 10h16 M8 3.5V7 M16 3.5V7 M8 14h3",
            Self::Patients => {
                "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z M2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6 M16 4.8a3.5 3.5 0 0 1 0 6.4 M18 14.6c2.2.9 3.5 2.900 3.5 5.400"
            }
            Self::Doctors => {
                "M6 3.500H4.500V9a4.500 4.500 0 0 0 9 0V3.500H12 M9 13.500V16a4.500 4.500 0 0 0 9 0v-2.500 M18 13.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"
            }
            Self::Import => "M12 3.500v11 M7.500 10.500 12 15l4.500-4.500 M4 15.500V20h16v-4.500",
            Self::Ledger => "M4 4.500h7v6H4z M13 13.500h7v6h-7z M7.500 10.500v6H13 M11 7.500h5.500v6",
            Self::Administration => "M4 7h9 M17 7h3 M15 4.800v4.400 M4 17h3 M11 17h9 M9 14.800v4.400 M4 12h16",
            Self::Search => "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13z M15.500 15.500 20.500 20.500",
            Self::Lock => "M5.500 11h13v9h-13z M8.500 11V8a3.500 3.500 0 0 1 7 0v3",
            Self::Add => "M12 5v14 M5 12h14",
            Self::Edit => "M4 20l1-4.500L16.500 4 20 7.500 8.500 19z M14 6.500l3.500 3.500",
            Self::Done => "M4.500 12.500 10 18 20 6.500",
            Self::Close => "M6 6l12 12 M18 6 6 18",
            Self::Warning => "M12 4 2.500 20h19z M12 10v4.500 M12 17v.500",
            Self::Danger => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7.500v5.500 M12 16v.500",
            Self::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 11v5.500 M12 7.500V8",
            Self::Previous => "M14.500 5.500 8 12l6.500 6.500",
            Self::Next => "M9.500 5.500 16 12l-6.500 6.500",
            Self::Print => "M7 8V4h10v4 M4 8h16v8h-3 M7 16H4V8 M7 13.500h10V20H7z",
            Self::Download => "M12 4v11 M7.500 10.500 12 15l4.500-4.500 M5 20h14",
            Self::Verify => {
                "M12 3l7.500 3v5.500c0 4.500-3.200 7.700-7.500 9.500-4.300-1.800-7.500-5-7.500-9.500V6z M8.500 11.800l2.600 2.700 4.600-5"
            }
            Self::Undo => "M8.500 5 4 9.500 8.500 14 M4 9.500h10a5.500 5.500 0 0 1 0 11h-4",
            Self::Keys => "M3 6.500h18v11H3z M6.500 10h.500 M10 10h.500 M13.500 10h.500 M17 10h.500 M8 14h8",
            Self::Server => "M5 4.500h14v6H5z M5 13.500h14v6H5z M8 7.500h.500 M8 16.500h.500",
        }
    }

    fn is_mirrored(self) -> bool {
        matches!(self, Self::Previous | Self::Next | Self::Undo)
    }
}

/// Which picture.
#[derive(Clone, PartialEq, Properties)]
pub struct IconProps {
    /// Which.
    pub glyph: Glyph,
}

/// A picture; hidden from screen readers, since words are beside it.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    let class = classes!("db-icon", props.glyph.is_mirrored().then_some("db-icon--mirrored"));
    html! {
        <svg {class} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={props.glyph.path()} />
        </svg>
    }
}
