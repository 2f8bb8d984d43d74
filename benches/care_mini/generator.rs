//! Random numbers for the loops without the framework: a sequential generator, as anybody would use who
//! does not pair scenarios.

use std::convert::Infallible;

use rand_distr::Distribution;
use rand_distr::Exp1;

/// xoshiro256++ (D. Blackman, S. Vigna, 2021), seeded by SplitMix64.
pub struct Xoshiro([u64; 4]);

impl Xoshiro {
    /// The generator of one replication.
    pub fn new(seed: u64, replication: u64) -> Xoshiro {
        let mut at = seed ^ replication.wrapping_mul(0xD134_2543_DE82_EF95);
        Xoshiro(std::array::from_fn(|_| {
            at = at.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let bits = (at ^ (at >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            bits ^ (bits >> 31)
        }))
    }

    /// A uniform number in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A unit exponential by the ziggurat, the fastest way there is.
    pub fn exponential(&mut self) -> f64 {
        Exp1.sample(self)
    }

    /// A unit exponential by inversion, as most people write it.
    pub fn by_inversion(&mut self) -> f64 {
        -libm::log(1.0 - self.uniform())
    }

    #[inline]
    fn next(&mut self) -> u64 {
        let s = &mut self.0;
        let word = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let shifted = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= shifted;
        s[3] = s[3].rotate_left(45);
        word
    }
}

impl rand::TryRng for Xoshiro {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}
