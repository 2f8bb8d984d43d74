//! The charts: what the options cost, children in care over time, and savings by year. Each draws cells of
//! another worksheet, and its title is the report's finding.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartErrorBars, ChartErrorBarsType, ChartFormat, ChartLegend,
    ChartLegendPosition, ChartLine, ChartLineDashType, ChartRange, ChartSolidFill, ChartType,
    Worksheet, XlsxError,
};

use crate::experiment::headline::Wording;
use crate::experiment::metrics::Metric;
use crate::finance::nature::Nature;
use crate::output::lines::ENOUGH_FOR_SHARES;
use crate::report::charts::axis::Axis;
use crate::report::said::Said;
use crate::report::view::View;

use super::savings::{self, Savings};
use super::series::EACH;
use super::sheet::{Cell, Kind, Sheet, clean, cut, place, wide};
use super::{costs, headed, numbered, options};

/// The worksheet's name.
pub const NAME: &str = "Charts";

/// Colours of Okabe and Ito, which all eyes tell apart.
const BLUE: &str = "#0072B2";
const ORANGE: &str = "#D55E00";
const SKY: &str = "#56B4E9";
const GREY: &str = "#595959";

/// A chart with where its numbers are.
pub struct Drawn {
    chart: Chart,
    title: String,
    of: &'static str,
    from: &'static str,
    height: u32,
}

/// The charts of a run: of a single scenario only the number of children.
pub fn drawn(
    view: &View<'_>,
    said: &Said,
    options: Option<&Sheet>,
    series: &Sheet,
    savings: Option<&Savings>,
) -> Vec<Drawn> {
    let costs = options.zip(said.costs.as_ref());
    let costs = costs.map(|(options, title)| of_costs(view, options, title));
    let stock = said
        .stock
        .as_ref()
        .map(|title| of_stock(view, series, title));
    let years = savings.zip(said.years.as_ref());
    let years = years.and_then(|(savings, title)| of_years(savings, title));
    [costs, stock, years].into_iter().flatten().collect()
}

/// The worksheet: a list of the charts, which stand below it.
pub fn sheet(drawn: &[Drawn]) -> Sheet {
    let columns = vec![
        wide("Chart", Kind::Text, 100.0),
        wide("Its numbers", Kind::Text, 22.0),
    ];
    let mut sheet = Sheet::new(
        NAME,
        "charts",
        "what the options cost, children in care over time, savings by year",
        "Charts",
        &[
            "This worksheet contains one table, which lists the charts below it. Each chart has a text alternative.",
        ],
        columns,
    );
    for chart in drawn {
        let said = format!("{}. {}", clean(&chart.title), chart.of);
        sheet.rows.push(vec![
            said.into(),
            Cell::Link(chart.from, chart.from.to_owned()),
        ]);
    }
    sheet
}

/// Puts the charts below the list, one under another.
///
/// # Errors
/// If a range is not as the program makes it.
pub fn insert(worksheet: &mut Worksheet, sheet: &Sheet, drawn: &[Drawn]) -> Result<(), XlsxError> {
    // All of them on one sheet of paper.
    worksheet.set_portrait().set_print_fit_to_pages(1, 1);
    let mut row = sheet.end() + 1;
    for each in drawn {
        worksheet.insert_chart(row, 0, &each.chart)?;
        // A row is twenty pixels high.
        row += each.height / 20 + 2;
    }
    Ok(())
}

/// A text of a chart. The library takes what looks like the name of cells for one: a text that could look so
/// gets a blank.
fn text(text: &str) -> String {
    let text = clean(text).replace('!', "! ");
    match text.starts_with('=') {
        true => format!(" {text}"),
        false => text,
    }
}

/// A column of a sheet's rows, as charts name it.
fn cells(sheet: &Sheet, column: usize, (first, last): (usize, usize)) -> ChartRange {
    let column = place(column);
    ChartRange::new_from_range(
        sheet.name,
        sheet.row(first),
        column,
        sheet.row(last),
        column,
    )
}

fn whole(sheet: &Sheet) -> (usize, usize) {
    (0, sheet.rows.len().saturating_sub(1))
}

/// A chart with its title, its words for those who do not see it, and its size.
fn framed(kind: ChartType, title: &str, alternative: &str, height: u32) -> Chart {
    let mut chart = Chart::new(kind);
    let title = cut(&text(title), LONGEST);
    chart
        .title()
        .set_name(&title)
        .set_font(rust_xlsxwriter::ChartFont::new().set_bold().set_size(12));
    chart
        .set_alt_text(spoken(&title, alternative))
        .set_width(900)
        .set_height(height);
    chart
}

/// What is said of a chart to those who do not see it: at most what Excel takes.
fn spoken(title: &str, alternative: &str) -> String {
    let room = LONGEST.saturating_sub(alternative.encode_utf16().count() + 2);
    format!("{}. {alternative}", cut(title, room))
}

/// The longest text that Excel takes in a chart, in units of UTF-16; of a name in a legend less is read.
const LONGEST: usize = 255;
const OF_A_NAME: usize = 80;

/// A bar for each option's difference in cost, with its interval.
fn of_costs(view: &View<'_>, options: &Sheet, title: &str) -> Drawn {
    let of = "Bars: total cost over the whole run, option less baseline; to the left of zero is money not spent. Lines with ends: 95% interval.";
    let rows = whole(options);
    let n = u32::try_from(options.rows.len()).unwrap_or(20);
    let height = 200 + 36 * n.min(30);
    let mut chart = framed(ChartType::Bar, title, of, height);
    let known = !matches!(options.rows[0][options::BELOW], Cell::Text(_));
    let series = chart.add_series();
    series
        .set_name("Difference in total cost")
        .set_categories(&cells(options, options::NAMES, rows))
        .set_values(&cells(options, options::DIFFERENCE, rows))
        .set_gap(60)
        .set_format(&mut filled(BLUE));
    if known {
        let ends = ChartErrorBarsType::Custom(
            cells(options, options::ABOVE, rows),
            cells(options, options::BELOW, rows),
        );
        series.set_x_error_bars(
            ChartErrorBars::new()
                .set_type(ends)
                .set_format(ChartLine::new().set_color("#000000").set_width(1.25)),
        );
    }
    chart.legend().set_hidden();
    // The first option stands on top; the names stand beside the bars and the axis below them.
    chart
        .y_axis()
        .set_reverse()
        .set_label_position(ChartAxisLabelPosition::Low);
    let axis = costs_axis(view);
    chart
        .x_axis()
        .set_name("Pounds, option less baseline")
        .set_min(axis.low)
        .set_max(axis.high)
        .set_major_unit(axis.step)
        .set_num_format(pounds(axis.step))
        .set_label_position(ChartAxisLabelPosition::High);
    Drawn {
        chart,
        title: title.to_owned(),
        of,
        from: options.name,
        height,
    }
}

/// An axis that holds every option's interval: left to itself a program makes it for the bars alone.
fn costs_axis(view: &View<'_>) -> Axis {
    let metric = Metric::CostTotalGbp;
    let means =
        { view.ordered(metric).into_iter() }.filter_map(|place| view.decisive(place, metric));
    Axis::over(
        means.flat_map(|d| [d.mean, d.ci_low, d.ci_high]),
        Wording::Money,
    )
}

/// Pounds as an axis in such steps has them.
fn pounds(step: f64) -> &'static str {
    match step {
        step if step >= 500_000.0 => MILLIONS,
        step if step >= 10_000.0 => "£#,##0,\"k\";-£#,##0,\"k\";£0",
        _ => "£#,##0;-£#,##0",
    }
}

/// Pounds in millions, as an axis has them.
const MILLIONS: &str = "£#,##0.0,,\"m\";-£#,##0.0,,\"m\";£0";

fn filled(colour: &str) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(colour));
    format
}

fn line(colour: &str, width: f64, dash: ChartLineDashType) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_line(
        ChartLine::new()
            .set_color(colour)
            .set_width(width)
            .set_dash_type(dash),
    );
    format
}

/// Children in care month by month: the baseline, and the option that does most for children.
fn of_stock(view: &View<'_>, series: &Sheet, title: &str) -> Drawn {
    let ranges = view.futures() >= ENOUGH_FOR_SHARES;
    let (of, parts) = match ranges {
        true => (
            "Lines: mean at the end of each month. Dotted lines: 8 in 10 simulated futures lie between them.",
            &["mean", "8 in 10 futures", "higher end"][..],
        ),
        false => ("Lines: mean at the end of each month.", &["mean"][..]),
    };
    let height = 420;
    let mut chart = framed(ChartType::Line, title, of, height);
    let rows = whole(series);
    let dashes = [ChartLineDashType::Solid, ChartLineDashType::Dash];
    let places = [Some(0), view.lead_for_children].into_iter().flatten();
    for ((place, colour), dash) in places.zip([GREY, BLUE]).zip(dashes) {
        let name = match place {
            0 => headed(view, 0),
            place => cut(&text(&numbered(view, place)), OF_A_NAME),
        };
        let first = 1 + EACH * place;
        for (offset, what) in parts.iter().enumerate() {
            let mut format = match offset {
                0 => line(colour, 2.25, dash),
                _ => line(colour, 1.0, ChartLineDashType::RoundDot),
            };
            chart
                .add_series()
                .set_name(&format!("{name}: {what}"))
                .set_categories(&cells(series, 0, rows))
                .set_values(&cells(series, first + offset, rows))
                .set_format(&mut format);
        }
    }
    chart
        .x_axis()
        .set_date_axis(true)
        .set_num_format("mmm yyyy")
        .set_major_unit(12)
        .set_major_unit_date_type(rust_xlsxwriter::ChartAxisDateUnitType::Months);
    chart
        .y_axis()
        .set_name("Children in care")
        .set_min(0)
        .set_num_format("#,##0");
    let legend = below(chart.legend());
    if ranges {
        // One name is enough for both ends of a range.
        legend.delete_entries(&[2, 5]);
    }
    Drawn {
        chart,
        title: title.to_owned(),
        of,
        from: series.name,
        height,
    }
}

fn below(legend: &mut ChartLegend) -> &mut ChartLegend {
    legend.set_position(ChartLegendPosition::Bottom)
}

/// A stack for each year of the option that does most for the budget.
fn of_years(savings: &Savings, title: &str) -> Option<Drawn> {
    let of = "Columns: saving in each financial year, baseline less option, by kind of money; below zero it costs more.";
    let height = 420;
    let rows = savings.lead?;
    let sheet = &savings.sheet;
    let mut chart = framed(ChartType::ColumnStacked, title, of, height);
    for (place, (nature, colour)) in Nature::ALL.into_iter().zip([BLUE, SKY, ORANGE]).enumerate() {
        chart
            .add_series()
            .set_name(costs::nature(nature))
            .set_categories(&cells(sheet, savings::YEAR, rows))
            .set_values(&cells(sheet, savings::FIRST + place, rows))
            .set_gap(60)
            .set_format(&mut filled(colour));
    }
    chart
        .x_axis()
        .set_label_position(ChartAxisLabelPosition::Low);
    chart
        .y_axis()
        .set_name("Pounds a year, baseline less option")
        .set_num_format(MILLIONS);
    below(chart.legend());
    Some(Drawn {
        chart,
        title: title.to_owned(),
        of,
        from: sheet.name,
        height,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_chart_is_the_name_of_cells() {
        assert_eq!(text("Inputs!$A$1:$A$9"), "Inputs! $A$1:$A$9");
        assert_eq!(text("=Inputs[File]"), " =Inputs[File]");
        assert_eq!(text("Six options"), "Six options");
    }
}
