using Osler.Core.Blocks;
using Osler.Core.Bundles;

namespace Osler.Core.Weights;

/// <summary>The names of published text encoders (BERT, RoBERTa, DistilBERT, as Hugging Face keeps them) as BERT's.</summary>
/// <remarks>
/// <c>bert.</c>, <c>roberta.</c> and <c>distilbert.</c> in front are one, or missing where the file is of the encoder alone. The
/// oldest files call a norm's numbers <c>gamma</c> and <c>beta</c>.
/// </remarks>
public static class EncoderNames
{
    private const string Front = "bert.";

    private static readonly string[] s_fronts = ["module.", "bert.", "roberta.", "distilbert."];

    // Answers of other tasks than telling outcomes apart.
    private static readonly string[] s_others =
    [
        "cls.",
        "lm_head.",
        "vocab_transform.",
        "vocab_layer_norm.",
        "vocab_projector.",
        "qa_outputs.",
    ];

    private static readonly (string Theirs, string Ours)[] s_parts =
    [
        ("transformer.layer.", "encoder.layer."),
        (".attention.q_lin.", ".attention.self.query."),
        (".attention.k_lin.", ".attention.self.key."),
        (".attention.v_lin.", ".attention.self.value."),
        (".attention.out_lin.", ".attention.output.dense."),
        (".sa_layer_norm.", ".attention.output.LayerNorm."),
        (".ffn.lin1.", ".intermediate.dense."),
        (".ffn.lin2.", ".output.dense."),
        (".output_layer_norm.", ".output.LayerNorm."),
        (".LayerNorm.gamma", ".LayerNorm.weight"),
        (".LayerNorm.beta", ".LayerNorm.bias"),
    ];

    private static readonly (string Theirs, string Ours)[] s_heads =
    [
        ("pre_classifier.", "bert.pooler.dense."),
        ("classifier.dense.", "bert.pooler.dense."),
        ("classifier.out_proj.", "classifier."),
    ];

    /// <summary>Whether a network with these names is an encoder of the preset <c>bert</c>.</summary>
    internal static bool Knows(IReadOnlySet<string> known) =>
        known.Contains("bert.embeddings.word_embeddings.weight");

    /// <summary>The network's name for a file's.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string bare = Bare(name);
        foreach (var (theirs, ours) in s_heads)
        {
            if (bare.StartsWith(theirs, StringComparison.Ordinal))
                return ours + bare[theirs.Length..];
        }
        if (bare.StartsWith("classifier.", StringComparison.Ordinal))
            return bare;
        foreach (var (theirs, ours) in s_parts)
            bare = bare.Replace(theirs, ours, StringComparison.Ordinal);
        return Front + bare;
    }

    /// <summary>Why a tensor of the file has no place in the network, though the file may be of it; else null.</summary>
    internal static string? WhyNot(string name, IReadOnlySet<string> known)
    {
        string bare = Bare(name);
        if (s_others.Any(other => bare.StartsWith(other, StringComparison.Ordinal)))
            return "the answer to another task";
        if (bare.EndsWith("embeddings.position_ids", StringComparison.Ordinal))
            return "a counter that nothing needs";
        string ours = Of(name);
        return ours.StartsWith("bert.pooler.", StringComparison.Ordinal) && !known.Contains(ours)
            ? "the network pools in another way"
            : null;
    }

    /// <summary>The names of the network's pooler where the file has none of them, so that it begins anew; else null.</summary>
    internal static IEnumerable<string>? Pooler(IReadOnlySet<string> known, IEnumerable<string> given) =>
        Knows(known) && !given.Any(IsPooler) && known.Any(IsPooler) ? known.Where(IsPooler) : null;

    /// <summary>The first rows of a table of places that is longer than the network's; null for any other misfit.</summary>
    internal static TensorData? Places(TensorData table, ParameterSpec spec)
    {
        bool longer =
            spec.Name == "bert.embeddings.position_embeddings.weight"
            && table.Shape.Length == 2
            && table.Shape[0] > spec.Shape[0]
            && table.Shape[1] == spec.Shape[1];
        return longer ? new TensorData(spec.Shape.Sizes, table.Values[..(int)spec.Shape.Values]) : null;
    }

    private static bool IsPooler(string name) => name.StartsWith("bert.pooler.", StringComparison.Ordinal);

    private static string Bare(string name)
    {
        string bare = name;
        foreach (string front in s_fronts)
        {
            if (bare.StartsWith(front, StringComparison.Ordinal))
                bare = bare[front.Length..];
        }
        return bare;
    }
}
