//! The standard normal distribution, with `libm` only.

use std::f64::consts::FRAC_1_SQRT_2;

/// P(Z ≤ z), by the complementary error function: accurate in both tails.
pub fn cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// P(Z > z), without the cancellation of 1 − cdf.
pub fn survival(z: f64) -> f64 {
    cdf(-z)
}

/// The z with P(Z ≤ z) = `p`, to about 16 figures; −∞ at 0, +∞ at 1, not a number outside.
///
/// Reference: M. J. Wichura (1988), "Algorithm AS 241: The percentage points of the normal
/// distribution", Applied Statistics 37(3); routine PPND16.
pub fn quantile(p: f64) -> f64 {
    const SPLIT: f64 = 0.425;
    let central = p - 0.5;
    if central.abs() <= SPLIT {
        let r = SPLIT * SPLIT - central * central;
        return central * ratio(&CENTRE, r);
    }
    let tail = if central < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return f64::INFINITY.copysign(central);
    }
    let r = (-libm::log(tail)).sqrt();
    let z = if r <= 5.0 {
        ratio(&MIDDLE, r - 1.6)
    } else {
        ratio(&FAR, r - 5.0)
    };
    z.copysign(central)
}

/// Numerator and denominator, each from the constant term upwards.
type Rational = [[f64; 8]; 2];

fn ratio([above, below]: &Rational, r: f64) -> f64 {
    let horner = |terms: &[f64; 8]| terms.iter().rev().fold(0.0, |sum, term| sum * r + term);
    horner(above) / horner(below)
}

#[expect(clippy::excessive_precision, reason = "as published")]
const CENTRE: Rational = [
    [
        3.387_132_872_796_366_608_0,
        133.141_667_891_784_377_45,
        1_971.590_950_306_551_442_7,
        13_731.693_765_509_461_125,
        45_921.953_931_549_871_457,
        67_265.770_927_008_700_853,
        33_430.575_583_588_128_105,
        2_509.080_928_730_122_672_7,
    ],
    [
        1.0,
        42.313_330_701_600_911_252,
        687.187_007_492_057_908_30,
        5_394.196_021_424_751_107_7,
        21_213.794_301_586_595_867,
        39_307.895_800_092_710_610,
        28_729.085_735_721_942_674,
        5_226.495_278_852_854_561_0,
    ],
];

#[expect(clippy::excessive_precision, reason = "as published")]
const MIDDLE: Rational = [
    [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_90,
        5.769_497_221_460_691_405_50,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        2.417_807_251_774_506_117_70e-1,
        2.272_384_498_926_918_458_33e-2,
        7.745_450_142_783_414_076_40e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_40,
        6.897_673_349_851_000_045_50e-1,
        1.481_039_764_274_800_745_90e-1,
        1.519_866_656_361_645_719_66e-2,
        5.475_938_084_995_344_946_00e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
];

#[expect(clippy::excessive_precision, reason = "as published")]
const FAR: Rational = [
    [
        6.657_904_643_501_103_777_20,
        5.463_784_911_164_114_369_90,
        1.784_826_539_917_291_335_80,
        2.965_605_718_285_048_912_30e-1,
        2.653_218_952_657_612_309_30e-2,
        1.242_660_947_388_078_438_60e-3,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        5.998_322_065_558_879_376_90e-1,
        1.369_298_809_227_358_053_10e-1,
        1.487_536_129_085_061_485_25e-2,
        7.868_691_311_456_132_591_00e-4,
        1.846_318_317_510_054_681_80e-5,
        1.421_511_758_316_445_888_70e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The paper's own check values.
    #[test]
    fn quantiles_are_the_published_ones() {
        let published = [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_814),
            (1e-20, -9.262_340_089_798_408),
        ];
        for (p, z) in published {
            assert!(
                (quantile(p) / z - 1.0_f64).abs() < 1e-15,
                "{} for {z}",
                quantile(p)
            );
        }
    }

    #[test]
    fn quantile_and_cdf_undo_each_other_in_every_branch() {
        for step in -370..=370 {
            let z = f64::from(step) / 10.0;
            let back = quantile(cdf(-z.abs())).copysign(z);
            assert!(
                (back - z).abs() <= 1e-14 * z.abs().max(1.0),
                "{back} for {z}"
            );
        }
    }

    #[test]
    fn the_ends_are_infinite_and_the_outside_is_nothing() {
        assert_eq!(quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(quantile(1.0), f64::INFINITY);
        assert_eq!(quantile(0.5), 0.0);
        assert!(quantile(-0.1).is_nan() && quantile(1.1).is_nan());
    }

    #[test]
    fn the_tails_mirror_each_other() {
        assert_eq!(survival(3.0), cdf(-3.0));
        assert!((cdf(1.0) - 0.841_344_746_068_542_9).abs() < 1e-15);
        assert!((survival(10.0) / 7.619_853_024_160_526e-24 - 1.0).abs() < 1e-12);
    }
}
