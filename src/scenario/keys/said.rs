//! What a key means in a few words, for readers who write no scenario files.

use super::Key;

impl Key {
    /// What it means, in its first words: they stand by themselves, wherever they are read.
    pub fn first_words(&self) -> &'static str {
        let about = self.about.strip_prefix("Baselines: ");
        let about = about.unwrap_or(self.about);
        let end = about.find([':', ';', '(']).unwrap_or(about.len());
        let first = &about[..end];
        let first = first.split(". ").next().unwrap_or(first);
        first.trim_end_matches(['.', ' ', ','])
    }
}

#[cfg(test)]
mod tests {
    use super::super::KEYS;

    /// Words that point at another key, which is not there where these words are read.
    const POINTING: [&str; 13] = [
        "these beds",
        "these chances",
        "they hold",
        "these ends",
        "those rates",
        "those relatives",
        "those orders",
        "that rate",
        "that time",
        "that decision",
        "that meeting",
        "that panel",
        "such a",
    ];

    #[test]
    fn the_first_words_of_an_assumption_stand_by_themselves_and_for_it_alone() {
        let words = |key: &&super::Key| (key.path, key.first_words().to_lowercase());
        let all: Vec<_> = KEYS.iter().filter(|key| key.is_parameter()).collect();
        let all: Vec<(&str, String)> = all.iter().map(words).collect();
        for (place, (path, said)) in all.iter().enumerate() {
            let pointing = POINTING.iter().find(|word| said.contains(**word));
            assert_eq!(pointing, None, "{path}: {said}");
            let alone = said.len() >= 8 && !said.starts_with("the same") && !said.contains('`');
            assert!(alone, "{path}: {said}");
            let other = all[..place].iter().find(|(_, other)| other == said);
            assert_eq!(other, None, "{path}");
        }
    }

    #[test]
    fn the_first_words_end_where_they_are_explained() {
        let words = |path| super::super::find(path).map(super::Key::first_words);
        let yearly = Some("Growth of first entries from one year to the next");
        assert_eq!(words("entries.yearly_change"), yearly);
        assert_eq!(
            words("budget.a_year"),
            Some("the budget of each financial year that the run covers whole, from the first on")
        );
    }
}
