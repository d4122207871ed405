using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Isolates;
using Osler.Core.Variants.Reference;
using Osler.Core.Variants.Sequences;
using Osler.Tests.Shared;

namespace Osler.Serving.Tests;

public sealed class IsolatePredictorTests
{
    private static IsolateFindings Judge(
        SmallGenotypeBundle bundle,
        CallSettings? settings,
        params string[] records
    )
    {
        using var predictor = IsolatePredictor.Open(BundleFolder.Open(bundle.Path));
        return predictor.Judge(CallSet.Read(bundle.Vcf("isolate.vcf", records), settings), "isolate.vcf");
    }

    [Fact]
    public void A_mutation_makes_its_own_drug_resistant_and_is_named_behind_it()
    {
        using var bundle = new SmallGenotypeBundle();
        var findings = Judge(bundle, null, "2155168 C G");
        Assert.Equal(
            [
                ("INH", "isoniazid", IsolateVerdict.Resistant),
                ("RIF", "rifampicin", IsolateVerdict.Susceptible),
            ],
            findings.Drugs.Select(drug => (drug.Drug, drug.Name, drug.Verdict))
        );
        var weight = Assert.Single(findings.Drugs[0].Behind);
        Assert.Equal((SmallGenotypeBundle.KatG, "katG_p.Ser315Thr"), (weight.Feature, weight.Mutations[0]));
        Assert.Equal(6, weight.LogOdds, 3);
        Assert.Equal(0, Assert.Single(findings.Drugs[1].Behind).LogOdds, 3);
    }

    [Fact]
    public void A_rare_mutation_counts_by_its_pool()
    {
        using var bundle = new SmallGenotypeBundle();
        var rifampicin = Judge(bundle, null, "761100 CAA AAT").Drugs[1];
        Assert.Equal(IsolateVerdict.Resistant, rifampicin.Verdict);
        Assert.Equal(
            (SmallGenotypeBundle.RarelyRpoB, "rpoB_p.Gln432Asn"),
            (rifampicin.Behind[0].Feature, rifampicin.Behind[0].Mutations[0])
        );
    }

    [Fact]
    public void What_was_not_sequenced_can_t_be_told()
    {
        using var bundle = new SmallGenotypeBundle();
        var findings = Judge(bundle, null, "761155 C T", "2155168 C G ./.");
        Assert.Equal(
            [IsolateVerdict.CannotTell, IsolateVerdict.Resistant],
            findings.Drugs.Select(drug => drug.Verdict)
        );
        Assert.Contains("katG_p.Ser315Thr", findings.Drugs[0].Reason, StringComparison.Ordinal);
        Assert.Equal([SmallGenotypeBundle.KatG], findings.NotDetermined);
    }

    [Fact]
    public void Without_knowing_the_rest_nothing_is_susceptible()
    {
        using var bundle = new SmallGenotypeBundle();
        var findings = Judge(bundle, new CallSettings { Silence = Silence.Unknown }, "761155 C T");
        Assert.Equal(
            [IsolateVerdict.CannotTell, IsolateVerdict.Resistant],
            findings.Drugs.Select(drug => drug.Verdict)
        );
    }

    [Theory]
    [InlineData(1, 0, 0, "2155168 C G")]
    [InlineData(double.NaN, 1, 0, "761155 C T", "2155168 C G ./.")]
    public void A_row_of_a_table_is_judged_as_the_file_that_says_the_same(
        double katG,
        double rpoB,
        double rare,
        params string[] records
    )
    {
        using var bundle = new SmallGenotypeBundle();
        using var predictor = IsolatePredictor.OpenForRows(BundleFolder.Open(bundle.Path));
        var ofRow = predictor.Judge((double[])[katG, rpoB, rare], "TB1");
        var ofFile = Judge(bundle, null, records);
        Assert.Equal("TB1", ofRow.Isolate);
        Assert.Equal(
            ofFile.Drugs.Select(drug => (drug.Drug, drug.Verdict, drug.Probability, drug.Reason)),
            ofRow.Drugs.Select(drug => (drug.Drug, drug.Verdict, drug.Probability, drug.Reason))
        );
        Assert.Equal(ofFile.NotDetermined, ofRow.NotDetermined);
        Assert.Equal(
            ofFile.Drugs.SelectMany(drug => drug.Behind).Select(one => (one.Feature, one.Mutations[0])),
            ofRow.Drugs.SelectMany(drug => drug.Behind).Select(one => (one.Feature, one.Mutations[0]))
        );
    }

    [Fact]
    public void An_isolate_with_inserted_bases_is_never_susceptible_to_a_model_that_sees_bases()
    {
        using var bundle = new SmallLociBundle();
        using var predictor = IsolatePredictor.Open(BundleFolder.Open(bundle.Path));
        IsolateFindings Of(int lost, string gained) =>
            predictor.Judge(
                IsolateFile.Read(
                    bundle.Fasta("isolate.fasta", 2155172, lost, gained),
                    H37Rv.Loci,
                    H37Rv.Genes
                ),
                "isolate.fasta"
            );
        // A base for another, in a codon that is none of a cause.
        Assert.All(Of(1, "T").Drugs, drug => Assert.Equal(IsolateVerdict.Susceptible, drug.Verdict));
        IsolateFindings shifted = Of(0, "GT");
        Assert.All(shifted.Drugs, drug => Assert.Equal(IsolateVerdict.CannotTell, drug.Verdict));
        Assert.All(
            shifted.Drugs,
            drug => Assert.Contains("inserted that the model can't see: katG_p.", drug.Reason)
        );
        Assert.Contains(shifted.Warnings, warning => warning.Contains("no drug is called susceptible"));
        Assert.Equal(2, shifted.NotDetermined.Length);
    }

    [Fact]
    public void A_catalogue_is_asked_of_a_row_as_of_a_file()
    {
        using var bundle = new SmallGenotypeBundle();
        string path = Path.Combine(bundle.Folder, "catalogue.csv");
        File.WriteAllText(
            path,
            "DRUG,MUTATION,PREDICTION,OTHER\nRIF,rpoB@S450L,U,\nINH,katG@S315T,R,\"{\"\"FINAL_CONFIDENCE_GRADING\"\": \"\"1) Assoc w R\"\"}\"\n"
        );
        using var predictor = IsolatePredictor.OpenForRows(
            BundleFolder.Open(bundle.Path),
            Catalogue.Read(path)
        );
        var drugs = predictor.Judge((double[])[1, 1, 0], "TB1").Drugs;
        var (isoniazid, rifampicin) = (drugs[0], drugs[1]);
        Assert.Equal(("resistant", "1) Assoc w R"), (isoniazid.Catalogue!.Call, isoniazid.Catalogue.Grade));
        Assert.Contains("katG_p.Ser315Thr", Assert.Single(isoniazid.Catalogue.Evidence));
        Assert.Equal("uncertain", rifampicin.Catalogue!.Call);
        // A row tells one base of the codon, so that no catalogue can call the isolate susceptible by it.
        Assert.All(
            (double[])[double.NaN, 0],
            katG =>
                Assert.Equal(
                    "not_determined",
                    predictor.Judge((double[])[katG, 1, 0], "TB2").Drugs[0].Catalogue!.Call
                )
        );
        using var own = new SmallGenotypeBundle("own");
        Assert.Contains(
            "no catalogue can be looked up",
            Assert
                .Throws<RequestException>(() =>
                    IsolatePredictor.OpenForRows(BundleFolder.Open(own.Path), Catalogue.Read(path))
                )
                .What
        );
    }

    [Theory]
    [InlineData("wdnn")]
    [InlineData("own")]
    public void Of_a_row_that_says_nothing_nothing_can_be_told(string naming)
    {
        using var bundle = new SmallGenotypeBundle(naming);
        using var predictor = IsolatePredictor.OpenForRows(BundleFolder.Open(bundle.Path));
        var findings = predictor.Judge((double[])[double.NaN, double.NaN, double.NaN], "TB1");
        Assert.All(findings.Drugs, drug => Assert.Equal(IsolateVerdict.CannotTell, drug.Verdict));
        Assert.All(findings.Drugs, drug => Assert.Contains("Nothing is known", drug.Reason));
        Assert.Equal(3, findings.NotDetermined.Length);
    }

    [Fact]
    public void Of_inputs_that_a_table_lacks_it_is_said_which_resistance_goes_unseen()
    {
        using var bundle = new SmallGenotypeBundle();
        using var predictor = IsolatePredictor.OpenForRows(BundleFolder.Open(bundle.Path));
        Assert.Null(predictor.AbsentSentence([]));
        string? sentence = predictor.AbsentSentence([SmallGenotypeBundle.KatG]);
        Assert.StartsWith("1 of the model's 3 inputs are not in the data", sentence);
        Assert.Contains("katG_p.Ser315Thr (isoniazid, log-odds +6.0)", sentence);
        Assert.Contains(
            "rpoB_C_snp (rifampicin, log-odds +6.0)",
            predictor.AbsentSentence([SmallGenotypeBundle.RarelyRpoB, SmallGenotypeBundle.KatG])
        );
    }

    [Fact]
    public void Where_networks_disagree_about_the_threshold_it_can_t_be_told()
    {
        using var bundle = new SmallGenotypeBundle(doubt: 4);
        var findings = Judge(bundle, null, "761155 C T");
        Assert.Equal(IsolateVerdict.CannotTell, findings.Drugs[0].Verdict);
        Assert.Contains("might decide otherwise", findings.Drugs[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_that_are_no_positions_are_refused()
    {
        using var bundle = new SmallGenotypeBundle("own");
        Assert.Contains(
            "not named by their position",
            Assert.Throws<RequestException>(() => IsolatePredictor.Open(BundleFolder.Open(bundle.Path))).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_bundle_on_other_things_is_refused()
    {
        using var bundle = new SmallBundle();
        Assert.Contains(
            "does not read genomes",
            Assert.Throws<RequestException>(() => IsolatePredictor.Open(BundleFolder.Open(bundle.Path))).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Probabilities_of_all_drugs_at_once_are_those_of_each_by_itself()
    {
        using var bundle = new SmallGenotypeBundle(doubt: 1);
        using var predictor = Predictor.Open(bundle.Path);
        // More isolates than are predicted at a time.
        const int isolates = 1500;
        double[] rows = [.. Enumerable.Range(0, isolates * 3).Select(i => (double)(i % 7 == 0 ? 1 : 0))];
        double[] all = new double[isolates * 2];
        predictor.Probabilities(rows, isolates, all);
        double[] one = new double[isolates];
        for (int drug = 0; drug < 2; drug++)
        {
            predictor.Probabilities(rows, isolates, drug, one);
            Assert.Equal(one, all.Where((_, i) => i % 2 == drug));
            Assert.True(one.Distinct().Count() > 1);
        }
    }
}
