using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Learning.Losses;
using Osler.Learning.Optimisers;

namespace Osler.Studies.Tests.StudyFiles;

public sealed class StudyFileTests
{
    private const string Smallest = """
        study: tiny
        question: Does it work?
        data:
          path: tiny.csv
          outcome: event
        """;

    [Fact]
    public void Needs_no_more_than_a_name_a_question_and_an_outcome()
    {
        StudyFile study = StudyFile.Read(Smallest, "study.yaml");

        Assert.Equal("tiny", study.Study);
        Assert.Equal("event", study.Data.Outcome);
        Assert.IsType<SplitByPatients>(study.Split);
        Assert.Equal(1, study.Seed);
    }

    [Fact]
    public void A_ready_study_does_not_ask_its_own_question_of_another_outcome()
    {
        const string outcome = "data.outcome=TenYearCHD";
        StudyFile other = StudyFile.Open("heart-attack", [outcome], "framingham.csv");
        StudyFile same = StudyFile.Open("heart-attack", [], "cohort.csv");
        StudyFile said = StudyFile.Open("heart-attack", [outcome, "question=Who?"], "framingham.csv");

        Assert.Equal("How likely is coronary heart disease within ten years?", other.Question);
        Assert.Equal("Coronary heart disease within ten years", other.Title);
        Assert.All(other.Networks, network => Assert.Null(network.Value.Question));
        Assert.Contains("cardiovascular event", same.Question, StringComparison.Ordinal);
        Assert.Equal("Who?", said.Question);
    }

    [Theory]
    [InlineData("data.columns.sbp={low: 300, high: 40}", "data.columns.sbp", "above the highest")]
    [InlineData("evaluation.at_sensitivity=[1]", "evaluation.at_sensitivity", "between 0 and 1")]
    [InlineData("evaluation.at_specificity=[0]", "evaluation.at_specificity", "between 0 and 1")]
    [InlineData("evaluation.at_sensitivity=[0.9, 0.9]", "evaluation.at_sensitivity", "twice")]
    [InlineData(
        "evaluation.subgroups=[{column: age, bands: [60, 45]}]",
        "evaluation.subgroups[0].bands",
        "ascend"
    )]
    [InlineData(
        "evaluation.subgroups=[{column: age, bands: [45, 45]}]",
        "evaluation.subgroups[0].bands",
        "ascend"
    )]
    [InlineData("evaluation.plane=[age]", "evaluation.plane", "two different inputs")]
    [InlineData("study=../../etc", "study", "no slash")]
    [InlineData("study=.hidden", "study", "no dot")]
    [InlineData("evaluation.plane=[age, age]", "evaluation.plane", "two different inputs")]
    public void What_can_not_be_meant_is_refused_by_its_key(string setting, string key, string said)
    {
        var fault = Assert.Throws<RequestException>(() => StudyFile.Read(Smallest, "study.yaml", [setting]));
        Assert.Contains(said, fault.What, StringComparison.Ordinal);
        Assert.Contains(key, fault.Where, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true, typeof(SoftmaxCrossEntropy))]
    [InlineData("", false, typeof(BinaryCrossEntropy))]
    [InlineData("training.epochs=3", true, typeof(SoftmaxCrossEntropy))]
    [InlineData("training.loss=focal", true, typeof(Focal))]
    public void A_loss_that_is_not_stated_is_the_one_that_the_labels_ask_for(
        string setting,
        bool exclusive,
        Type loss
    )
    {
        var study = StudyFile.Read(Smallest, "study.yaml", setting.Length == 0 ? [] : [setting]);
        Assert.IsType(loss, study.LearningFrom(exclusive).Training.Loss);
    }

    [Fact]
    public void A_file_in_another_encoding_is_refused_not_guessed()
    {
        string path = Path.Combine(Path.GetTempPath(), $"osler-{Guid.NewGuid():N}.yaml");
        File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(Smallest + "\ntitle: Größe"));
        try
        {
            var fault = Assert.Throws<RequestException>(() => StudyFile.Open(path));
            Assert.Contains("not UTF-8", fault.What, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Reads_every_kind_of_value()
    {
        StudyFile study = StudyFile.Read(
            Smallest
                + """

                  columns:
                    sbp: {from: [sysBP, ap_hi], unit: mmHg, low: 60.5, kind: numeric}
                    sex: {levels: [female, male], missing: ["0"]}
                split: {folds: {count: 3}}
                preprocessing:
                  - impute: {by: mean, indicators: false}
                  - derive: {name: bmi, from: {body_mass_index: {weight: w, height: h}}}
                  - standardise
                network: {preset: mlp, hidden: [8]}
                training:
                  optimiser: {adamw: {learning_rate: 0.01, beta1: 0.8}}
                  clip_norm: 1
                  early_stopping: null
                evaluation:
                  at_sensitivity: 0.95
                  baselines: []
                checklist:
                  3a: There is no such model yet.
                """,
            "study.yaml"
        );

        Assert.Equal(["sysBP", "ap_hi"], study.Data.Columns[0].Value.From);
        Assert.Equal(60.5, study.Data.Columns[0].Value.Low);
        Assert.Equal(["0"], study.Data.Columns[1].Value.Missing);
        Assert.Equal(3, Assert.IsType<SplitByFolds>(study.Split).Count);
        Assert.Equal(
            new Impute { By = ImputeBy.Mean, Indicators = false }.By,
            ((Impute)study.Preprocessing[0]).By
        );
        Assert.Equal(new BodyMassIndex("w", "h"), ((Derive)study.Preprocessing[1]).From);
        Assert.IsType<Standardise>(study.Preprocessing[2]);
        Assert.Equal(new AdamW(0.01) { Beta1 = 0.8 }, study.Training.Optimiser);
        Assert.Equal(1, study.Training.ClipNorm);
        Assert.Null(study.Training.EarlyStopping);
        Assert.Equal([0.95], study.Evaluation.AtSensitivity);
        Assert.Empty(study.Evaluation.Baselines);
        Assert.Equal("3a", study.Checklist.Single().Name);
    }

    [Theory]
    [InlineData(
        "traning:\n  epochs: 5",
        "study.yaml, line 6: 'traning' is not a known key. Did you mean 'training'?"
    )]
    [InlineData(
        "training:\n  epocs: 5",
        "study.yaml, line 7, training: 'epocs' is not a known key. Did you mean 'epochs'?"
    )]
    [InlineData(
        "training:\n  epochs: many",
        "study.yaml, line 7, training.epochs: expected a whole number, got 'many'."
    )]
    [InlineData("training: 5", "study.yaml, line 6, training: expected a map of keys and values, got '5'.")]
    [InlineData(
        "training:\n  epochs: 0",
        "study.yaml, line 7, training.epochs: '0' is not possible here: must be greater than or equal to '1'."
    )]
    [InlineData(
        "training:\n  optimiser: {adamw: {learning_rate: -1}}",
        "study.yaml, line 7, training.optimiser.adamw.learning_rate: '-1' is not possible here: must be more than 0."
    )]
    [InlineData(
        "training:\n  optimiser: {sgd: {learning_rate: 0.1, momentum: 2}}",
        "study.yaml, line 7, training.optimiser.sgd.momentum: '2' is not possible here: must be less than '1'."
    )]
    [InlineData(
        "training:\n  loss: {binary_cross_entropy: {positive_weights: [3, -0.5]}}",
        "study.yaml, line 7, training.loss.binary_cross_entropy.positive_weights: '-0.5' is not possible here: must be more than 0."
    )]
    [InlineData(
        "training:\n  optimiser: adamx",
        "study.yaml, line 7, training.optimiser: 'adamx' is not one of adam, adamw, rmsprop, sgd. Did you mean 'adam'?"
    )]
    [InlineData(
        "preprocessing:\n  - imputate",
        "study.yaml, line 7, preprocessing[0]: 'imputate' is not one of clip, derive, drop, impute, in_order, log, one_hot, quantile_normal, robust_scale, standardise. Did you mean 'impute'?"
    )]
    [InlineData(
        "preprocessing:\n  - clip: {low: 0.7}",
        "study.yaml, line 7, preprocessing[0].clip: clip: low is 0.7; it must be in [0, 0.5)."
    )]
    [InlineData(
        "evaluation:\n  baselines: [logistic]",
        "study.yaml, line 7, evaluation.baselines[0]: expected one of logistic_regression, gradient_boosting, got 'logistic'. Did you mean 'logistic_regression'?"
    )]
    [InlineData(
        "evaluation:\n  youden: maybe",
        "study.yaml, line 7, evaluation.youden: expected true or false, got 'maybe'."
    )]
    [InlineData(
        "split: {column: {}}",
        "study.yaml, line 6, split.column: the key 'column' is missing. Add 'column: ...' (text)."
    )]
    [InlineData(
        "seed: 1,5",
        "study.yaml, line 6, seed: expected a whole number, got '1,5'. Write decimals with a point: 1.5."
    )]
    [InlineData(
        "checklist:\n  3x: At rest.",
        "study.yaml, line 7, checklist: '3x' is no item of the TRIPOD+AI checklist. Did you mean '3a'?"
    )]
    [InlineData("seed: 1\nseed: 2", "study.yaml, line 7: the key 'seed' is written twice. Keep one of them.")]
    [InlineData(
        "seed: &a 1",
        "study.yaml, line 6: anchors (&) and aliases (*) are not allowed. Write the value out, or quote a text that starts with & or *."
    )]
    [InlineData(
        "seed: !!int 1",
        "study.yaml, line 6: tags (!) are not allowed. Quote a text that starts with !."
    )]
    public void Says_what_is_wrong_where_and_what_to_do(string lines, string message)
    {
        var fault = Assert.Throws<RequestException>(() =>
            StudyFile.Read($"{Smallest}\n{lines}", "study.yaml")
        );
        Assert.Equal(message, fault.Message);
    }

    [Theory]
    [InlineData("study: a: b")]
    [InlineData("study: [a")]
    [InlineData("\tstudy: a")]
    [InlineData("- a\n- b")]
    [InlineData("")]
    [InlineData("a\n---\nb")]
    public void Refuses_what_is_no_study_file(string text) =>
        Assert.Throws<RequestException>(() => StudyFile.Read(text, "study.yaml"));

    [Fact]
    public void Refuses_nesting_without_bound()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 2_000));
        Assert.Throws<RequestException>(() => StudyFile.Read("study: " + deep, "study.yaml"));
    }

    [Fact]
    public void Refuses_a_text_that_is_too_long()
    {
        var fault = Assert.Throws<RequestException>(() =>
            StudyFile.Read(new string('a', 2_000_000), "study.yaml")
        );
        Assert.StartsWith(
            "study.yaml: the text is longer than 1048576 characters.",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Settings_change_what_the_file_says()
    {
        StudyFile study = StudyFile.Read(
            Smallest,
            "study.yaml",
            [
                "training.epochs=5",
                "evaluation.subgroups=[{column: sex}]",
                "data.outcome=died",
                "network=neuron",
                "seed=7",
            ]
        );

        Assert.Equal(5, study.Training.Epochs);
        Assert.Equal("sex", study.Evaluation.Subgroups.Single().Column);
        Assert.Equal("died", study.Data.Outcome);
        Assert.Equal("neuron", study.Network.Name);
        Assert.Equal(7, study.Seed);
    }

    [Theory]
    [InlineData(
        "training.epocs=5",
        "--set training.epocs=5, training: 'epocs' is not a known key. Did you mean 'epochs'?"
    )]
    [InlineData(
        "training",
        "--set training: expected key=value with a dotted key. For example: --set training.epochs=5"
    )]
    [InlineData(
        "study.name=a",
        "--set study.name=a: 'study' is 'tiny' in the study file, so it has no key 'name'. Set 'study' as a whole, e.g. --set \"study={name: ...}\"."
    )]
    [InlineData(
        "network=neuro",
        "--set network=neuro, network: there is no network 'neuro'. Did you mean 'neuron'?"
    )]
    public void A_wrong_setting_is_named(string setting, string message)
    {
        var fault = Assert.Throws<RequestException>(() =>
            ChosenNetwork.Of(StudyFile.Read(Smallest, "study.yaml", [setting]))
        );
        Assert.Equal(message, fault.Message);
    }

    [Fact]
    public void Reads_back_what_it_writes()
    {
        StudyFile study = StudyFile.Open(
            "heart-attack",
            ["intended_use=\"yes: 'quoted' # \\u00e9\"", "network=neuron"]
        );
        string written = study.Write();

        StudyFile again = StudyFile.Read(written, "again.yaml");

        Assert.Equal(written, again.Write());
        Assert.Equal(study.IntendedUse, again.IntendedUse);
        Assert.Equal(study.Network, again.Network);
        Assert.Equal(study.Data.Columns.Length, again.Data.Columns.Length);
        Assert.Equal(study.Networks[1].Value.Network, again.Networks[1].Value.Network);
    }

    [Fact]
    public void An_unknown_study_is_answered_with_the_nearest()
    {
        var fault = Assert.Throws<RequestException>(() => StudyFile.Open("hart-attack"));
        Assert.Equal(
            "'hart-attack' is neither a ready study nor a study file. Did you mean 'heart-attack'?",
            fault.Message
        );
    }

    [Fact]
    public void A_table_on_the_command_line_replaces_the_studys_own()
    {
        StudyFile study = StudyFile.Open("heart-attack", data: "mine.csv", seed: 3);
        Assert.Equal("mine.csv", study.Data.Path);
        Assert.Equal(3, study.Seed);
    }
}
