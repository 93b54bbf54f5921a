//! Entry bundles: `u16 big-endian length || entry`, repeated.

/// Why bytes are not a bundle, or entries do not fit in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// An entry is longer than 65,535 bytes.
    #[error("entry {0} is longer than 65,535 bytes")]
    TooLarge(usize),
    /// The bytes end within an entry.
    #[error("the bundle ends within entry {0}")]
    Truncated(usize),
}

/// The entries as one bundle.
pub fn encode<E: AsRef<[u8]>>(entries: &[E]) -> Result<Vec<u8>, BundleError> {
    let mut bundle = Vec::with_capacity(entries.iter().map(|entry| entry.as_ref().len() + 2).sum());
    for (position, entry) in entries.iter().enumerate() {
        let entry = entry.as_ref();
        let length = u16::try_from(entry.len()).map_err(|_| BundleError::TooLarge(position))?;
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Ok(bundle)
}

/// The entries in a bundle, each as it was sent.
pub fn decode(bundle: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let mut entries = Vec::new();
    let mut rest = bundle;
    while !rest.is_empty() {
        let (entry, after) = split_first(rest).ok_or(BundleError::Truncated(entries.len()))?;
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}

fn split_first(bundle: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bundle.split_first_chunk()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}
