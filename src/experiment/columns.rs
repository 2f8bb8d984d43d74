//! Results on disk: written by replication, read by cell.
//!
//! A scenario's results are a table of replications (rows) by cells (columns), too large to keep
//! in memory for long runs of many. It is written in *waves* of [`WAVE`] rows, each turned on its
//! side so that the wave's values of one cell lie together, and read back a few columns at a
//! time. So memory depends on neither the number of replications nor the number of cells, and
//! quantiles are exact because every value is there.
//!
//! The file is temporary, has no name and goes with the program. A browser has no disk: there it is kept in
//! memory.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;

#[cfg(not(target_family = "wasm"))]
type Store = std::fs::File;
#[cfg(target_family = "wasm")]
type Store = io::Cursor<Vec<u8>>;

/// An empty store.
fn store() -> io::Result<Store> {
    #[cfg(not(target_family = "wasm"))]
    return tempfile::tempfile();
    #[cfg(target_family = "wasm")]
    return Ok(Store::default());
}

/// Rows written together. A wave of 2,000 cells is half a megabyte.
pub const WAVE: usize = 32;

const BYTES: usize = size_of::<f64>();

/// What a table of so many cells a row takes on disk.
pub fn bytes(width: usize, rows: usize) -> u64 {
    (width * BYTES) as u64 * rows.next_multiple_of(WAVE) as u64
}

/// A table of results on disk. See the module's text.
#[derive(Debug)]
pub struct Columns {
    file: Store,
    width: usize,
    rows: usize,
}

impl Columns {
    /// An empty table of `width` cells a row.
    ///
    /// # Errors
    /// If no temporary file can be made.
    pub fn new(width: usize) -> io::Result<Self> {
        let file = store()?;
        let rows = 0;
        Ok(Self { file, width, rows })
    }

    /// Cells in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows written.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Writes a wave. Only the last wave of a table may have fewer than [`WAVE`] rows.
    ///
    /// # Errors
    /// If the disk is full or fails.
    ///
    /// # Panics
    /// If there are more rows than a wave has, if an earlier wave was not full, or if a row has
    /// another width than the table.
    pub fn append(&mut self, wave: &[Vec<f64>]) -> io::Result<()> {
        assert!(wave.len() <= WAVE, "a wave has at most {WAVE} rows");
        assert!(
            self.rows.is_multiple_of(WAVE),
            "only the last wave is short"
        );
        assert!(wave.iter().all(|row| row.len() == self.width), "rows fit");
        let mut bytes = Vec::with_capacity(self.width * WAVE * BYTES);
        for cell in 0..self.width {
            for row in 0..WAVE {
                let value = wave.get(row).map_or(f64::NAN, |row| row[cell]);
                bytes.extend_from_slice(&value.to_le_bytes());
            }
        }
        self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(&bytes)?;
        self.rows += wave.len();
        Ok(())
    }

    /// The columns of these cells, each with one value a row.
    ///
    /// Cost: one read a wave, so ask for several columns at once.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn read(&mut self, cells: Range<usize>) -> io::Result<Vec<Vec<f64>>> {
        let mut columns = vec![Vec::with_capacity(self.rows); cells.len()];
        let mut bytes = vec![0; cells.len() * WAVE * BYTES];
        for wave in 0..self.waves() {
            self.read_wave(wave, cells.start, &mut bytes)?;
            let rows = WAVE.min(self.rows - wave * WAVE);
            for (column, values) in columns.iter_mut().zip(bytes.chunks_exact(WAVE * BYTES)) {
                column.extend(values.chunks_exact(BYTES).take(rows).map(number));
            }
        }
        Ok(columns)
    }

    /// How many waves were written.
    pub fn waves(&self) -> usize {
        self.rows.div_ceil(WAVE)
    }

    /// The values of these cells in one wave: for each cell, one a row.
    ///
    /// Cost: one small read a cell. Memory: a wave of the cells asked for.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn read_cells(&mut self, wave: usize, cells: &[usize]) -> io::Result<Vec<Vec<f64>>> {
        let rows = WAVE.min(self.rows - wave * WAVE);
        let mut bytes = [0; WAVE * BYTES];
        let columns = cells.iter().map(|&cell| {
            self.read_wave(wave, cell, &mut bytes)?;
            Ok(bytes.chunks_exact(BYTES).take(rows).map(number).collect())
        });
        columns.collect()
    }

    /// Calls `visit` with each row in turn, in order.
    ///
    /// # Errors
    /// If the disk fails, or what `visit` returns.
    pub fn for_each_row<E: From<io::Error>>(
        &mut self,
        mut visit: impl FnMut(usize, &[f64]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut bytes = vec![0; self.width * WAVE * BYTES];
        let mut row = vec![0.0; self.width];
        for wave in 0..self.waves() {
            self.read_wave(wave, 0, &mut bytes)?;
            for place in 0..WAVE.min(self.rows - wave * WAVE) {
                for (cell, value) in row.iter_mut().enumerate() {
                    let at = (cell * WAVE + place) * BYTES;
                    *value = number(&bytes[at..at + BYTES]);
                }
                visit(wave * WAVE + place, &row)?;
            }
        }
        Ok(())
    }

    /// Fills `bytes` from one wave, beginning at a cell.
    fn read_wave(&mut self, wave: usize, cell: usize, bytes: &mut [u8]) -> io::Result<()> {
        let offset = (wave * self.width + cell) * WAVE * BYTES;
        self.file.seek(SeekFrom::Start(offset as u64))?;
        self.file.read_exact(bytes)
    }
}

fn number(bytes: &[u8]) -> f64 {
    f64::from_le_bytes(bytes.try_into().expect("eight bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize, width: usize) -> Vec<Vec<f64>> {
        let value = |row: usize, cell: usize| row as f64 + cell as f64 / 1000.0;
        let row = |row| (0..width).map(|cell| value(row, cell)).collect();
        (0..rows).map(row).collect()
    }

    fn written(table: &[Vec<f64>], width: usize) -> Columns {
        let mut columns = Columns::new(width).expect("a temporary file");
        for wave in table.chunks(WAVE) {
            columns.append(wave).expect("room on the disk");
        }
        columns
    }

    #[test]
    fn columns_are_the_rows_turned_on_their_side() {
        for rows in [0, 1, 31, 32, 33, 64, 71] {
            let table = table(rows, 7);
            let mut columns = written(&table, 7);
            assert_eq!((columns.rows(), columns.width()), (rows, 7));
            for (offset, column) in columns.read(2..5).expect("readable").iter().enumerate() {
                let expected: Vec<f64> = table.iter().map(|row| row[2 + offset]).collect();
                assert_eq!(*column, expected, "{rows} rows");
            }
        }
    }

    #[test]
    fn rows_come_back_in_order() {
        let table = table(45, 3);
        let mut seen = Vec::new();
        let visit = |number, row: &[f64]| -> io::Result<()> {
            assert_eq!(number, seen.len());
            seen.push(row.to_vec());
            Ok(())
        };
        written(&table, 3).for_each_row(visit).expect("readable");
        assert_eq!(seen, table);
    }

    #[test]
    fn values_that_are_not_numbers_survive() {
        let mut columns = written(&[vec![f64::NAN, -0.0, f64::INFINITY]], 3);
        let back = columns.read(0..3).expect("readable");
        assert!(back[0][0].is_nan());
        assert!(back[1][0].is_sign_negative());
        assert_eq!(back[2], [f64::INFINITY]);
    }
}
