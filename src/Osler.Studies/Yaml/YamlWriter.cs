using System.Collections;
using System.Globalization;
using System.Text;

namespace Osler.Studies.Yaml;

/// <summary>Turns settings records back into plain data, and plain data into YAML text that reads back the same.</summary>
internal static class YamlWriter
{
    private static readonly Place s_nowhere = new("", 0);

    public static string Write(object record) => Write(Node(record));

    public static string Write(YamlNode node)
    {
        var text = new StringBuilder();
        Append(text, node, 0, atLineStart: true);
        return text.ToString();
    }

    /// <summary>The settings on one line: <c>adamw: {learning_rate: 0.001}</c>.</summary>
    public static string Line(object record) =>
        Node(record) switch
        {
            YamlMap map when map.Entries is [var only] => $"{only.Key}: {Inline(only.Value)}",
            var node => Inline(node),
        };

    public static YamlScalar Text(string text, bool quoted = false) => new(text, quoted, s_nowhere);

    public static YamlMap Map(params IEnumerable<(string Key, YamlNode Value)> entries) =>
        new([.. entries.Select(entry => new YamlEntry(entry.Key, entry.Value, s_nowhere))], s_nowhere);

    public static YamlList List(IEnumerable<YamlNode> items) => new([.. items], s_nowhere);

    public static YamlNode Node(object? value)
    {
        switch (value)
        {
            case null:
                return Text("null");
            case string text:
                return Text(text, quoted: NeedsQuotes(text));
            case bool flag:
                return Text(flag ? "true" : "false");
            case Enum named:
                return Text(RecordShape.Snake(named.ToString()));
            case IFormattable number when value.GetType().IsPrimitive:
                return Text(number.ToString(null, CultureInfo.InvariantCulture));
            case IEnumerable items:
                object[] all = [.. items.Cast<object>()];
                Type element = value.GetType().GetGenericArguments()[0];
                return YamlBinder.IsNamed(element)
                    ? Map(all.Select(item => (NameOf(item), Node(ValueOf(item)))))
                    : List(all.Select(Node));
        }
        Type type = value.GetType();
        if (YamlBinder.HasOwnForm(type))
            return (YamlNode)
                type.GetInterfaces()
                    .Single(made =>
                        made.IsGenericType && made.GetGenericTypeDefinition() == typeof(IYamlForm<>)
                    )
                    .GetMethod("Write")!
                    .Invoke(value, null)!;
        YamlMap keys = Keys(value);
        Type? open = Open(type);
        if (open is null)
            return keys;
        string name = RecordShape.Choices(open).First(choice => choice.Value == type).Key;
        return keys.Entries.IsEmpty ? Text(name) : Map((name, keys));
    }

    // The abstract record that a key is declared as: the one furthest up.
    private static Type? Open(Type type)
    {
        Type? open = null;
        for (Type? parent = type.BaseType; parent is { IsAbstract: true }; parent = parent.BaseType)
            open = parent;
        return open;
    }

    private static YamlMap Keys(object record)
    {
        RecordShape shape = RecordShape.Of(record.GetType());
        return Map(
            shape
                .Keys.Select(key => (key, Value: key.Property.GetValue(record)))
                .Where(each => !IsUnsaid(shape, each.key, each.Value))
                .Select(each => (each.key.Name, each.Value is { } value ? Node(value) : Text("null")))
        );
    }

    // No value and no items need no line only where that is what a missing line means.
    private static bool IsUnsaid(RecordShape shape, RecordKey key, object? value) =>
        IsNothing(value) && (key.Required || IsNothing(shape.Default(key)));

    private static bool IsNothing(object? value) =>
        value is null
        || (YamlBinder.IsList(value.GetType()) && !((IEnumerable)value).GetEnumerator().MoveNext());

    private static string NameOf(object named) =>
        (string)named.GetType().GetProperty("Name")!.GetValue(named)!;

    private static object? ValueOf(object named) => named.GetType().GetProperty("Value")!.GetValue(named);

    private static void Append(StringBuilder text, YamlNode node, int indent, bool atLineStart)
    {
        switch (node)
        {
            case YamlMap { Entries.IsEmpty: false } map:
                foreach (YamlEntry entry in map.Entries)
                {
                    if (atLineStart)
                        text.Append(' ', indent);
                    atLineStart = true;
                    text.Append(Scalar(Text(entry.Key, NeedsQuotes(entry.Key)))).Append(':');
                    AppendBelow(text, entry.Value, indent + 2);
                }
                break;
            case YamlList { Items.IsEmpty: false } list:
                foreach (YamlNode item in list.Items)
                {
                    if (atLineStart)
                        text.Append(' ', indent);
                    atLineStart = true;
                    text.Append('-');
                    if (item is YamlMap { Entries.IsEmpty: false })
                    {
                        text.Append(' ');
                        Append(text, item, indent + 2, atLineStart: false);
                    }
                    else
                    {
                        AppendBelow(text, item, indent + 2);
                    }
                }
                break;
            default:
                text.Append(Inline(node)).Append('\n');
                break;
        }
    }

    private static void AppendBelow(StringBuilder text, YamlNode value, int indent)
    {
        bool block = value switch
        {
            YamlMap map => !map.Entries.IsEmpty,
            YamlList list => list.Items.Any(item => item is not YamlScalar),
            _ => false,
        };
        text.Append(block ? '\n' : ' ');
        if (block)
            Append(text, value, indent, atLineStart: true);
        else
            text.Append(Inline(value)).Append('\n');
    }

    internal static string Inline(YamlNode node) =>
        node switch
        {
            YamlScalar scalar => Scalar(scalar),
            YamlList list => "[" + string.Join(", ", list.Items.Select(Inline)) + "]",
            YamlMap map => "{"
                + string.Join(
                    ", ",
                    map.Entries.Select(entry =>
                        $"{Scalar(Text(entry.Key, NeedsQuotes(entry.Key)))}: {Inline(entry.Value)}"
                    )
                )
                + "}",
            _ => throw new ArgumentOutOfRangeException(nameof(node)),
        };

    private static string Scalar(YamlScalar scalar)
    {
        if (!scalar.Quoted)
            return scalar.Text;
        var quoted = new StringBuilder("\"");
        foreach (char letter in scalar.Text)
            quoted.Append(
                letter switch
                {
                    '"' => "\\\"",
                    '\\' => @"\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    _ when char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' =>
                        string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
                    _ => letter.ToString(),
                }
            );
        return quoted.Append('"').ToString();
    }

    // Plain only where no reader could take it for anything but this text.
    private static bool NeedsQuotes(string text) =>
        text.Length == 0
        || !(char.IsAsciiLetter(text[0]) || text[0] == '_')
        || text[^1] is ' ' or ':'
        || text
            is "null"
                or "Null"
                or "NULL"
                or "true"
                or "false"
                or "True"
                or "False"
                or "yes"
                or "no"
                or "on"
                or "off"
        || text.Contains(": ", StringComparison.Ordinal)
        || text.Contains(" #", StringComparison.Ordinal)
        || text.Any(letter =>
            letter
                is ','
                    or '['
                    or ']'
                    or '{'
                    or '}'
                    or '"'
                    or '\''
                    or '`'
                    or '\u2028'
                    or '\u2029'
                    or '\uFEFF'
            || char.IsControl(letter)
        );
}
