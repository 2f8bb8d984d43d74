//! The built-in options for another council: what they give as absolute numbers, in proportion to its
//! children.
//!
//! Ten foster households or half a solicitor are much for a council of forty looked-after children and
//! little for one of two thousand. So households, and what an option costs a year or once, are scaled by
//! the children looked after; shares, days and what one approval costs are alike everywhere.

use super::builtin;

/// Children looked after by the council whose options these are (Coventry, 31 March 2017).
const CHILDREN: u32 = 620;
/// The option that approves a quarter more adopters.
const MORE_ADOPTERS: &str = "more-adopters.toml";
/// Small numbers in titles are written out.
const WORDS: [&str; 11] = [
    "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
];

/// The council that an option is written for.
#[derive(Clone, Copy, Debug)]
pub struct Council<'a> {
    /// The file name of its baseline.
    pub baseline: &'a str,
    /// Households of adopters that it approves a year.
    pub approvals: f64,
    /// Children that it looks after.
    pub children: u32,
}

impl Council<'_> {
    /// The options, to stand beside the baseline: file names and texts. More adopters are none for a council
    /// that approves none.
    pub fn options(&self) -> Vec<(&'static str, String)> {
        let all = builtin::options().filter(|file| self.approves() || file.name != MORE_ADOPTERS);
        all.map(|file| (file.name, self.option(file.text)))
            .collect()
    }

    /// All file names that options can have.
    pub fn names() -> Vec<&'static str> {
        builtin::options().map(|file| file.name).collect()
    }

    fn approves(&self) -> bool {
        self.approvals > 0.0
    }

    fn option(&self, text: &str) -> String {
        let usual = text.lines().find_map(|line| {
            let number = line.strip_prefix("households = ")?;
            number.parse().ok()
        });
        let lines = text.lines().map(|line| match line.split_once(" = ") {
            Some(("extends", "\"baseline.toml\"")) => format!("extends = \"{}\"", self.baseline),
            Some(("title", title)) => format!("title = {}", self.title(title, usual)),
            // Given as a number, not as a share more.
            Some(("approvals_a_year", _)) => format!(
                "approvals_a_year = {} # {} × 1.25; each approval costs what the baseline says",
                1.25 * self.approvals,
                self.approvals
            ),
            Some((key, number)) if self.children != CHILDREN => match key {
                "households" => format!(
                    "households = {} # {number} for {CHILDREN} children, so many for this council's {} (at least 1)",
                    self.households(number.parse().unwrap_or(1)),
                    self.children
                ),
                "cost_a_year" | "one_off" => format!("{key} = {}", self.money(number)),
                _ => line.to_owned(),
            },
            _ => line.to_owned(),
        });
        let text: String = lines.map(|line| line + "\n").collect();
        match self.approves() {
            true => text,
            false => text
                .replace(&format!("  \"{MORE_ADOPTERS}\",\n"), "")
                .replace("\"All five together\"", "\"All four together\""),
        }
    }

    fn factor(&self) -> f64 {
        f64::from(self.children) / f64::from(CHILDREN)
    }

    fn households(&self, usual: u32) -> u32 {
        ((f64::from(usual) * self.factor()).round() as u32).max(1)
    }

    /// A title that names the usual number of households names this council's.
    fn title(&self, title: &str, usual: Option<u32>) -> String {
        let word = |number: u32| {
            let word = WORDS.get(number as usize);
            word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
        };
        let Some(usual) = usual else {
            return title.to_owned();
        };
        let own = self.households(usual);
        let title = title.replacen(&word(usual), &word(own), 1);
        match own {
            1 => title.replacen("households", "household", 1),
            _ => title,
        }
    }

    /// A figure of money with its range, to two digits, and what was done to it.
    fn money(&self, figure: &str) -> String {
        let marks = ["value = ", "low = ", "high = "];
        let scaled = marks.iter().fold(figure.to_owned(), |text, mark| {
            let Some((before, rest)) = text.split_once(mark) else {
                return text;
            };
            let digits = rest.chars().take_while(char::is_ascii_digit).count();
            let pounds: f64 = rest[..digits].parse().unwrap_or(0.0);
            let own = two_digits(pounds * self.factor());
            format!("{before}{mark}{own}{}", &rest[digits..])
        });
        let done = format!(
            "; for {CHILDREN} children, in proportion to this council's {}\", confidence",
            self.children
        );
        scaled.replacen("\", confidence", &done, 1)
    }
}

/// Rounded to two digits.
fn two_digits(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let unit = libm::pow(10.0, libm::floor(libm::log10(value)) - 1.0).max(1.0);
    (value / unit).round() * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn council(children: u32) -> Council<'static> {
        Council {
            baseline: "council.toml",
            approvals: 42.1,
            children,
        }
    }

    fn option(children: u32, name: &str) -> String {
        let options = council(children).options();
        let found = options.into_iter().find(|(file, _)| *file == name);
        found.expect("a built-in option").1
    }

    /// By hand: ten for 620 are 20.2 for 1,250 and 0.6 for 39, so 20 and at least one; £40,000 a year are
    /// £80,645 and £2,516.
    #[test]
    fn absolute_numbers_are_in_proportion_to_the_children() {
        let carers = option(1_250, "teenage-foster-carers.toml");
        assert!(
            carers.contains("\nhouseholds = 20 # 10 for 620 children"),
            "{carers}"
        );
        assert!(
            carers.contains("title = \"20 more in-house foster households"),
            "{carers}"
        );
        assert!(
            carers.contains("cost_per_approval = { value = 12000,"),
            "{carers}"
        );
        let carers = option(39, "teenage-foster-carers.toml");
        assert!(carers.contains("\nhouseholds = 1 #"), "{carers}");
        assert!(
            carers.contains("title = \"One more in-house foster household for"),
            "{carers}"
        );
        let siblings = option(1_250, "adopters-for-siblings.toml");
        assert!(
            siblings.contains("{ value = 81000, low = 40000, high = 160000,"),
            "{siblings}"
        );
        let siblings = option(39, "adopters-for-siblings.toml");
        assert!(
            siblings.contains("{ value = 2500, low = 1300, high = 5000,"),
            "{siblings}"
        );
        assert!(
            siblings.contains("in proportion to this council's 39\", confidence"),
            "{siblings}"
        );
    }

    #[test]
    fn more_adopters_are_no_option_where_none_are_approved() {
        let none = Council {
            approvals: 0.0,
            ..council(12)
        };
        let options = none.options();
        assert!(options.iter().all(|(file, _)| *file != MORE_ADOPTERS));
        let (_, all) = options
            .iter()
            .find(|(file, _)| *file == "all-together.toml")
            .expect("it is there");
        assert!(
            all.contains("All four together") && !all.contains(MORE_ADOPTERS),
            "{all}"
        );
        assert_eq!(options.len() + 1, council(12).options().len());
    }

    #[test]
    fn the_council_whose_options_they_are_gets_them_as_they_are() {
        for (name, text) in council(CHILDREN).options() {
            let built_in = builtin::FILES.iter().find(|file| file.name == name);
            let built_in = built_in.expect("it is there").text;
            let own = text.replace("\"council.toml\"", "\"baseline.toml\"");
            assert_eq!(own, built_in, "{name}");
        }
    }
}
