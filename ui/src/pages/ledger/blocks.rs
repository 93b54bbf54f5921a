//! The line of blocks, arriving as they come: what each checkpoint of the shared ledger added.

use daybook_api::{BlockCheck, BlockRow, BlockSource, Blocks, GetBlock, ListBlocks};
use yew::prelude::*;

use crate::components::{Action, Empty, Glyph, Icon, show};
use crate::hooks::{Shared, use_ask, use_change};
use crate::route::Route;
use crate::state::query::OldAnswer;
use crate::{t, words};

const PAGE: u32 = 12;
/// So many entries are drawn as squares.
const MOST_SQUARES: u64 = 24;
const SQUARES_A_ROW: u64 = 12;
const SQUARE: u64 = 8;

/// The line of blocks.
#[component]
pub fn LineOfBlocks() -> Html {
    let before = use_state(|| None::<u64>);
    let asked = use_ask(Some(ListBlocks { before: *before, limit: PAGE }), OldAnswer::Keep);
    let grown =
        use_context::<Shared>().unwrap_or_default().0.map(|status| (status.tree_size, status.confirmed, status.online));
    let again = asked.again();
    use_change(grown, move || again.emit(()));
    let newest =
        asked.answer().filter(|_| before.is_none()).and_then(|blocks| blocks.rows.first().map(|row| row.number));
    let first_seen = use_first(newest);
    let to = |place: Option<u64>| {
        let setter = before.setter();
        Callback::from(move |()| setter.set(place))
    };
    let older =
        asked.answer().filter(|blocks| blocks.older).and_then(|blocks| blocks.rows.last().map(|row| row.number));
    let arrived = newest.filter(|newest| first_seen.is_some_and(|first| *newest > first));
    html! {
        <section class="db-panel" aria-labelledby="blocks-title">
            <div class="db-panel__head">
                <h2 class="db-panel__title" id="blocks-title">{ t!("blocks-title") }</h2>
                { for asked.answer().map(|blocks| source(&blocks)) }
            </div>
            <p class="db-muted">{ t!("blocks-explained") }</p>
            <p class="db-sr-only" role="status">{ for arrived.map(|number| t!("block-arrived", "number" => number)) }</p>
            { show(&asked, |blocks| line(&blocks, first_seen)) }
            <div class="db-actions">
                if before.is_some() { <Action label={t!("blocks-newest")} testid="blocks-newest" on={to(None)} /> }
                if older.is_some() { <Action label={t!("blocks-older")} testid="blocks-older" on={to(older)} /> }
            </div>
        </section>
    }
}

/// The first value that was there.
#[hook]
fn use_first(value: Option<u64>) -> Option<u64> {
    let first = use_mut_ref(|| None);
    let mut first = first.borrow_mut();
    *first = first.or(value);
    *first
}

fn source(blocks: &Blocks) -> Html {
    let (kind, words) = match (blocks.source, blocks.as_of) {
        (BlockSource::NoServer, _) => return Html::default(),
        (BlockSource::Server, _) => ("success", t!("blocks-live")),
        (BlockSource::Kept, Some(at)) => ("warning", t!("blocks-kept", "at" => words::instant(at))),
        (BlockSource::Kept, None) => ("warning", t!("blocks-never")),
    };
    html! { <span class={format!("db-chip db-chip--{kind}")} data-testid="blocks-source">{ words }</span> }
}

fn line(blocks: &Blocks, first_seen: Option<u64>) -> Html {
    if blocks.rows.is_empty() {
        let title = match (blocks.source, blocks.only_own) {
            (BlockSource::NoServer, _) => t!("blocks-no-server"),
            (_, true) => t!("blocks-none-own"),
            (_, false) => t!("blocks-none"),
        };
        return html! { <Empty {title} /> };
    }
    let is_new = |row: &BlockRow| first_seen.is_some_and(|first| row.number > first);
    html! {
        <div class="db-line" tabindex="0" role="group" aria-labelledby="blocks-title">
            <ol class="db-line__blocks" reversed=true>
                { for blocks.rows.iter().map(|row| block(row, is_new(row))) }</ol>
        </div>
    }
}

fn block(row: &BlockRow, is_new: bool) -> Html {
    let class = classes!(
        "db-block",
        (row.check == BlockCheck::Contradicts).then_some("db-block--false"),
        is_new.then_some("db-block--new"),
    );
    html! {
        <li {class} key={row.number}>
            <a class="db-block__link" href={Route::Block(GetBlock::Number(row.number)).hash()} data-testid="block">
                <span class="db-block__number" data-testid="block-number">{ t!("block", "number" => row.number) }</span>{ " " }
                { squares(row) }
                <span>{ t!("block-entries", "count" => row.size - row.first.min(row.size)) }</span>{ " " }
                <time class="db-muted">{ words::instant_short(row.at) }</time>{ " " }
                { check(row.check) }{ " " }
                if row.cosignatures > 0 { <span class="db-block__witnesses"><Icon glyph={Glyph::Verify} />
                    { t!("block-witnesses", "count" => row.cosignatures) }</span> }
            </a>
        </li>
    }
}

/// One square for each entry, the own ones filled; the words beside it say the same.
fn squares(row: &BlockRow) -> Html {
    let count = row.size.saturating_sub(row.first).min(MOST_SQUARES);
    let rows = MOST_SQUARES / SQUARES_A_ROW;
    let square = |place: u64| {
        let class = if place < row.own { "db-block__square db-block__square--own" } else { "db-block__square" };
        let (x, y) = (place % SQUARES_A_ROW * (SQUARE + 2), place / SQUARES_A_ROW * (SQUARE + 2));
        html! { <rect {class} x={x.to_string()} y={y.to_string()} width={SQUARE.to_string()} height={SQUARE.to_string()} rx="1.5" /> }
    };
    let (width, height) = (SQUARES_A_ROW * (SQUARE + 2), rows * (SQUARE + 2));
    html! {
        <svg class="db-block__squares" viewBox={format!("0 0 {width} {height}")} width={width.to_string()}
            height={height.to_string()} aria-hidden="true">{ for (0..count).map(square) }</svg>
    }
}

/// What this desk has checked of a block.
pub fn check(check: BlockCheck) -> Html {
    let (kind, words) = match check {
        BlockCheck::Checked => ("success", t!("block-checked")),
        BlockCheck::Signed => ("calm", t!("block-signed")),
        BlockCheck::Contradicts => ("danger", t!("block-contradicts")),
    };
    html! { <span class={format!("db-chip db-chip--{kind}")} data-testid="block-check">{ words }</span> }
}
