using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Osler.Core.Metrics;
using Osler.Core.Tables;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Bundles;

/// <summary><c>card.json</c>: what a model is for, what it was made from, how well it did, and with what doubt.</summary>
/// <remarks>After Mitchell et al., "Model Cards for Model Reporting", FAT* 2019, doi:10.1145/3287560.3287596.</remarks>
public sealed record Card
{
    /// <summary>Slug of the study, e.g. <c>heart-attack</c>.</summary>
    public required string Study { get; init; }

    /// <summary>The study's title in words.</summary>
    public required string Title { get; init; }

    /// <summary>The question that the model answers.</summary>
    public required string Question { get; init; }

    /// <summary>Whom and what the model is meant for.</summary>
    public required string IntendedUse { get; init; }

    /// <summary>What it must not be used for, one sentence each.</summary>
    public required ImmutableArray<string> NotFor { get; init; }

    /// <summary>Version of the Osler that made it.</summary>
    public required string Osler { get; init; }

    /// <summary>The run's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>What is predicted, in the order of the network's outputs.</summary>
    public required ImmutableArray<CardOutcome> Outcomes { get; init; }

    /// <summary>What goes in, in the order of the preprocessing's inputs.</summary>
    public required ImmutableArray<CardInput> Inputs { get; init; }

    /// <summary>What the network takes where it reads images; null where it reads a table's rows.</summary>
    public CardImages? Images { get; init; }

    /// <summary>What the inputs say of a genome where they do; null for other tables.</summary>
    public CardGenotypes? Genotypes { get; init; }

    /// <summary>How the network reads text; null where it reads none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CardTexts? Text { get; init; }

    /// <summary>How the network reads questions with options; null where it reads none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CardQuestions? Questions { get; init; }

    /// <summary>Whether a case has exactly one of the outcomes, whose probabilities then sum to 1.</summary>
    [JsonIgnore]
    public bool Exclusive => Images is { Exclusive: true } || Text is not null || Questions is not null;

    /// <summary>How the training table's file was read; other tables are read alike unless it is told otherwise.</summary>
    public CardReading Reading { get; init; } = new();

    /// <summary>Thresholds chosen on validation, or out of fold, and frozen since; empty where none was asked for.</summary>
    public ImmutableArray<CardOperatingPoint> OperatingPoints { get; init; } = [];

    /// <summary>The data that the model was made from and judged on.</summary>
    public required CardData Data { get; init; }

    /// <summary>The network in a few words, e.g. "16 multilayer perceptrons, 2,337 parameters".</summary>
    public required string Network { get; init; }

    /// <summary>Number of networks whose probabilities are averaged; 1 for a single one.</summary>
    public int Members { get; init; } = 1;

    /// <summary>The measures that matter, each with its 95 % interval.</summary>
    public ImmutableArray<Measure> Measures { get; init; } = [];
}

/// <summary>One outcome.</summary>
/// <param name="Name">Snake-case name, as in <c>results.json</c>.</param>
/// <param name="Label">What a present outcome means, in words, e.g. "heart attack within 10 years".</param>
public sealed record CardOutcome(string Name, string Label);

/// <summary>One input, as a person has to give it.</summary>
/// <param name="Name">Name of the input.</param>
/// <param name="Kind"><c>numeric</c>, <c>binary</c>, <c>categorical</c> or <c>date</c>.</param>
public sealed record CardInput(string Name, string Kind)
{
    /// <summary>Other names that a file may give the input; the first that it has is read where it lacks the name.</summary>
    public ImmutableArray<string> From { get; init; } = [];

    /// <summary>Unit, e.g. <c>mmHg</c>; null where it has none or none was stated.</summary>
    public string? Unit { get; init; }

    /// <summary>What it is, in words.</summary>
    public string? Label { get; init; }

    /// <summary>Spellings of a categorical or binary input's levels, in the order of their indices.</summary>
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <summary>Lowest value that training saw; null for categories.</summary>
    public double? Low { get; init; }

    /// <summary>Highest value that training saw.</summary>
    public double? High { get; init; }

    /// <summary>Format of the training table's dates where they were not ISO 8601; null for others.</summary>
    public string? DateFormat { get; init; }

    /// <summary>Whether training allowed the input to be missing.</summary>
    public bool MayBeMissing { get; init; }
}

/// <summary>How a network reads images.</summary>
/// <param name="Input">[C, H, W] of still images, [C, D, H, W] of volumes.</param>
/// <param name="Exclusive">Whether an image has exactly one of the outcomes, whose probabilities then sum to 1.</param>
public sealed record CardImages(ImmutableArray<int> Input, bool Exclusive)
{
    /// <summary>Which views of an image are averaged, e.g. <c>ten_crops</c>; null where the image alone is judged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Views { get; init; }

    /// <summary>Whether the network also says where in the image its answer lies.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Box { get; init; }
}

/// <summary>Inputs that are variants of a genome: 0 absent, 1 present, missing where the position was not determined.</summary>
/// <param name="Reference">Accession of the genome that positions count in, e.g. <c>NC_000962.3</c>.</param>
/// <param name="Naming">How the inputs are named: <c>wdnn</c> as in <c>SNP_CN_2155168_C944G_S315T_katG</c>, <c>bases</c> of positions as in <c>base_761155</c>, or <c>own</c>.</param>
public sealed record CardGenotypes(string Reference, string Naming)
{
    /// <summary>Inputs are variants, named as in the WDNN data set.</summary>
    public const string Wdnn = "wdnn";

    /// <summary>Inputs are bases of positions.</summary>
    public const string Bases = "bases";

    /// <summary>Inputs have names of their own.</summary>
    public const string Own = "own";

    /// <summary>Whether isolates' files can be read for it: its inputs are named by their position on H37Rv.</summary>
    [JsonIgnore]
    public bool ReadsIsolates => Naming is Wdnn or Bases && H37Rv.Loci.IsNamed(Reference);

    /// <summary>How the inputs' names can be understood: <see cref="Own"/> where they are of positions on another genome.</summary>
    [JsonIgnore]
    public string KnownNaming => ReadsIsolates ? Naming : Own;
}

/// <summary>How a network reads text, and when its answer is given.</summary>
/// <param name="Length">The most tokens of a text.</param>
/// <param name="Temperature">What logits are divided by before the softmax, above 0; fitted on validation (Guo et al., ICML 2017).</param>
/// <param name="Threshold">The probability below which the answer is "cannot tell", in [0, 1]; chosen on validation.</param>
/// <param name="Rule">How it was chosen, in words.</param>
public sealed record CardTexts(int Length, double Temperature, double Threshold, string Rule)
{
    /// <summary>The outcome that stands for "none of these"; null where training had none.</summary>
    public string? None { get; init; }

    /// <summary>Whether a text gets no answer.</summary>
    /// <param name="withheld">Whether its words alone forbid one (<see cref="Texts.OwnFindings"/>).</param>
    /// <param name="probability">Of the most probable outcome.</param>
    public bool CannotTell(bool withheld, double probability) => withheld || probability < Threshold;
}

/// <summary>How a network reads questions with options.</summary>
/// <param name="Options">The most options of a question, at least 2.</param>
/// <param name="Length">The most tokens of stem and option together.</param>
/// <param name="Temperature">What scores are divided by before the softmax, above 0; fitted on validation (Guo et al., ICML 2017).</param>
/// <param name="Threshold">Lowest probability that is given as an answer, in [0, 1]; below it: "cannot tell". 0 in bundles from before there was one.</param>
/// <param name="Rule">How the threshold was chosen, in words.</param>
public sealed record CardQuestions(int Options, int Length, double Temperature, double Threshold, string Rule)
{
    /// <summary>How often each option was right in training, as of <see cref="Metrics.FrequentAnswers"/>; null in bundles from before it was kept.</summary>
    public ImmutableSortedDictionary<string, int>? RightAnswers { get; init; }
}

/// <summary>How a table's file is read.</summary>
public sealed record CardReading
{
    /// <summary>The delimiter, one character or "tab"; null where it is found from the first lines.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Whether numbers are written 1,5.</summary>
    public bool DecimalComma { get; init; }

    /// <summary><c>detect</c>, <c>utf8</c>, <c>utf16</c> or <c>latin1</c>.</summary>
    public string Encoding { get; init; } = "detect";

    /// <summary>Spellings of a missing value besides the usual ones.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>As the readers of tables take it.</summary>
    /// <exception cref="Faults.RequestException">Words that mean nothing.</exception>
    public TableReading ToTableReading() =>
        new()
        {
            Delimiter = ReadingWords.Delimiter(Delimiter, "card.json, reading.delimiter"),
            DecimalComma = DecimalComma,
            Encoding = ReadingWords.Encoding(Encoding, "card.json, reading.encoding"),
            Missing = Missing,
        };
}

/// <summary>A frozen threshold: at or above it the decision is "positive".</summary>
/// <param name="Name">Name, e.g. <c>youden</c>, <c>sensitivity_90</c>.</param>
/// <param name="Outcome">Which outcome it decides.</param>
/// <param name="Threshold">Probability in [0, 1].</param>
/// <param name="Rule">How it was chosen, in words, e.g. "highest sensitivity + specificity on validation".</param>
public sealed record CardOperatingPoint(string Name, string Outcome, double Threshold, string Rule);

/// <summary>Where the data came from and how many there were.</summary>
/// <param name="Source">The table in words; never a path that names a person.</param>
/// <param name="Parts">Counts of each part.</param>
public sealed record CardData(string Source, ImmutableArray<CardPart> Parts)
{
    /// <summary>Fingerprint of the data, SHA-256 in hexadecimal; null for data that have none.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Whether the patients are simulated.</summary>
    public bool Simulated { get; init; }
}

/// <summary>Counts of one part of the data.</summary>
/// <param name="Name"><c>train</c>, <c>validation</c>, <c>test</c>, <c>cross_validation</c> or <c>left_out</c>.</param>
/// <param name="Cases">Rows.</param>
/// <param name="Patients">Different patients; null where no column identifies them.</param>
/// <param name="Positives">Rows with the (first) outcome present.</param>
public sealed record CardPart(string Name, int Cases, int? Patients, int Positives);
