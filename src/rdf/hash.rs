//! Names from content: FNV-1a over 128 bits, the same on every machine and in every run.

/// A hash of several texts; the borders between them count.
pub(crate) struct ContentHash(u128);

const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

impl ContentHash {
    pub(crate) fn new() -> Self {
        Self(OFFSET)
    }

    /// Adds a text and a border after it.
    pub(crate) fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xFF]) {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(PRIME);
        }
    }

    /// Adds a number.
    pub(crate) fn number(&mut self, number: u32) {
        for byte in number.to_le_bytes() {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(PRIME);
        }
    }

    /// 20 hexadecimal digits of it.
    pub(crate) fn hex(&self) -> String {
        format!("{:020x}", (self.0 >> 24) & ((1 << 80) - 1))
    }
}
