//! Random numbers as a pure function of who asks, what for and which draw it is.
//!
//! The generator is counter-based: there is no state to advance, so two scenarios that share an
//! entity share its luck, and replication 137 alone equals row 137 of a thousand. A [`RunKey`]
//! stands for (master seed, replication), a [`Root`] for an identity, and the caller names the
//! purpose and numbers the draws. Purposes from [`RESERVED_PURPOSES`] upwards belong to the engine.
//!
//! Reference: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw (2011), "Parallel random numbers:
//! as easy as 1, 2, 3", SC '11. Philox2x64 with 6 rounds already passes BigCrush; 7 leave a margin.

use std::convert::Infallible;

use rand::TryRng;
use rand::rand_core::utils::fill_bytes_via_next_word;
use serde::Serialize;

/// Purposes from here upwards are drawn by the engine itself; a model's purposes stay below.
pub const RESERVED_PURPOSES: u32 = 0xFFFF_0000;

/// Rounds of Philox used throughout.
const ROUNDS: u32 = 7;
/// The multiplier of Philox2x64.
const MULTIPLIER: u64 = 0xD2B7_4407_B1CE_6E93;
/// The golden ratio in 64 bits: Philox's key increment, and SplitMix64's.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The Philox2x64 block function: 128 bits from a 128-bit counter under a 64-bit key.
///
/// For a fixed key it is a bijection of the counter, so no two counters give the same block.
/// Cost: one 64 × 64 → 128-bit multiplication a round.
pub const fn philox2x64<const ROUNDS: u32>(counter: [u64; 2], key: u64) -> [u64; 2] {
    let [mut left, mut right] = counter;
    let mut key = key;
    let mut round = 0;
    while round < ROUNDS {
        let product = MULTIPLIER as u128 * left as u128;
        left = (product >> 64) as u64 ^ key ^ right;
        right = product as u64;
        key = key.wrapping_add(GOLDEN);
        round += 1;
    }
    [left, right]
}

/// The finaliser of SplitMix64, a bijection of 64 bits.
///
/// Reference: G. L. Steele, D. Lea, C. H. Flood (2014), "Fast splittable pseudorandom number
/// generators", OOPSLA '14 (constants: variant 13 of D. Stafford).
const fn mix(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// FNV-1a in 64 bits (G. Fowler, L. C. Noll, K.-P. Vo).
const fn fnv1a(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = 0xCBF2_9CE4_8422_2325;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01B3);
        at += 1;
    }
    hash
}

/// The identity of whoever a random number belongs to, as 64 well-mixed bits.
///
/// It is made from names and ordinals, never from positions in memory or from the scenario, so the
/// same entrant has the same root in every scenario. Within one name, one parent or one partner
/// roots never collide; across them they do with the probability of 64 random bits (for 100,000
/// identities, about 3 in 10,000 million).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Root(u64);

impl Root {
    /// The `ordinal`-th member of the stream or strand called `name`.
    ///
    /// SplitMix64's finaliser over FNV-1a of the name plus `ordinal` golden ratios. Fixed for
    /// good: a change would change every result. Cost: linear in the name's length, so a stream
    /// makes its root once and derives its members with [`Root::child`].
    pub const fn named(name: &str, ordinal: u64) -> Root {
        Root(mix(fnv1a(name).wrapping_add(ordinal.wrapping_mul(GOLDEN))))
    }

    /// The root of the ordered pair: `pair(a, b)` is not `pair(b, a)`.
    pub const fn pair(a: Root, b: Root) -> Root {
        const PAIR: u64 = 0x7061_6972_6564_2121;
        Root(mix(mix(a.0 ^ PAIR).wrapping_add(b.0)))
    }

    /// The `ordinal`-th identity derived from this one, such as the n-th entrant of a stream.
    pub const fn child(self, ordinal: u64) -> Root {
        const CHILD: u64 = 0x6368_696C_6472_656E;
        Root(mix(
            mix(self.0 ^ CHILD).wrapping_add(ordinal.wrapping_mul(GOLDEN))
        ))
    }

    /// Its 64 bits.
    pub const fn bits(self) -> u64 {
        self.0
    }
}

/// The key of one replication under one master seed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct RunKey(u64);

impl RunKey {
    /// The key of replication `replication` under `master_seed`: one Philox block.
    pub const fn new(master_seed: u64, replication: u64) -> RunKey {
        RunKey(philox2x64::<ROUNDS>([replication, 0], master_seed)[0])
    }

    /// The key of one of several worlds that share a replication: 64 of its random bits.
    ///
    /// Worlds with keys of their own draw independently of each other, and none can see which
    /// others there are.
    pub const fn derived(self, identity: Root, purpose: u32) -> RunKey {
        RunKey(self.bits(identity, purpose, 0)[0])
    }

    /// 128 random bits: Philox2x64-7 of the counter (root, purpose ‖ draw) under this key.
    ///
    /// Cost: seven multiplications, no memory.
    pub const fn bits(self, root: Root, purpose: u32, draw: u32) -> [u64; 2] {
        let question = (purpose as u64) << 32 | draw as u64;
        philox2x64::<ROUNDS>([root.0, question], self.0)
    }

    /// A uniform number in the **open** interval (0, 1).
    ///
    /// It is the first word's top 52 bits and a half, `(k + ½)·2⁻⁵²`: exactly representable, hence
    /// never 0 or 1 after rounding, and symmetric about one half. (With 53 bits the half would be
    /// rounded away, and the largest value would be 1.)
    pub fn uniform(self, root: Root, purpose: impl Into<u32>, draw: u32) -> f64 {
        open_unit(self.bits(root, purpose.into(), draw)[0])
    }

    /// Two uniform numbers of one block, the first of them [`RunKey::uniform`]'s: for two decisions that
    /// are always made together, at the cost of one.
    pub fn uniforms(self, root: Root, purpose: impl Into<u32>, draw: u32) -> [f64; 2] {
        self.bits(root, purpose.into(), draw).map(open_unit)
    }

    /// A unit exponential by inversion, `−log u`: positive and finite, at most 36.8.
    pub fn exponential(self, root: Root, purpose: impl Into<u32>, draw: u32) -> f64 {
        -libm::log(self.uniform(root, purpose, draw))
    }
}

/// `(k + ½)·2⁻⁵²` of the word's top 52 bits, written as an odd multiple of 2⁻⁵³.
fn open_unit(word: u64) -> f64 {
    const TWO_POW_MINUS_53: f64 = 1.0 / (1u64 << 53) as f64;
    ((word >> 11) | 1) as f64 * TWO_POW_MINUS_53
}

/// A named stream as a sequential generator for `rand` and `rand_distr`.
///
/// Its n-th 64-bit word is the first word of `run.bits(root, purpose, n)`. For what a model does
/// not draw in its hot loop: sampling uncertain assumptions, and oracles in tests. A consumer that
/// rejects uses a varying number of draws, so it must own the (root, purpose) it draws from.
///
/// # Panics
/// After 2³² words.
#[derive(Clone, Debug)]
pub struct StreamRng {
    run: RunKey,
    root: Root,
    purpose: u32,
    draw: u32,
}

impl StreamRng {
    /// The generator of `root`'s draws for `purpose` in the run `run`, at draw 0.
    pub fn new(run: RunKey, root: Root, purpose: impl Into<u32>) -> StreamRng {
        StreamRng {
            run,
            root,
            purpose: purpose.into(),
            draw: 0,
        }
    }

    fn word(&mut self) -> u64 {
        let [word, _] = self.run.bits(self.root, self.purpose, self.draw);
        self.draw = self.draw.checked_add(1).expect("a stream has 2^32 draws");
        word
    }
}

impl TryRng for StreamRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.word() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.word())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        fill_bytes_via_next_word(bytes, || self.try_next_u64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    const ONES: u64 = u64::MAX;
    /// The digits of pi, as the vectors have them.
    const PI: ([u64; 2], u64) = (
        [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344],
        0xa409_3822_299f_31d0,
    );

    /// The vectors are those of Random123's `kat_vectors`.
    #[test]
    fn seven_rounds_give_the_published_answers() {
        let philox = philox2x64::<7>;
        assert_eq!(
            philox([0, 0], 0),
            [0xb41d_a69f_bfef_c666, 0x511e_9ce1_a553_4056]
        );
        assert_eq!(
            philox([ONES; 2], ONES),
            [0xa469_6cc0_4462_015d, 0x7247_82da_e171_69e9]
        );
        assert_eq!(
            philox(PI.0, PI.1),
            [0x98ed_1534_392b_f372, 0x6752_8b15_6888_2fd5]
        );
    }

    #[test]
    fn ten_rounds_give_the_published_answers() {
        let philox = philox2x64::<10>;
        assert_eq!(
            philox([0, 0], 0),
            [0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5]
        );
        assert_eq!(
            philox([ONES; 2], ONES),
            [0x65b0_21d6_0cd8_310f, 0x4d02_f322_2f86_df20]
        );
        assert_eq!(
            philox(PI.0, PI.1),
            [0x0a5e_742c_2997_341c, 0xb0f8_83d3_8000_de5d]
        );
    }

    /// Landon Curt Noll's test vectors for FNV-1a.
    #[test]
    fn names_hash_to_the_published_fnv_1a() {
        assert_eq!(fnv1a(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn the_ends_of_the_unit_interval_are_never_reached() {
        assert_eq!(open_unit(0), f64::EPSILON / 2.0);
        assert_eq!(open_unit(ONES), 1.0 - f64::EPSILON / 2.0);
        assert_eq!(open_unit(ONES) + open_unit(0), 1.0);
        assert!(-libm::log(open_unit(ONES)) > 0.0 && -libm::log(open_unit(0)) < 36.8);
    }

    #[test]
    fn roots_tell_names_ordinals_parents_and_pairs_apart() {
        let (a, b) = (Root::named("entrants", 1), Root::named("households", 1));
        let all = [
            a,
            b,
            Root::named("entrants", 2),
            a.child(0),
            a.child(1),
            b.child(0),
            Root::pair(a, b),
            Root::pair(b, a),
            Root::pair(a, a),
        ];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn a_draw_depends_on_every_part_of_its_key_and_on_nothing_else() {
        let root = Root::named("entrants", 7);
        let draw = |seed, replication, root, purpose: u32, draw| {
            RunKey::new(seed, replication).uniform(root, purpose, draw)
        };
        let base = draw(1, 2, root, 3, 4);
        assert_eq!(base, draw(1, 2, root, 3, 4));
        assert_ne!(base, draw(2, 2, root, 3, 4));
        assert_ne!(base, draw(1, 3, root, 3, 4));
        assert_ne!(base, draw(1, 2, root.child(0), 3, 4));
        assert_ne!(base, draw(1, 2, root, 4, 4));
        assert_ne!(base, draw(1, 2, root, 3, 5));
    }

    #[test]
    fn two_uniforms_of_a_block_are_its_two_words() {
        let (run, root) = (RunKey::new(5, 6), Root::named("entrants", 2));
        let [first, second] = run.uniforms(root, 3u32, 4);
        assert_eq!(first, run.uniform(root, 3u32, 4));
        assert_eq!(second, open_unit(run.bits(root, 3, 4)[1]));
        assert_ne!(first, second);
    }

    #[test]
    fn the_sequential_generator_counts_the_same_draws() {
        let (run, root) = (RunKey::new(5, 6), Root::named("assumptions", 0));
        let mut rng = StreamRng::new(run, root, 9u32);
        assert_eq!(rng.next_u64(), run.bits(root, 9, 0)[0]);
        assert_eq!(u64::from(rng.next_u32()), run.bits(root, 9, 1)[0] >> 32);
        let mut bytes = [0; 8];
        rng.fill_bytes(&mut bytes);
        assert_eq!(bytes, run.bits(root, 9, 2)[0].to_le_bytes());
    }
}
