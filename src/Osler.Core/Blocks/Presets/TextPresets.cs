using Osler.Core.Faults;

namespace Osler.Core.Blocks;

/// <summary>The settings of presets on text, out of a study file.</summary>
internal static class TextPresets
{
    private const int MostWidth = 65_536;

    public static Block Lstm(JsonFields fields, int outcomes) =>
        Presets.TextLstm(
            Vocabulary(fields),
            outcomes,
            Width(fields, "width", 64),
            Width(fields, "units", 64),
            Dropout(fields, 0.3),
            fields.Integer("padding", 0, 0)
        );

    public static Block Conv(JsonFields fields, int outcomes) =>
        Presets.TextConv(
            Vocabulary(fields),
            outcomes,
            Width(fields, "width", 64),
            Width(fields, "channels", 64),
            Dropout(fields, 0.3),
            fields.Integer("padding", 0, 0)
        );

    public static Block Bert(JsonFields fields, int outcomes)
    {
        var usual = new BertSettings();
        var settings = new BertSettings
        {
            Layers = fields.Integer("layers", usual.Layers, 1, 48),
            Units = Width(fields, "units", usual.Units),
            Heads = fields.Integer("heads", usual.Heads, 1, 1 << 10),
            Intermediate = fields.Has("intermediate") ? Width(fields, "intermediate", 1) : null,
            Most = fields.Integer("most", usual.Most, 1, 1 << 20),
            Offset = fields.Integer("offset", usual.Offset, 0, 1 << 10),
            Types = fields.Integer("types", usual.Types, 0, 1 << 10),
            Separator = fields.Integer("separator", usual.Separator, 0, TokenEmbedding.MostRows - 1),
            Padding = fields.Integer("padding", usual.Padding, 0, TokenEmbedding.MostRows - 1),
            Dropout = Dropout(fields, usual.Dropout),
            Epsilon = fields.Number("epsilon", usual.Epsilon, value => value > 0, "above 0"),
            Pooling = Pooling(fields),
        };
        if (settings.Types > 1 && !fields.Has("separator"))
        {
            throw new RequestException(
                "The key 'separator' is missing: the id of the token that ends a part.",
                fields.Where,
                "BERT's [SEP] is 102; without parts leave 'types' out."
            );
        }
        return Presets.Bert(Vocabulary(fields), outcomes, settings);
    }

    private static int Vocabulary(JsonFields fields) =>
        fields.Integer("vocabulary", null, 2, TokenEmbedding.MostRows);

    private static int Width(JsonFields fields, string key, int usual) =>
        fields.Integer(key, usual, 1, MostWidth);

    private static double Dropout(JsonFields fields, double usual) =>
        fields.Number("dropout", usual, value => value is >= 0 and < 1, "of at least 0 and below 1");

    private static TextPooling Pooling(JsonFields fields)
    {
        string[] names = ["first", "first_relu", "mean", "attention"];
        string name = fields.Text("pooling") ?? names[0];
        int found = Array.IndexOf(names, name);
        return found >= 0
            ? (TextPooling)found
            : throw new RequestException(
                $"Unknown pooling '{(name.Length <= 40 ? name : name[..40] + "...")}'.",
                fields.At("pooling"),
                NearestName.Hint(name, names)
            );
    }
}
