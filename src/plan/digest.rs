//! SHA-256 digests, as they stand in a lock.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// A SHA-256 digest in hexadecimal, as [`sha256`] gives it.
pub type Digest = String;

/// The digest of some bytes in hexadecimal.
pub fn sha256(bytes: &[u8]) -> Digest {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
