//! Records in slots that are used again, so that memory follows those who are followed, not
//! everybody ever seen.

/// A store of records addressed by index. Iteration is in index order, which depends only on the
/// history of the run; nothing random may be keyed by an index.
#[derive(Clone, Debug)]
pub struct Store<T> {
    records: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T> Default for Store<T> {
    fn default() -> Self {
        Self {
            records: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T> Store<T> {
    /// An empty store that does not move its records below so many.
    pub fn with_capacity(records: usize) -> Self {
        Self {
            records: Vec::with_capacity(records),
            free: Vec::new(),
        }
    }

    /// Adds a record and returns its index. Amortised constant time.
    pub fn add(&mut self, record: T) -> u32 {
        match self.free.pop() {
            Some(index) => {
                self.records[index as usize] = Some(record);
                index
            }
            None => {
                let index = u32::try_from(self.records.len()).expect("fewer than 2^32 records");
                self.records.push(Some(record));
                index
            }
        }
    }

    /// The index the next [`Store::add`] will give.
    pub fn next_index(&self) -> u32 {
        let fresh = self.records.len() as u32;
        self.free.last().copied().unwrap_or(fresh)
    }

    /// Removes a record; its index may be used again.
    ///
    /// # Panics
    /// If the record is not there: an index is kept only by those it concerns.
    pub fn remove(&mut self, index: u32) -> T {
        let record = self.records[index as usize].take();
        self.free.push(index);
        record.expect("the record to remove is there")
    }

    /// The record, if it is there.
    pub fn get(&self, index: u32) -> Option<&T> {
        self.records.get(index as usize)?.as_ref()
    }

    /// All records with their indices, in index order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let numbered = self.records.iter().enumerate();
        numbered.filter_map(|(i, r)| r.as_ref().map(|r| (i as u32, r)))
    }

    /// All records, without their indices.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.records.iter().flatten()
    }

    /// How many records there are. Constant time.
    pub fn len(&self) -> usize {
        self.records.len() - self.free.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T> std::ops::Index<u32> for Store<T> {
    type Output = T;

    fn index(&self, index: u32) -> &T {
        self.records[index as usize]
            .as_ref()
            .expect("an index is kept only while its record is there")
    }
}

impl<T> std::ops::IndexMut<u32> for Store<T> {
    fn index_mut(&mut self, index: u32) -> &mut T {
        self.records[index as usize]
            .as_mut()
            .expect("an index is kept only while its record is there")
    }
}
