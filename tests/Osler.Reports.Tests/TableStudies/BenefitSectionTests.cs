using Osler.Core.Metrics;
using Osler.Reports.Pages;
using Osler.Reports.TableStudies;

namespace Osler.Reports.Tests.TableStudies;

public sealed class BenefitSectionTests
{
    private static readonly Lazy<TableStudyFindings> Usual = new(() =>
        MadeUpStudy.Findings(cases: 1500, draws: 100)
    );

    private static ReportSection Section(TableStudyFindings findings) =>
        TableStudyReport.Page(findings).Sections.Single(section => section.Slug == "benefit");

    private static string Drawing(ReportSection section) =>
        section.Elements.OfType<FigureRow>().Single().Figures.Single().Image.Content;

    private static DataTable Table(ReportSection section) => section.Elements.OfType<DataTable>().Single();

    [Fact]
    public void Draws_one_band_that_of_the_network()
    {
        string drawing = Drawing(Section(Usual.Value));
        Assert.Single(drawing.Split("<path class=\"b i0\"").Skip(1));
        Assert.DoesNotContain("class=\"b i1\"", drawing, StringComparison.Ordinal);
        Assert.Contains("95 % band", drawing, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_and_curve_tell_the_library_s_numbers_for_each_hundred_cases()
    {
        var findings = Usual.Value;
        var table = Table(Section(findings));
        var row = table.Rows.Single(r => r.Cells[0].Text.StartsWith("10", StringComparison.Ordinal));
        var judged = findings.Judged;
        for (int model = 0; model < judged.Models.Length; model++)
        {
            // The draws are keyed by seed and number, so another list of thresholds gives the same interval.
            var point = DecisionCurve
                .Points(
                    judged.Models[model].Probabilities,
                    judged.Outcomes,
                    [0.1],
                    seed: findings.Run.Seed,
                    draws: 1000
                )
                .Single();
            Assert.Equal(Numerals.Fixed(100 * point.NetBenefit.Value, 2), row.Cells[1 + model].Text);
            Assert.Equal(
                Numerals.Interval(point.NetBenefit, value => Numerals.Fixed(100 * value, 2)),
                row.Cells[1 + model].Note
            );
            Assert.Equal(Numerals.Fixed(100 * point.TreatAll, 2), row.Cells[^1].Text);
        }
    }

    [Fact]
    public void Patients_who_repeat_widen_the_intervals()
    {
        var findings = Usual.Value;
        var judged = findings.Judged;
        double Width(TableStudyFindings of)
        {
            string[] limits = Table(Section(of))
                .Rows.Single(r => r.Cells[0].Text.StartsWith("10", StringComparison.Ordinal))
                .Cells[1]
                .Note!.Split('–');
            return Value(limits[1]) - Value(limits[0]);
        }
        // Each case four times under one patient: as many patients, no more certainty.
        var fourfold = judged with
        {
            Outcomes = Four(judged.Outcomes),
            Models =
            [
                .. judged.Models.Select(model => model with { Probabilities = Four(model.Probabilities) }),
            ],
        };
        ulong[] patients = Four([.. Enumerable.Range(0, judged.Outcomes.Length).Select(i => (ulong)i)]);
        double once = Width(findings);
        double known = Width(
            findings with
            {
                Judged = fourfold with { Patients = patients },
                Truth = null,
                WorstErrors = null,
            }
        );
        double naive = Width(findings with { Judged = fourfold, Truth = null, WorstErrors = null });
        Assert.InRange(known, 0.85 * once, 1.15 * once);
        Assert.InRange(naive, 0.4 * once, 0.6 * once);

        static double Value(string text) =>
            double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        static T[] Four<T>(T[] values) => [.. values, .. values, .. values, .. values];
    }

    [Fact]
    public void One_class_gives_a_reason_and_no_table()
    {
        var section = Section(
            Usual.Value with
            {
                Judged = new JudgedCases(
                    "test",
                    [true, true],
                    [new ModelScores("network", "Network", [0.2, 0.3])]
                ),
                Truth = null,
            }
        );
        Assert.Empty(section.Elements.OfType<DataTable>());
        Assert.Contains("undefined", Drawing(section), StringComparison.Ordinal);
    }

    [Fact]
    public void Patients_that_do_not_match_the_cases_are_refused() =>
        Assert.Throws<ArgumentException>(() =>
            TableStudyReport.Page(Usual.Value with { Judged = Usual.Value.Judged with { Patients = [1, 2] } })
        );
}
