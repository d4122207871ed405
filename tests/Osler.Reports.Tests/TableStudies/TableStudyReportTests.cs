using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Osler.Core.Metrics;
using Osler.Reports.Pages;
using Osler.Reports.TableStudies;

namespace Osler.Reports.Tests.TableStudies;

public sealed class TableStudyReportTests
{
    private static readonly Lazy<TableStudyFindings> Usual = new(() =>
        MadeUpStudy.Findings(cases: 1500, draws: 100)
    );

    [Fact]
    public void Has_the_headings_of_a_paper_in_its_order()
    {
        var document = Parse(Render(Usual.Value));
        Assert.Equal(
            [
                "The answer",
                "Question and intended use",
                "Flow of patients",
                "Characteristics of the patients",
                "Checks and preparation of the data",
                "The network",
                "Training",
                "Discrimination",
                "Calibration",
                "Clinical benefit",
                "Decisions at the frozen thresholds",
                "Comparison with other models",
                "Subgroups",
                "Against the simulated truth",
                "What the network rests on",
                "The probability over two inputs",
                "Where it errs",
                "Limits",
                "TRIPOD+AI checklist",
                "To do it again",
            ],
            document.Descendants("h2").Select(heading => heading.Value)
        );
        Assert.Single(document.Descendants("h1"));
        Assert.Equal(
            document.Descendants("h2").Select(heading => heading.Value),
            document.Descendants("nav").Descendants("a").Select(link => link.Value)
        );
    }

    [Fact]
    public void Headings_never_skip_a_level()
    {
        int[] levels =
        [
            .. Parse(Render(Usual.Value))
                .Descendants()
                .Where(element => element.Name.LocalName is ['h', >= '1' and <= '6'])
                .Select(element => element.Name.LocalName[1] - '0'),
        ];
        // A figure's heading (4) may stand right under a section's (2): it names the figure, not a part of the text.
        Assert.All(
            levels.Zip(levels.Skip(1)),
            pair => Assert.True(pair.Second <= pair.First + 1 || pair.Second == 4)
        );
    }

    [Fact]
    public void Shows_the_headline_figures_with_their_intervals()
    {
        var auroc = Usual
            .Value.Measures.First(m => m is { Name: "auroc", Model: "network", Subgroup: null })
            .Estimate;
        string answer = Section(Usual.Value, "answer").Value;
        Assert.Contains(Numerals.Fixed(auroc.Value), answer, StringComparison.Ordinal);
        Assert.Contains(
            $"{Numerals.Fixed(auroc.Low)}–{Numerals.Fixed(auroc.High)}",
            answer,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_measure_of_another_part_or_outcome_is_never_shown()
    {
        var findings = Usual.Value;
        var strange = findings.Measures.First(m =>
            m is { Name: "auroc", Model: "network", Subgroup: null }
        ) with
        {
            Estimate = new Estimate(0.123, 0.111, 0.134),
        };
        findings = findings with
        {
            Measures =
            [
                strange with
                {
                    Part = "train",
                },
                strange with
                {
                    Outcome = "another",
                },
                .. findings.Measures,
            ],
        };
        Assert.DoesNotContain("0.123", Section(findings, "answer").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void All_items_of_tripod_ai_stand_there_once()
    {
        string[] expected =
        [
            .. "1 2 3a 3b 3c 4 5a 5b 6a 6b 6c 7 8a 8b 8c 9a 9b 9c 10 11 12a 12b 12c 12d 12e 12f 12g 13 14 15 16 17 18a 18b 18c 18d 18e 18f 19 20a 20b 20c 21 22 23a 23b 24 25 26 27a 27b 27c".Split(
                ' '
            ),
        ];
        Assert.Equal(52, expected.Length);
        Assert.Equal(
            expected,
            Section(Usual.Value, "tripod-ai")
                .Descendants("span")
                .Where(s => (string?)s.Attribute("class") == "item")
                .Select(s => s.Value)
        );
    }

    [Fact]
    public void What_only_a_person_can_say_is_marked_until_a_person_says_it()
    {
        XElement Item(TableStudyFindings findings) =>
            Section(findings, "tripod-ai")
                .Descendants("li")
                .Single(li => li.Elements("span").First().Value == "18a");
        Assert.Equal("open", Item(Usual.Value).Attribute("class")!.Value);
        Assert.Contains("for a person to fill", Item(Usual.Value).Value, StringComparison.Ordinal);
        var answered = Usual.Value with
        {
            ChecklistAnswers = ImmutableDictionary<string, string>.Empty.Add("18a", "No <b>funding</b>."),
        };
        Assert.Equal("person", Item(answered).Attribute("class")!.Value);
        Assert.Contains("No <b>funding</b>.", Item(answered).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_from_the_data_stay_text()
    {
        const string hostile = "</th><script>alert(1)</script>\"'&";
        var findings = Usual.Value with
        {
            Intent = Usual.Value.Intent with
            {
                Title = hostile,
                Question = hostile,
                OutcomeLabel = hostile,
                Source = hostile,
                Inputs = [hostile],
            },
            TableOne = [Characteristic.OfLevels(hostile, [hostile], [0], [true])],
            DataRemarks = [new DataRemark(Severity.Serious, hostile, hostile)],
            Measures =
            [
                .. Usual.Value.Measures.Select(m => m.Subgroup is null ? m : m with { Subgroup = hostile }),
            ],
            Judged = Usual.Value.Judged with
            {
                Models = [.. Usual.Value.Judged.Models.Select(m => m with { Label = hostile })],
            },
            Importance = [new InputImportance(hostile, new Estimate(1))],
            WorstErrors = new WorstErrors([hostile], [new WorstError(1, 0.5, true, [hostile])]),
            Planes = [.. Usual.Value.Planes.Select(plane => plane with { X = hostile, Name = hostile })],
            Run = Usual.Value.Run with { Settings = hostile, Command = hostile },
        };
        var document = Parse(Render(findings));
        Assert.Single(document.Descendants("script"));
        Assert.Contains(hostile, document.Descendants("h1").Single().Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Is_whole_for_hardly_any_case(int cases)
    {
        var document = Parse(Render(MadeUpStudy.Findings(cases, draws: 100)));
        Assert.Equal(52, document.Descendants("span").Count(s => (string?)s.Attribute("class") == "item"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_class_gives_dashes_with_a_reason_and_no_number(bool outcome)
    {
        bool[] outcomes = [.. Enumerable.Repeat(outcome, 50)];
        double[] scores = [.. Enumerable.Range(0, 50).Select(i => i / 50.0)];
        var findings = Usual.Value with
        {
            Judged = new JudgedCases("test", outcomes, [new ModelScores("network", "Network", scores)]),
            Measures = BinaryJudge.Judge("heart_attack", "test", "network", scores, outcomes, draws: 100),
            Comparisons = [],
            Truth = null,
        };
        var answer = Section(findings, "answer");
        var auroc = answer.Descendants("div").First(d => d.Element("dt")?.Value == "AUROC");
        Assert.Contains("—", auroc.Value, StringComparison.Ordinal);
        Assert.Contains("no ", auroc.Value, StringComparison.Ordinal);
        Assert.Contains("undefined", Section(findings, "discrimination").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_that_are_no_numbers_are_left_out_of_the_drawings()
    {
        var model = Usual.Value.Judged.Models[0];
        double[] scores = [.. model.Probabilities.Select((p, i) => i % 3 == 0 ? double.NaN : p)];
        var findings = Usual.Value with
        {
            Judged = Usual.Value.Judged with { Models = [model with { Probabilities = scores }] },
        };
        string page = Parse(Render(findings)).Descendants("main").Single().ToString();
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fewest_findings_give_a_page()
    {
        var findings = new TableStudyFindings
        {
            Intent = new StudyIntent("t", "q", "o", "o"),
            Flow = new PatientFlow(0, null, [], []),
            Judged = new JudgedCases("test", [], []),
            Run = new RunRecord("0.1.0", 0, ""),
        };
        Assert.Contains(
            "No case could be judged.",
            Parse(Render(findings)).Root!.Value,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_flow_that_does_not_add_up_is_said()
    {
        var findings = Usual.Value with { Flow = Usual.Value.Flow with { RowsRead = 7 } };
        Assert.Contains("does not add up", Section(findings, "flow").Value, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "does not add up",
            Section(Usual.Value, "flow").Value,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Without_validation_the_loss_figure_names_none()
    {
        var history = new MemberHistory("Mean", [0.7, 0.5, 0.4], [double.NaN, double.NaN, double.NaN], 3);
        string page = Render(Usual.Value with { Training = [history] });
        int start = page.IndexOf("id=\"training\"", StringComparison.Ordinal);
        string section = page[start..page.IndexOf("</section>", start, StringComparison.Ordinal)];
        Assert.Contains("Training loss over the epochs", section, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch whose weights were kept", section, StringComparison.Ordinal);
        Assert.DoesNotContain(">validation", section, StringComparison.Ordinal);
    }

    [Fact]
    public void A_remark_does_not_say_its_column_twice()
    {
        var remark = new DataRemark(Severity.Warning, "sbp", "sbp is outside its limits.");
        string page = Render(Usual.Value with { DataRemarks = [remark] });
        Assert.DoesNotContain("<strong>sbp</strong>", page, StringComparison.Ordinal);
        Assert.Contains("sbp is outside its limits.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_s_drawing_keeps_its_shapes_and_names()
    {
        var drawing = Section(Usual.Value, "network").Descendants("svg").Single();
        Assert.Contains("diabetes", drawing.Value, StringComparison.Ordinal);
        Assert.True(drawing.Descendants("circle").Count() >= 16);
        Assert.True(drawing.Descendants("line").Count() >= 7 * 8 + 8);
    }

    [Fact]
    public void Confusion_counts_are_those_of_the_threshold()
    {
        var findings = Usual.Value;
        var point = findings.OperatingPoints[0];
        int hits = findings
            .Judged.Outcomes.Zip(findings.Judged.Models[0].Probabilities)
            .Count(c => c.First && c.Second >= point.Threshold);
        var cell = Section(findings, "thresholds")
            .Descendants("td")
            .First(td => (string?)td.Attribute("class") == "hit");
        Assert.Equal(hits.ToString("N0", CultureInfo.InvariantCulture), cell.Value);
    }

    [Fact]
    public void Lengths_that_differ_are_refused()
    {
        var findings = Usual.Value with { Judged = Usual.Value.Judged with { Outcomes = [true] } };
        Assert.Throws<ArgumentException>(() => TableStudyReport.Page(findings));
    }

    [Fact]
    public void Twenty_thousand_judged_cases_stay_below_one_and_a_half_megabytes() =>
        Assert.InRange(
            Encoding.UTF8.GetByteCount(Render(MadeUpStudy.Findings(cases: 20_000, draws: 100))),
            100_000,
            1_500_000
        );

    [Fact]
    public void Is_the_same_each_time() => Assert.Equal(Render(Usual.Value), Render(Usual.Value));

    private static string Render(TableStudyFindings findings) =>
        HtmlReport.Render(TableStudyReport.Page(findings));

    private static XElement Section(TableStudyFindings findings, string slug) =>
        Parse(Render(findings))
            .Descendants("section")
            .Single(section => section.Attribute("id")!.Value == slug);

    private static XDocument Parse(string html)
    {
        using var reader = XmlReader.Create(
            new StringReader(html),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null }
        );
        return XDocument.Load(reader);
    }
}
