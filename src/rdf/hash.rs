//! Names from content: FNV-1a over 128 bits, the same on every machine and in every run.

/// A hash of several texts; the borders between them count.
#[derive(Clone, Copy)]
pub(crate) struct ContentHash(u128);

const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

impl ContentHash {
    pub(crate) fn new() -> Self {
        Self(OFFSET)
    }

    /// Adds a text and a border after it.
    pub(crate) fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.byte(byte);
        }
        self.byte(0xFF);
    }

    /// Adds a number.
    pub(crate) fn number(&mut self, number: u32) {
        for byte in number.to_le_bytes() {
            self.byte(byte);
        }
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(PRIME);
    }

    /// 20 hexadecimal digits of it.
    pub(crate) fn hex(&self) -> String {
        let mut hex = String::new();
        self.push_hex(&mut hex);
        hex
    }

    /// Adds the digits to a text.
    pub(crate) fn push_hex(&self, text: &mut String) {
        text.reserve(20);
        // the last 24 bits stay out of it
        for byte in (self.0 >> 24).to_be_bytes().into_iter().skip(6) {
            for digit in [byte >> 4, byte & 0xF] {
                let zero = if digit < 10 { b'0' } else { b'a' - 10 };
                text.push(char::from(zero + digit));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_digits_before_the_last_six() {
        let mut hash = ContentHash::new();
        for (text, number) in [("", 0), ("Świnoujście", 7), ("x", u32::MAX)] {
            hash.add(text);
            hash.number(number);
            let all = format!("{:032x}", hash.0);
            assert_eq!(Some(hash.hex().as_str()), all.get(6..26));
        }
    }
}
