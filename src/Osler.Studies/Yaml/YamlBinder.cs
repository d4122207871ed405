using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Osler.Core.Collections;
using Osler.Core.Faults;
using Osler.Core.Words;

namespace Osler.Studies.Yaml;

/// <summary>A name and what it stands for: an entry of a map whose keys the user chooses, in the order written.</summary>
/// <param name="Name">The key.</param>
/// <param name="Value">Its value.</param>
public sealed record Named<T>(string Name, T Value);

/// <summary>A value with a form of its own in the study file, e.g. a network.</summary>
internal interface IYamlForm<TSelf>
    where TSelf : IYamlForm<TSelf>
{
    static abstract TSelf Read(YamlNode node, string path);

    YamlNode Write();

    static abstract System.Text.Json.Nodes.JsonObject Schema();
}

/// <summary>Turns plain YAML data into settings records, strictly: an unknown key or a wrong type is an error.</summary>
internal static class YamlBinder
{
    /// <exception cref="RequestException">Names the file, the line, the key and what was expected.</exception>
    public static T Bind<T>(YamlNode node, string path = "") => (T)Value(typeof(T), node, path)!;

    internal static object? Value(Type type, YamlNode node, string path)
    {
        if (IsList(type))
            return List(type, node, path);
        if (HasOwnForm(type))
            return Generic(nameof(Form), type, node, path);
        if (type.IsAbstract)
            return Choice(type, node, path);
        return IsScalar(type) ? Scalar(type, node, path) : Record(type, node, path);
    }

    internal static bool IsScalar(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string);

    internal static bool HasOwnForm(Type type) =>
        type.GetInterfaces()
            .Any(made => made.IsGenericType && made.GetGenericTypeDefinition() == typeof(IYamlForm<>));

    internal static bool IsList(Type type) =>
        type.IsGenericType
        && (
            type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            || type.GetGenericTypeDefinition() == typeof(ValueList<>)
        );

    internal static bool IsNamed(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Named<>);

    internal static RequestException Wrong(
        YamlNode node,
        string path,
        string expected,
        string? remedy = null
    ) => new($"expected {expected}, got {node.Kind}.", node.At.With(path), remedy);

    private static object Record(Type type, YamlNode node, string path)
    {
        if (node is not YamlMap map)
            throw Wrong(node, path, "a map of keys and values");
        RecordShape shape = RecordShape.Of(type);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (YamlEntry entry in map.Entries)
        {
            RecordKey key =
                shape.Keys.FirstOrDefault(known => known.Name == entry.Key)
                ?? throw Unknown(entry, path, shape.Keys.Select(known => known.Name));
            string below = Below(path, entry.Key);
            bool nothing = entry.Value is YamlScalar { IsNull: true };
            if (nothing && key.Required)
                throw Wrong(entry.Value, below, Expected(key.Type));
            if (!nothing)
                values[key.Name] = Value(key.Type, entry.Value, below);
            else if (key.Nullable)
                values[key.Name] = null;
        }
        foreach (RecordKey key in shape.Keys)
            if (key.Required && !values.ContainsKey(key.Name))
                throw new RequestException(
                    $"the key '{key.Name}' is missing.",
                    node.At.With(path),
                    $"Add '{key.Name}: ...' ({Expected(key.Type)})."
                );
        return Made(shape, values, node, path);
    }

    private static object Made(
        RecordShape shape,
        Dictionary<string, object?> values,
        YamlNode node,
        string path
    )
    {
        try
        {
            return shape.Make(values);
        }
        catch (RequestException fault) when (fault.Where is null)
        {
            throw new RequestException(fault.What, node.At.With(path), fault.Remedy, fault);
        }
        catch (ArgumentException fault)
        {
            string key = fault.ParamName ?? "";
            YamlNode? written = (node as YamlMap)?[key];
            string? given =
                written is YamlScalar scalar ? scalar.Kind
                : RecordShape.Refused(fault) is { } refused ? $"'{Cited.Text($"{refused}")}'"
                : null;
            string value = given is null ? "" : $"{given} is not possible here: ";
            throw new RequestException(
                $"{value}{Range(fault.Message)}.",
                (written ?? node).At.With(written is null ? path : Below(path, key)),
                null,
                fault
            );
        }
    }

    // "value ('0') must be greater than or equal to '1'. (Parameter 'value')" loses its first and last words.
    private static string Range(string message)
    {
        string plain = message.Split(" (Parameter '", 2)[0].Split('\n', 2)[0].TrimEnd('.');
        int start = plain.IndexOf("') must", StringComparison.Ordinal);
        return (start < 0 ? plain : plain[(start + 3)..])
            .Replace(
                "must be a non-negative and non-zero value",
                "must be more than 0",
                StringComparison.Ordinal
            )
            .Replace("must be a non-negative value", "must not be negative", StringComparison.Ordinal);
    }

    private static object Choice(Type type, YamlNode node, string path)
    {
        var choices = RecordShape.Choices(type);
        (string name, YamlNode? arguments) = node switch
        {
            YamlScalar { IsNull: false } scalar => (scalar.Text, null),
            YamlMap { Entries: [var only] } => (only.Key, only.Value),
            _ => throw Wrong(node, path, "a name, or one name with its settings as 'name: {key: value}'"),
        };
        if (!choices.TryGetValue(name, out Type? chosen))
            throw new RequestException(
                $"'{Cited.Text(name)}' is not one of {string.Join(", ", choices.Keys)}.",
                node.At.With(path),
                NearestName.Of(name, choices.Keys) is { } near ? $"Did you mean '{near}'?" : null
            );
        string below = Below(path, name);
        if (arguments is null or YamlScalar { IsNull: true })
            return Record(chosen, new YamlMap([], node.At), below);
        if (arguments is not YamlMap && RecordShape.Of(chosen).Short is { } key)
            arguments = new YamlMap([new YamlEntry(key.Name, arguments, arguments.At)], arguments.At);
        return Record(chosen, arguments, below);
    }

    private static object List(Type type, YamlNode node, string path)
    {
        Type element = type.GetGenericArguments()[0];
        var items = new List<object?>();
        if (IsNamed(element))
        {
            if (node is not YamlMap map)
                throw Wrong(node, path, "a map from names to settings");
            Type inner = element.GetGenericArguments()[0];
            foreach (YamlEntry entry in map.Entries)
            {
                YamlNode value =
                    entry.Value is YamlScalar { IsNull: true } && !IsScalar(inner)
                        ? new YamlMap([], entry.At)
                        : entry.Value;
                items.Add(
                    Activator.CreateInstance(element, entry.Key, Value(inner, value, Below(path, entry.Key)))
                );
            }
        }
        else if (node is YamlList list)
        {
            for (int i = 0; i < list.Items.Length; i++)
                items.Add(Value(element, list.Items[i], string.Create(null, $"{path}[{i}]")));
        }
        else if (node is YamlScalar { IsNull: false } single)
        {
            items.Add(Value(element, single, path));
        }
        else
        {
            throw Wrong(node, path, "a list", "Write it as [first, second], or one item a line with '- '.");
        }
        return type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            ? Generic(nameof(Packed), element, items)!
            : Generic(nameof(PackedByValue), element, items)!;
    }

    private static object? Generic(string method, Type type, params object[] arguments) =>
        typeof(YamlBinder)
            .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static T Form<T>(YamlNode node, string path)
        where T : IYamlForm<T> => T.Read(node, path);

    private static ImmutableArray<T> Packed<T>(List<object?> items) => [.. items.Cast<T>()];

    private static ValueList<T> PackedByValue<T>(List<object?> items) => [.. items.Cast<T>()];

    private static object Scalar(Type type, YamlNode node, string path)
    {
        if (node is not YamlScalar { IsNull: false } scalar)
            throw Wrong(node, path, Expected(type));
        string text = scalar.Text;
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (type == typeof(string))
            return text;
        if (type.IsEnum)
        {
            string[] names = Enum.GetNames(type);
            int at = Array.FindIndex(names, name => RecordShape.Snake(name) == text);
            return at >= 0
                ? Enum.Parse(type, names[at])
                : throw Wrong(
                    node,
                    path,
                    Expected(type),
                    NearestName.Of(text, names.Select(RecordShape.Snake)) is { } near
                        ? $"Did you mean '{near}'?"
                        : null
                );
        }
        if (type == typeof(bool) && !scalar.Quoted && text is "true" or "false")
            return text == "true";
        if (
            type == typeof(int)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out int whole)
        )
            return whole;
        if (
            type == typeof(long)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out long large)
        )
            return large;
        if (
            (type == typeof(double) || type == typeof(float))
            && double.TryParse(text, NumberStyles.Float, invariant, out double number)
            && double.IsFinite(number)
        )
            return type == typeof(float) ? (float)number : number;
        throw Wrong(
            node,
            path,
            Expected(type),
            text.Contains(',', StringComparison.Ordinal) && type != typeof(bool)
                ? "Write decimals with a point: 1.5."
                : null
        );
    }

    internal static string Expected(Type type) =>
        type == typeof(string) ? "text"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(double) || type == typeof(float) ? "a number"
        : type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type).Select(RecordShape.Snake))
        : type.IsGenericType ? "a list"
        : "settings";

    private static RequestException Unknown(YamlEntry entry, string path, IEnumerable<string> known)
    {
        string[] names = [.. known];
        return new RequestException(
            $"'{Cited.Text(entry.Key)}' is not a known key.",
            entry.At.With(path),
            NearestName.Of(entry.Key, names) is { } near
                ? $"Did you mean '{near}'?"
                : $"Known keys: {string.Join(", ", names)}."
        );
    }

    internal static string Below(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
