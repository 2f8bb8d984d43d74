//! Households with room, by what they can take.
//!
//! A search that went along every household with room would cost the more the larger the council, though
//! most of them could never take the children looked for. So they stand on shelves: on one shelf are those
//! whose profile is the same and who have as many places free, in the order in which they are asked. The
//! first few of every shelf stand in one list besides, in front: a search goes along it, and to the others
//! on a shelf only where those in front could have taken the children and did not accept. At a council's
//! size nearly all are in front, so that a search there is no dearer than along a plain list.
//!
//! A household's place here is a copy of what its record says; `World::change_places` keeps it true.

use crate::des::stream::Root;
use crate::des::time::SimTime;

use super::household::{Approval, HouseholdId, Provider};

/// Before everybody came: however long a household has been vacant.
pub const EVER: SimTime = SimTime::from_seconds(i64::MIN);

/// What households on one shelf have in common, but for their free places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profile {
    /// Whose households they are.
    pub provider: Provider,
    /// Whom they can take.
    pub approval: Approval,
}

/// A household with room, as a search looks at it. In order: longest vacant, then by identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vacancy {
    /// Since when it has had a vacancy (adopters: has been waiting).
    pub since: SimTime,
    /// Its identity.
    pub root: Root,
    /// The household.
    pub id: HouseholdId,
}

/// A vacancy and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// The vacancy.
    pub vacancy: Vacancy,
    /// The number of its profile.
    pub profile: usize,
    /// Places free.
    pub free: u16,
}

/// How many of each shelf stand in front. Whatever the number, the same households are found; with more the
/// list of a large world is longer, with fewer that of a council is not all there is.
const FRONT: usize = 8;

/// Households of one kind with room.
#[derive(Clone, Debug, Default)]
pub struct Vacancies {
    profiles: Vec<Profile>,
    /// By places free, from one.
    levels: Vec<Level>,
}

/// The shelves for so many free places.
#[derive(Clone, Debug, Default)]
struct Level {
    /// By the number of the profile.
    shelves: Vec<Vec<Vacancy>>,
    /// The first [`FRONT`] of every shelf, longest vacant first.
    front: Vec<InFront>,
}

#[derive(Clone, Debug)]
struct InFront {
    vacancy: Vacancy,
    profile: Profile,
    number: usize,
}

/// The most memory that a household with room takes here, bytes: on its shelf and in front.
pub const BYTES_A_VACANCY: usize = size_of::<Vacancy>() + size_of::<InFront>();

impl Level {
    fn add(&mut self, profile: Profile, number: usize, vacancy: Vacancy) {
        let shelf = &mut self.shelves[number];
        let place = shelf.partition_point(|v| *v < vacancy);
        shelf.insert(place, vacancy);
        if place < FRONT {
            let one = InFront {
                vacancy,
                profile,
                number,
            };
            let pushed_back = shelf.get(FRONT).copied();
            self.front.insert(self.place_in_front(&vacancy), one);
            if let Some(vacancy) = pushed_back {
                self.front.remove(self.place_in_front(&vacancy));
            }
        }
    }

    fn remove(&mut self, number: usize, vacancy: &Vacancy) {
        let shelf = &mut self.shelves[number];
        let place = shelf.binary_search(vacancy);
        let place = place.expect("a household with room stands on its shelf");
        shelf.remove(place);
        if place < FRONT {
            let moved_up = shelf.get(FRONT - 1).copied();
            let one = self.front.remove(self.place_in_front(vacancy));
            if let Some(vacancy) = moved_up {
                let place = self.place_in_front(&vacancy);
                self.front.insert(place, InFront { vacancy, ..one });
            }
        }
    }

    fn place_in_front(&self, vacancy: &Vacancy) -> usize {
        self.front.partition_point(|one| one.vacancy < *vacancy)
    }

    /// The first who accepts of those who could take the children, longest vacant first, whatever shelf they
    /// stand on.
    fn first_in_turn(
        &self,
        since: SimTime,
        can_take: impl Fn(&Profile) -> bool,
        accepts: impl Fn(&Vacancy) -> bool,
    ) -> Option<Vacancy> {
        let mut front = self.front.iter().filter(|one| can_take(&one.profile));
        let mut behind = Behind(Vec::new());
        // Until a shelf has others behind, the order of the front is all that counts.
        for one in front.by_ref() {
            if one.vacancy.since >= since && accepts(&one.vacancy) {
                return Some(one.vacancy);
            }
            if self.shelves[one.number].len() > FRONT {
                behind.keep(self.behind(one, since));
                break;
            }
        }
        let mut next = front.next();
        std::iter::from_fn(|| {
            if let Some(vacancy) = behind.next_before(next.map(|one| &one.vacancy)) {
                return Some(vacancy);
            }
            let one = next?;
            next = front.next();
            behind.keep(self.behind(one, since));
            Some(one.vacancy)
        })
        .find(|vacancy| vacancy.since >= since && accepts(vacancy))
    }

    /// Who has their turn once the last in front of their shelf has had it: the others on it.
    fn behind(&self, one: &InFront, since: SimTime) -> &[Vacancy] {
        let shelf = &self.shelves[one.number];
        match shelf.get(FRONT - 1) == Some(&one.vacancy) {
            true => &shelf[shelf.partition_point(|v| v.since < since).max(FRONT)..],
            false => &[],
        }
    }
}

/// What is left of shelves whose front has had its turn, the longest vacant at the end.
struct Behind<'v>(Vec<&'v [Vacancy]>);

impl<'v> Behind<'v> {
    fn keep(&mut self, shelf: &'v [Vacancy]) {
        if let Some(first) = shelf.first() {
            let place = self.0.partition_point(|other| other[0] > *first);
            self.0.insert(place, shelf);
        }
    }

    /// Whose turn is next, if it comes before another's.
    fn next_before(&mut self, other: Option<&Vacancy>) -> Option<Vacancy> {
        let comes_first = |shelf: &mut &[Vacancy]| other.is_none_or(|other| shelf[0] < *other);
        let shelf = self.0.pop_if(comes_first)?;
        self.keep(&shelf[1..]);
        Some(shelf[0])
    }
}

impl Vacancies {
    /// Puts a household on its shelf. Where the number of its profile is `known`, it is not looked for.
    pub fn add(&mut self, profile: Profile, known: usize, free: u16, vacancy: Vacancy) -> Listed {
        let number = match self.profiles.get(known) == Some(&profile) {
            true => known,
            false => self.number(profile),
        };
        while self.levels.len() < usize::from(free) {
            self.levels.push(Level {
                shelves: vec![Vec::new(); self.profiles.len()],
                front: Vec::new(),
            });
        }
        self.levels[usize::from(free) - 1].add(profile, number, vacancy);
        Listed {
            vacancy,
            profile: number,
            free,
        }
    }

    /// The number of a profile, which gets its shelves if it is new.
    fn number(&mut self, profile: Profile) -> usize {
        let known = self.profiles.iter().position(|p| *p == profile);
        known.unwrap_or_else(|| {
            self.profiles.push(profile);
            for level in &mut self.levels {
                level.shelves.push(Vec::new());
            }
            self.profiles.len() - 1
        })
    }

    /// Takes a household off its shelf.
    ///
    /// # Panics
    /// If it does not stand there.
    pub fn remove(&mut self, listed: &Listed) {
        self.levels[usize::from(listed.free) - 1].remove(listed.profile, &listed.vacancy);
    }

    /// The profile of somebody who stands here.
    pub fn profile(&self, listed: &Listed) -> &Profile {
        &self.profiles[listed.profile]
    }

    /// Whoever has room, shelf by shelf, with profile and free places: fewest places first.
    pub fn shelves(&self) -> impl Iterator<Item = (&Profile, u16, &[Vacancy])> + Clone {
        (1..).zip(&self.levels).flat_map(|(free, level)| {
            let shelves = self.profiles.iter().zip(&level.shelves);
            let occupied = shelves.filter(|(_, shelf)| !shelf.is_empty());
            occupied.map(move |(profile, shelf)| (profile, free, shelf.as_slice()))
        })
    }

    /// The first who accepts of those with at least so many places `free` who could take the children and
    /// have been vacant `since` then: fewest places free first, then longest vacant.
    pub fn first_in_turn(
        &self,
        free: u16,
        since: SimTime,
        can_take: impl Fn(&Profile) -> bool,
        accepts: impl Fn(&Vacancy) -> bool,
    ) -> Option<Vacancy> {
        let mut levels = self.levels.iter().skip(usize::from(free) - 1);
        levels.find_map(|level| level.first_in_turn(since, &can_take, &accepts))
    }

    /// The first who accepts in another order: by the rank of profile and free places, then longest vacant.
    /// `since` says of a profile that can take the children since when those who are asked have been vacant.
    pub fn first_by<R: Ord + Copy>(
        &self,
        free: u16,
        rank: impl Fn(&Profile, u16) -> R,
        since: impl Fn(&Profile) -> Option<SimTime>,
        accepts: impl Fn(&Profile, &Vacancy) -> bool,
    ) -> Option<Listed> {
        let mut best: Option<(R, Listed)> = None;
        for (free, level) in (1..).zip(&self.levels).skip(usize::from(free) - 1) {
            for (number, shelf) in level.shelves.iter().enumerate() {
                let profile = &self.profiles[number];
                if shelf.is_empty() {
                    continue;
                }
                let Some(since) = since(profile) else {
                    continue;
                };
                let rank = rank(profile, free);
                let recent = shelf.partition_point(|v| v.since < since);
                // Whoever would not be chosen anyway need not be asked.
                let comes_before = |v: &&Vacancy| {
                    best.is_none_or(|(least, best)| (rank, **v) < (least, best.vacancy))
                };
                let mut asked = shelf[recent..].iter().take_while(comes_before);
                if let Some(&vacancy) = asked.find(|v| accepts(profile, v)) {
                    let listed = Listed {
                        vacancy,
                        profile: number,
                        free,
                    };
                    best = Some((rank, listed));
                }
            }
        }
        best.map(|(_, listed)| listed)
    }

    /// The same households on the same shelves, as others see them.
    #[must_use]
    pub fn seen(&self, by_others: impl Fn(Vacancy) -> Vacancy) -> Self {
        let mut seen = Self {
            profiles: self.profiles.clone(),
            levels: Vec::new(),
        };
        for (free, level) in (1..).zip(&self.levels) {
            for (number, (profile, shelf)) in self.profiles.iter().zip(&level.shelves).enumerate() {
                for &vacancy in shelf {
                    seen.add(*profile, number, free, by_others(vacancy));
                }
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::super::child::{EthnicGroup, Needs};
    use super::*;

    /// Households in a fixed disorder: 1,500 of 18 profiles, with one to three places free.
    fn households() -> Vec<(Profile, u16, Vacancy)> {
        let profile = |bits: u64| {
            let age_from = [0.0, 5.0, 8.0][(bits % 3) as usize];
            Profile {
                provider: Provider::Own,
                approval: Approval {
                    places: 3,
                    age_from,
                    age_to: age_from + 10.0,
                    largest_group: 1 + (bits / 3 % 3) as u16,
                    needs: [Needs::None, Needs::Complex][(bits / 9 % 2) as usize],
                    ethnic_group: EthnicGroup::ALL[0],
                    takes_other_ethnic_groups: true,
                    dual: false,
                },
            }
        };
        let household = |number: u32| {
            let root = Root::named("a household", u64::from(number));
            let vacancy = Vacancy {
                since: SimTime::from_seconds((root.bits() >> 40) as i64 % 300),
                root,
                id: HouseholdId(number),
            };
            (profile(root.bits()), 1 + (number % 3) as u16, vacancy)
        };
        (0..1_500).map(household).collect()
    }

    fn stand(all: &[(Profile, u16, Vacancy)]) -> (Vacancies, Vec<Listed>) {
        let mut vacancies = Vacancies::default();
        let listed = all
            .iter()
            .map(|&(profile, free, vacancy)| vacancies.add(profile, 7, free, vacancy));
        let listed = listed.collect();
        (vacancies, listed)
    }

    /// Whoever comes first if all are gone along one by one.
    fn one_by_one<R: Ord>(
        all: &[(Profile, u16, Vacancy)],
        rank: impl Fn(&Profile, u16) -> R,
        may_be_asked: impl Fn(&Profile, u16, &Vacancy) -> bool,
    ) -> Option<Vacancy> {
        let asked = all.iter().filter(|(p, free, v)| may_be_asked(p, *free, v));
        let first = asked.min_by_key(|(p, free, v)| (rank(p, *free), *v));
        first.map(|(.., vacancy)| *vacancy)
    }

    /// However long the shelves are: with all 1,500, and as they leave one after the other.
    #[test]
    fn searches_find_whom_going_along_all_of_them_finds() {
        let mut all = households();
        let (mut vacancies, mut listed) = stand(&all);
        while !all.is_empty() {
            let left = all.len() as u64;
            let (age, size) = ((left % 17) as f64, 1 + (left % 3) as u16);
            let since = SimTime::from_seconds((left * 7 % 200) as i64);
            let can_take = |p: &Profile| {
                let a = &p.approval;
                size <= a.largest_group && a.age_from <= age && age < a.age_to
            };
            // One in nine accepts.
            let accepts = |v: &Vacancy| (v.root.bits() ^ left).is_multiple_of(9);
            let asked = |p: &Profile, free: u16, v: &Vacancy| {
                free >= size && can_take(p) && v.since >= since && accepts(v)
            };
            let in_turn = vacancies.first_in_turn(size, since, can_take, accepts);
            assert_eq!(in_turn, one_by_one(&all, |_, free| free, asked));
            let by_needs = |p: &Profile, _: u16| (p.approval.needs, p.approval.largest_group);
            let limit = |p: &Profile| can_take(p).then_some(since);
            let first = vacancies.first_by(size, by_needs, limit, |_, v| accepts(v));
            let first = first.map(|listed| listed.vacancy);
            assert_eq!(first, one_by_one(&all, by_needs, asked));
            vacancies.remove(&listed.swap_remove((left / 2) as usize));
            all.swap_remove((left / 2) as usize);
        }
        assert_eq!(vacancies.shelves().count(), 0);
    }

    #[test]
    fn others_see_the_same_households_on_the_same_shelves() {
        let all = households();
        let (vacancies, listed) = stand(&all);
        let by_others = |v: Vacancy| Vacancy {
            since: v.since.max(SimTime::from_seconds(150)),
            root: Root::pair(Root::named("authority", 0), v.root),
            ..v
        };
        let mut seen = vacancies.seen(by_others);
        let counts = |v: &Vacancies| -> Vec<usize> { v.shelves().map(|s| s.2.len()).collect() };
        assert_eq!(counts(&vacancies), counts(&seen));
        for one in listed {
            let vacancy = by_others(one.vacancy);
            seen.remove(&Listed { vacancy, ..one });
        }
        assert_eq!(seen.shelves().count(), 0);
    }
}
