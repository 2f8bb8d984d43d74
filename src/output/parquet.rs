//! `replications.parquet`: every number of every simulated future, for those who analyse them by themselves.
//!
//! The rows and names are those of `replications.csv`, column by column: a scenario's futures one after
//! another, their cells in the order of the files. A number that is missing is null. Nothing in it is
//! about a single child.
//!
//! Written a wave of futures at a time, so that memory does not grow with their number.

use std::io::{self, Write};
use std::sync::Arc;

use ::parquet::basic::Compression;
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::parser::parse_message_type;

use crate::experiment::columns::WAVE;
use crate::experiment::compare::{CellName, Comparison};
use crate::experiment::replicate::Replications;

/// The columns.
const SCHEMA: &str = "message replications {
    required binary scenario (string);
    required int64 replication;
    required binary metric (string);
    required binary group (string);
    required binary period (string);
    required binary unit (string);
    optional double value;
}";

/// Writes all futures of all scenarios.
///
/// # Errors
/// If `out` or the disk fails.
pub fn replications(
    results: &mut Replications<'_>,
    comparison: &Comparison,
    out: impl Write + Send,
) -> io::Result<()> {
    let schema = Arc::new(parse_message_type(SCHEMA).map_err(failed)?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .build();
    let mut writer =
        SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(failed)?;
    for (columns, scenario) in results.columns.iter_mut().zip(&comparison.scenarios) {
        let mut wave = Wave::of(&scenario.scenario, &comparison.cells);
        columns.for_each_row(|replication, row| -> io::Result<()> {
            wave.futures.push((replication, row.to_vec()));
            match wave.futures.len() == WAVE {
                true => wave.write(&mut writer),
                false => Ok(()),
            }
        })?;
        if !wave.futures.is_empty() {
            wave.write(&mut writer)?;
        }
    }
    writer.close().map_err(failed)?;
    Ok(())
}

/// Some futures of a scenario: what one group of rows of the file holds.
struct Wave<'a> {
    scenario: ByteArray,
    cells: &'a [CellName],
    futures: Vec<(usize, Vec<f64>)>,
}

impl<'a> Wave<'a> {
    fn of(scenario: &str, cells: &'a [CellName]) -> Self {
        Self {
            scenario: scenario.into(),
            cells,
            futures: Vec::with_capacity(WAVE),
        }
    }

    /// Writes the futures as a group of rows, and forgets them.
    fn write<W: Write + Send>(&mut self, writer: &mut SerializedFileWriter<W>) -> io::Result<()> {
        let rows = self.futures.len() * self.cells.len();
        let mut group = writer.next_row_group().map_err(failed)?;
        let scenarios = vec![self.scenario.clone(); rows];
        column::<ByteArrayType, W>(&mut group, &scenarios, None)?;
        let number = |(future, _): &(usize, Vec<f64>)| *future as i64;
        let each = self.futures.iter().map(number);
        let numbers: Vec<i64> = each
            .flat_map(|number| std::iter::repeat_n(number, self.cells.len()))
            .collect();
        column::<Int64Type, W>(&mut group, &numbers, None)?;
        let names: [fn(&CellName) -> &str; 4] = [
            |cell| cell.metric,
            |cell| &cell.group,
            |cell| &cell.period,
            |cell| cell.unit,
        ];
        for name in names {
            let of_one: Vec<ByteArray> = self.cells.iter().map(|cell| name(cell).into()).collect();
            let texts: Vec<ByteArray> = of_one.iter().cycle().take(rows).cloned().collect();
            column::<ByteArrayType, W>(&mut group, &texts, None)?;
        }
        let values = || self.futures.iter().flat_map(|(_, row)| row.iter().copied());
        let known: Vec<f64> = values().filter(|value| value.is_finite()).collect();
        let levels: Vec<i16> = values().map(|value| i16::from(value.is_finite())).collect();
        column::<DoubleType, W>(&mut group, &known, Some(&levels))?;
        group.close().map_err(failed)?;
        self.futures.clear();
        Ok(())
    }
}

/// Writes the next column of a group of rows; `levels` say which values there are.
fn column<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> io::Result<()> {
    let next = group.next_column().map_err(failed)?;
    let mut column = next.ok_or_else(|| io::Error::other("the schema has one column less"))?;
    let typed = column.typed::<T>();
    typed.write_batch(values, levels, None).map_err(failed)?;
    column.close().map_err(failed)
}

/// What failed underneath, as an error of the disk.
fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(disk) => *disk,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
