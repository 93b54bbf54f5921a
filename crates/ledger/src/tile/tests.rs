//! Paths as the specification's examples have them, and where a hash is to be found.

use proptest::prelude::*;

use super::*;
use crate::{hash::leaf_hash, merkle::Frontier};

#[test]
fn paths_of_the_specification() {
    let tile = |level, index, width| Tile { level, index, width };
    assert_eq!(tile(0, 1_234_067, 256).path(), "tile/0/x001/x234/067");
    assert_eq!(tile(0, 0, 15).path(), "tile/0/000.p/15");
    assert_eq!(tile(2, 0, 1).path(), "tile/2/000.p/1");
    assert_eq!(tile(0, 273, 112).entries_path(), "tile/entries/273.p/112");
    assert_eq!(Tile::parse("tile/63/x001/000"), Ok(tile(63, 1000, 256)));
}

#[test]
fn other_forms_of_a_path_name_nothing() {
    for path in [
        "",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/+01",
        "/tile/0/000",
        "tile/0/000/",
        "tile/entries/000",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert_eq!(Tile::parse(path), Err(TilePathError), "{path}");
    }
    assert_eq!(Tile::parse_entries("tile/0/000"), Err(TilePathError));
}

#[test]
fn tiles_of_the_specification_s_tree_of_70_000() {
    let tiles = Tile::grown(0, 70_000);
    let count = |level, full: bool| tiles.iter().filter(|tile| tile.level == level && tile.is_full() == full).count();
    assert_eq!((count(0, true), count(0, false)), (273, 1));
    assert_eq!((count(1, true), count(1, false)), (1, 1));
    assert_eq!((count(2, true), count(2, false)), (0, 1));
    assert_eq!(Tile::at(0, 273, 70_000).unwrap().width, 112);
    assert_eq!(Tile::at(1, 1, 70_000).unwrap().width, 17);
    assert_eq!(Tile::at(2, 0, 70_000).unwrap().width, 1);
    assert_eq!(Tile::at(3, 0, 70_000), None);
    assert_eq!(Tile::at(1, 0, 256).unwrap().width, 1);
    assert_eq!(Tile::grown(256, 256), []);
}

#[test]
fn every_node_is_found_in_its_tile() {
    const SIZE: u64 = 1500;
    let mut frontier = Frontier::new();
    let mut nodes: Vec<_> = (0..SIZE).flat_map(|n| frontier.push(leaf_hash(&n.to_be_bytes()))).collect();
    nodes.sort();
    let find = |node: NodeIndex| nodes.binary_search_by_key(&node, |(at, _)| *at).map(|found| nodes[found].1);
    for (node, hash) in &nodes {
        let (tile, part) = Tile::containing(*node, SIZE).unwrap();
        let hashes: Vec<_> = tile.nodes().map(|node| find(node).unwrap()).collect();
        assert_eq!(decode_hashes(&encode_hashes(&hashes), tile.width), Some(hashes.clone()));
        assert_eq!(subtree_root(&hashes[part]), Some(*hash));
    }
    assert_eq!(Tile::containing(NodeIndex { level: 0, index: SIZE }, SIZE), None);
    assert_eq!(Tile::containing(NodeIndex { level: 10, index: 1 }, SIZE), None);
    assert_eq!(Tile::containing(NodeIndex { level: 63, index: u64::MAX }, SIZE), None);
    assert_eq!(Tile::containing(NodeIndex { level: 255, index: 0 }, u64::MAX), None);
}

#[test]
fn an_empty_tile_or_half_a_hash_is_nothing() {
    assert_eq!(subtree_root(&[]), None);
    assert_eq!(decode_hashes(&[0; 33], 1), None);
    assert_eq!(decode_hashes(&[0; 32], 2), None);
}

proptest! {
    #[test]
    fn paths_come_back(level in 0u8..64, index in 0u64..u64::MAX / 256, width in 1u16..=256) {
        let tile = Tile { level, index, width };
        prop_assert_eq!(Tile::parse(&tile.path()), Ok(tile));
        let bundle = Tile { level: 0, ..tile };
        prop_assert_eq!(Tile::parse_entries(&bundle.entries_path()), Ok(bundle));
    }

    #[test]
    fn growth_names_what_changed(old in 0u64..3000, more in 0u64..3000) {
        let new = old + more;
        let before = Tile::grown(0, old);
        let expected: Vec<_> = Tile::grown(0, new).into_iter().filter(|tile| !before.contains(tile)).collect();
        prop_assert_eq!(Tile::grown(old, new), expected);
    }

    #[test]
    fn bundles_come_back(entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..600), 0..20)) {
        let bytes = bundle::encode(&entries).unwrap();
        let decoded = bundle::decode(&bytes).unwrap();
        prop_assert_eq!(&decoded, &entries);
    }

    #[test]
    fn parsers_answer_anything(path in "[tile/0-9x.p]{0,40}", bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = (Tile::parse(&path), Tile::parse_entries(&path));
        if let Ok(entries) = bundle::decode(&bytes) {
            prop_assert_eq!(bundle::encode(&entries).unwrap(), bytes);
        }
    }
}

#[test]
fn a_bundle_holds_the_longest_entry_and_no_longer_one() {
    let longest = vec![7; 65_535];
    let bytes = bundle::encode(&[&longest]).unwrap();
    assert_eq!(bundle::decode(&bytes).unwrap(), [&longest]);
    assert_eq!(bundle::encode(&[&longest[..], &[7; 65_536]]), Err(bundle::BundleError::TooLarge(1)));
    assert_eq!(bundle::decode(&bytes[..100]), Err(bundle::BundleError::Truncated(0)));
    assert_eq!(bundle::decode(&[0]), Err(bundle::BundleError::Truncated(0)));
}
