//! Lengths of time as a scenario states them: the numbers of the file, not of the sampler, so
//! that they can be printed, compared and phased in.

use std::fmt;

use crate::dist::{Dist, DistError};

/// A distribution of days, by the numbers in the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Spec {
    /// Always the same.
    Constant(f64),
    /// A tag with its numbers, in the order of [`Family::parameters`].
    Simple(Family, [f64; 2]),
    /// Shares of simpler ones.
    Mixture(Vec<(f64, Spec)>),
}

/// A family of distributions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Mean and standard deviation of the value.
    Lognormal,
    /// Mean.
    Exponential,
    /// Shape and scale.
    Weibull,
    /// Lower and upper end.
    Uniform,
}

impl Family {
    /// All families.
    pub const ALL: [Self; 4] = [
        Self::Lognormal,
        Self::Exponential,
        Self::Weibull,
        Self::Uniform,
    ];

    /// The word in the file.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Lognormal => "lognormal",
            Self::Exponential => "exponential",
            Self::Weibull => "weibull",
            Self::Uniform => "uniform",
        }
    }

    /// Its numbers.
    pub fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Lognormal => &["mean", "sd"],
            Self::Exponential => &["mean"],
            Self::Weibull => &["shape", "scale"],
            Self::Uniform => &["low", "high"],
        }
    }

    /// How it is written.
    pub fn pattern(self) -> String {
        let numbers: Vec<_> = self
            .parameters()
            .iter()
            .map(|p| format!("{p} = …"))
            .collect();
        format!("{{ {} = {{ {} }} }}", self.tag(), numbers.join(", "))
    }
}

impl Spec {
    /// The sampler.
    ///
    /// # Errors
    /// If there is no such distribution.
    pub fn to_dist(&self) -> Result<Dist, DistError> {
        match self {
            Self::Constant(days) => Dist::constant(*days),
            Self::Simple(Family::Lognormal, [mean, sd]) => Dist::lognormal(*mean, *sd),
            Self::Simple(Family::Exponential, [mean, _]) => Dist::exponential(*mean),
            Self::Simple(Family::Weibull, [shape, scale]) => Dist::weibull(*shape, *scale),
            Self::Simple(Family::Uniform, [low, high]) => Dist::uniform(*low, *high),
            Self::Mixture(parts) => {
                // Shares are checked to a millionth; the sampler wants them exact.
                let sum: f64 = parts.iter().map(|(share, _)| share).sum();
                let part = |(share, spec): &(f64, Self)| Ok((share / sum, spec.to_dist()?));
                Dist::mixture(parts.iter().map(part).collect::<Result<_, _>>()?)
            }
        }
    }

    /// A distribution a part of the way to `to`: of the same kind with numbers between, or, between
    /// different kinds, a share that has the new one.
    pub fn towards(&self, to: &Self, part: f64) -> Self {
        self.like(to, part).unwrap_or_else(|| match part {
            0.0 => self.clone(),
            1.0 => to.clone(),
            _ => Self::Mixture([self.parts(1.0 - part), to.parts(part)].concat()),
        })
    }

    /// The same kind of distribution with numbers between.
    pub fn like(&self, to: &Self, part: f64) -> Option<Self> {
        match (self, to) {
            (Self::Constant(a), Self::Constant(b)) => Some(Self::Constant(between(*a, *b, part))),
            (Self::Simple(f, a), Self::Simple(g, b)) if f == g => {
                let numbers = [between(a[0], b[0], part), between(a[1], b[1], part)];
                Some(Self::Simple(*f, numbers))
            }
            (Self::Mixture(a), Self::Mixture(b)) if a.len() == b.len() => {
                let pairs = a.iter().zip(b);
                let step = |((s, a), (t, b)): (&(f64, Self), &(f64, Self))| {
                    Some((between(*s, *t, part), a.like(b, part)?))
                };
                Some(Self::Mixture(pairs.map(step).collect::<Option<_>>()?))
            }
            _ => None,
        }
    }

    /// Its parts, as parts of this share of a mixture.
    fn parts(&self, share: f64) -> Vec<(f64, Self)> {
        match self {
            Self::Mixture(parts) => parts
                .iter()
                .map(|(s, spec)| (s * share, spec.clone()))
                .collect(),
            simple => vec![(share, simple.clone())],
        }
    }
}

/// A part of the way from one number to another; exact at both ends.
pub fn between(from: f64, to: f64, part: f64) -> f64 {
    from * (1.0 - part) + to * part
}

impl fmt::Display for Spec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(days) => write!(f, "{days}"),
            Self::Simple(..) => write!(f, "{{ {} }}", self.tagged()),
            Self::Mixture(parts) => {
                let part = |(share, spec): &(f64, Self)| {
                    format!("{{ share = {share}, {} }}", spec.tagged())
                };
                let parts: Vec<_> = parts.iter().map(part).collect();
                write!(f, "{{ mixture = [{}] }}", parts.join(", "))
            }
        }
    }
}

impl Spec {
    fn tagged(&self) -> String {
        match self {
            Self::Constant(days) => format!("constant = {days}"),
            Self::Simple(family, numbers) => {
                let named = family.parameters().iter().zip(numbers);
                let named: Vec<_> = named.map(|(p, n)| format!("{p} = {n}")).collect();
                format!("{} = {{ {} }}", family.tag(), named.join(", "))
            }
            Self::Mixture(_) => String::new(),
        }
    }
}
