//! Known answers, corner cases, and every proof of small trees against RFC 6962 taken word for word.

use std::convert::Infallible;

use proptest::prelude::*;

use super::*;
use crate::hash::leaf_hash;

/// A tree as a list of leaf hashes; everything else is computed when asked for, by the definitions of RFC 6962 2.1.
struct Naive(Vec<Hash>);

impl Naive {
    fn of(size: usize) -> Self {
        Self((0..size as u64).map(|n| leaf_hash(&n.to_be_bytes())).collect())
    }

    fn root(&self, size: usize) -> Hash {
        tree_hash(&self.0[..size])
    }
}

impl HashReader for Naive {
    type Error = Infallible;

    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, Infallible> {
        let subtree = |node: &NodeIndex| {
            let first = (node.index << node.level) as usize;
            tree_hash(&self.0[first..first + (1 << node.level)])
        };
        Ok(at.iter().map(subtree).collect())
    }
}

fn tree_hash(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(halve(leaves.len()));
            node_hash(&tree_hash(left), &tree_hash(right))
        }
    }
}

fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = halve(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut proof, sibling) =
        if index < k { (path(index, left), tree_hash(right)) } else { (path(index - k, right), tree_hash(left)) };
    proof.push(sibling);
    proof
}

fn subproof(old: usize, leaves: &[Hash], is_whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if is_whole { Vec::new() } else { vec![tree_hash(leaves)] };
    }
    let k = halve(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut proof, sibling) = if old <= k {
        (subproof(old, left, is_whole), tree_hash(right))
    } else {
        (subproof(old - k, right, false), tree_hash(left))
    };
    proof.push(sibling);
    proof
}

fn halve(size: usize) -> usize {
    let mut k = 1;
    while k * 2 < size {
        k *= 2;
    }
    k
}

#[test]
fn roots_of_the_classic_leaves() {
    let leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut frontier = Frontier::new();
    assert_eq!(frontier.root().to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (leaf, root) in leaves.iter().zip(roots) {
        frontier.push(leaf_hash(&hex::decode(leaf).unwrap()));
        assert_eq!(frontier.root().to_string(), root);
    }
}

#[test]
fn every_inclusion_proof_of_small_trees() {
    let tree = Naive::of(70);
    for size in 1..=70 {
        let root = tree.root(size);
        assert_eq!(root_at(size as u64, &tree), Ok(root));
        for index in 0..size {
            let proof = prove_inclusion(index as u64, size as u64, &tree).unwrap();
            assert_eq!(proof, path(index, &tree.0[..size]), "{index} of {size}");
            verify_inclusion(&tree.0[index], index as u64, size as u64, &proof, &root).unwrap();
        }
    }
}

#[test]
fn every_consistency_proof_of_small_trees() {
    let tree = Naive::of(70);
    for new in 0..=70 {
        for old in 0..=new {
            let proof = prove_consistency(old as u64, new as u64, &tree).unwrap();
            if old > 0 {
                assert_eq!(proof, subproof(old, &tree.0[..new], true), "{old} to {new}");
            }
            verify_consistency(old as u64, &tree.root(old), new as u64, &tree.root(new), &proof).unwrap();
        }
    }
}

#[test]
fn no_inclusion_in_an_empty_tree_or_beyond_the_last_leaf() {
    let tree = Naive::of(5);
    assert_eq!(prove_inclusion(0, 0, &tree), Err(ProveError::Outside { index: 0, size: 0 }));
    assert_eq!(prove_inclusion(5, 5, &tree), Err(ProveError::Outside { index: 5, size: 5 }));
    let leaf = tree.0[0];
    assert_eq!(verify_inclusion(&leaf, 0, 0, &[], &empty_root()), Err(ProofError::Outside { index: 0, size: 0 }));
    assert_eq!(verify_inclusion(&leaf, 5, 5, &[], &leaf), Err(ProofError::Outside { index: 5, size: 5 }));
}

#[test]
fn a_single_leaf_is_its_own_root() {
    let leaf = leaf_hash(b"one");
    verify_inclusion(&leaf, 0, 1, &[], &leaf).unwrap();
    assert_eq!(verify_inclusion(&leaf, 0, 1, &[leaf], &leaf), Err(ProofError::WrongLength));
    assert_eq!(verify_inclusion(&leaf, 0, 1, &[], &empty_root()), Err(ProofError::WrongRoot));
}

#[test]
fn consistency_without_hashes() {
    let tree = Naive::of(7);
    let (empty, three, seven) = (empty_root(), tree.root(3), tree.root(7));
    verify_consistency(0, &empty, 7, &seven, &[]).unwrap();
    verify_consistency(7, &seven, 7, &seven, &[]).unwrap();
    verify_consistency(0, &empty, 0, &empty, &[]).unwrap();
    assert_eq!(verify_consistency(0, &three, 7, &seven, &[]), Err(ProofError::WrongRoot));
    assert_eq!(verify_consistency(0, &empty, 7, &seven, &[seven]), Err(ProofError::WrongLength));
    assert_eq!(verify_consistency(7, &seven, 7, &seven, &[seven]), Err(ProofError::WrongLength));
    assert_eq!(verify_consistency(7, &three, 7, &seven, &[]), Err(ProofError::WrongRoot));
    assert_eq!(verify_consistency(3, &three, 7, &seven, &[]), Err(ProofError::WrongLength));
    assert_eq!(verify_consistency(4, &tree.root(4), 7, &seven, &[]), Err(ProofError::WrongLength));
    assert_eq!(verify_consistency(8, &seven, 7, &seven, &[]), Err(ProofError::Outside { index: 8, size: 7 }));
    assert_eq!(prove_consistency(8, 7, &tree), Err(ProveError::Outside { index: 8, size: 7 }));
}

#[test]
fn sizes_near_the_end_of_the_range_do_not_overflow() {
    let hash = leaf_hash(b"x");
    let path = vec![hash; 64];
    assert!(verify_inclusion(&hash, u64::MAX - 1, u64::MAX, &path, &hash).is_err());
    assert!(verify_consistency(u64::MAX - 1, &hash, u64::MAX, &hash, &path).is_err());
    assert!(verify_consistency(1 << 63, &hash, u64::MAX, &hash, &path).is_err());
    assert_eq!(Frontier::nodes_needed(u64::MAX).len(), 64);
}

#[test]
fn a_reader_that_answers_short_is_found_out() {
    struct Short;
    impl HashReader for Short {
        type Error = Infallible;
        fn read(&self, _: &[NodeIndex]) -> Result<Vec<Hash>, Infallible> {
            Ok(Vec::new())
        }
    }
    assert_eq!(prove_inclusion(0, 3, &Short), Err(ProveError::WrongCount { wanted: 2, got: 0 }));
}

#[test]
fn a_frontier_completes_each_subtree_once_and_resumes_anywhere() {
    let tree = Naive::of(70);
    let mut frontier = Frontier::new();
    let mut completed = Vec::new();
    for (size, leaf) in tree.0.iter().enumerate() {
        let nodes = tree.read(&Frontier::nodes_needed(size as u64)).unwrap();
        assert_eq!(Frontier::from_nodes(size as u64, nodes), Some(frontier.clone()));
        let pushed = frontier.push(*leaf);
        assert_eq!(pushed[0], (NodeIndex { level: 0, index: size as u64 }, *leaf));
        completed.extend(pushed);
        assert_eq!(frontier.root(), tree.root(size + 1));
    }
    for (node, hash) in &completed {
        assert_eq!(tree.read(&[*node]).unwrap(), [*hash]);
    }
    completed.sort();
    completed.dedup();
    assert_eq!(completed.len(), 70 + 35 + 17 + 8 + 4 + 2 + 1);
    assert_eq!(Frontier::from_nodes(3, vec![]), None);
}

/// Some change to a proof that leaves it a list of hashes.
#[derive(Clone, Debug)]
enum Damage {
    Flip(prop::sample::Index, usize),
    Drop(prop::sample::Index),
    Repeat(prop::sample::Index),
    Append,
    Swap(prop::sample::Index, prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        (index(), 0..256usize).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        index().prop_map(Damage::Drop),
        index().prop_map(Damage::Repeat),
        Just(Damage::Append),
        (index(), index()).prop_map(|(a, b)| Damage::Swap(a, b)),
    ]
}

fn damaged(proof: &[Hash], damage: &Damage) -> Vec<Hash> {
    let mut proof = proof.to_vec();
    let length = proof.len();
    match damage {
        Damage::Append => proof.push(leaf_hash(b"more")),
        _ if length == 0 => {}
        Damage::Flip(at, bit) => proof[at.index(length)].0[bit / 8] ^= 1 << (bit % 8),
        Damage::Drop(at) => drop(proof.remove(at.index(length))),
        Damage::Repeat(at) => proof.insert(at.index(length), proof[at.index(length)]),
        Damage::Swap(a, b) => proof.swap(a.index(length), b.index(length)),
    }
    proof
}

proptest! {
    #[test]
    fn a_damaged_inclusion_proof_fails(size in 1usize..300, at in any::<prop::sample::Index>(), damage in damage()) {
        let tree = Naive::of(size);
        let index = at.index(size);
        let proof = prove_inclusion(index as u64, size as u64, &tree).unwrap();
        let other = damaged(&proof, &damage);
        prop_assume!(other != proof);
        let verified = verify_inclusion(&tree.0[index], index as u64, size as u64, &other, &tree.root(size));
        prop_assert!(verified.is_err());
    }

    #[test]
    fn a_damaged_consistency_proof_fails(new in 1usize..300, at in any::<prop::sample::Index>(), damage in damage()) {
        let tree = Naive::of(new);
        let old = at.index(new + 1);
        let proof = prove_consistency(old as u64, new as u64, &tree).unwrap();
        let other = damaged(&proof, &damage);
        prop_assume!(other != proof);
        let verified = verify_consistency(old as u64, &tree.root(old), new as u64, &tree.root(new), &other);
        prop_assert!(verified.is_err());
    }

    #[test]
    fn an_inclusion_proof_fits_one_place_only(size in 2usize..200, at in any::<prop::sample::Index>(), other in any::<u64>()) {
        let tree = Naive::of(size);
        let index = at.index(size) as u64;
        let proof = prove_inclusion(index, size as u64, &tree).unwrap();
        let leaf = &tree.0[index as usize];
        let other = other % size as u64;
        prop_assume!(other != index);
        prop_assert!(verify_inclusion(leaf, other, size as u64, &proof, &tree.root(size)).is_err());
        prop_assert!(verify_inclusion(&leaf_hash(b"other"), index, size as u64, &proof, &tree.root(size)).is_err());
    }

    #[test]
    fn verifiers_answer_anything(index: u64, size: u64, hashes in prop::collection::vec(any::<[u8; 32]>(), 0..70)) {
        let proof: Vec<_> = hashes.into_iter().map(Hash).collect();
        let root = empty_root();
        let _ = verify_inclusion(&root, index, size, &proof, &root);
        let _ = verify_consistency(index, &root, size, &root, &proof);
    }
}
