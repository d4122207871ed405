using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Osler.Studies.Yaml;

/// <summary>One key of a settings record, as the study file sees it.</summary>
/// <param name="Name">Snake case, as written.</param>
/// <param name="Property">Where the value is read back.</param>
/// <param name="Parameter">The constructor's parameter, where the record is positional there.</param>
/// <param name="Required">No default: must be written.</param>
/// <param name="Nullable">May be nothing.</param>
internal sealed record RecordKey(
    string Name,
    PropertyInfo Property,
    ParameterInfo? Parameter,
    bool Required,
    bool Nullable
)
{
    public Type Type => System.Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;
}

/// <summary>
/// The keys of a settings record, found from the record itself: reader, writer and JSON Schema of the study file all
/// follow this one description, so they can't disagree.
/// </summary>
internal sealed class RecordShape
{
    private static readonly ConcurrentDictionary<Type, RecordShape> s_known = new();

    private readonly ConstructorInfo _constructor;
    private readonly Lazy<object> _prototype;

    private RecordShape(Type type)
    {
        Type = type;
        _constructor = type.GetConstructors()
            .Where(made => !made.GetParameters().Any(parameter => parameter.ParameterType == type))
            .MaxBy(made => made.GetParameters().Length)!;
        var nullability = new NullabilityInfoContext();
        var parameters = _constructor.GetParameters();
        Keys =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanWrite && property.GetIndexParameters().Length == 0)
                .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
                .Select(property => Key(property, parameters, nullability)),
        ];
        _prototype = new Lazy<object>(() => Construct(parameters.Select(Fallback)));
    }

    public Type Type { get; }

    /// <summary>In the order of declaration.</summary>
    public ImmutableArray<RecordKey> Keys { get; }

    public static RecordShape Of(Type type) => s_known.GetOrAdd(type, static made => new RecordShape(made));

    /// <summary>The value of a key that is not written.</summary>
    public object? Default(RecordKey key) => key.Property.GetValue(_prototype.Value);

    /// <summary>The record with the given values; keys left out keep their defaults.</summary>
    /// <exception cref="ArgumentException">A value outside its range, as the record says it.</exception>
    public object Make(IReadOnlyDictionary<string, object?> values)
    {
        object made;
        try
        {
            made = Construct(
                _constructor
                    .GetParameters()
                    .Select(parameter =>
                        values.TryGetValue(Snake(parameter.Name!), out object? value)
                            ? value
                            : Fallback(parameter)
                    )
            );
        }
        catch (ArgumentException fault)
        {
            throw new ArgumentException(fault.Message, KeyOf(fault, values), fault);
        }
        foreach (RecordKey key in Keys)
            if (key.Parameter is null && values.TryGetValue(key.Name, out object? value))
                Set(made, key, value);
        return made;
    }

    /// <summary>The concrete records behind an abstract one, by the name that the study file uses.</summary>
    public static ImmutableSortedDictionary<string, Type> Choices(Type abstractType)
    {
        var named = abstractType
            .GetCustomAttributes<JsonDerivedTypeAttribute>()
            .Where(choice => choice.TypeDiscriminator is string)
            .ToImmutableSortedDictionary(
                choice => (string)choice.TypeDiscriminator!,
                choice => choice.DerivedType,
                StringComparer.Ordinal
            );
        return named.Count > 0
            ? named
            : abstractType
                .Assembly.GetTypes()
                .Where(type => !type.IsAbstract && type.IsSubclassOf(abstractType))
                .ToImmutableSortedDictionary(type => Snake(type.Name), type => type, StringComparer.Ordinal);
    }

    /// <summary>
    /// The key that a bare value stands for: <c>folds: 5</c> is short for <c>folds: {count: 5}</c>. A record has one
    /// where it has but one key, or where its first is a whole number.
    /// </summary>
    public RecordKey? Short =>
        Keys is [var only] ? only
        : Keys is [var first, ..] && first.Type == typeof(int) ? first
        : null;

    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>The value that a record refused, where its exception tells; null otherwise.</summary>
    public static object? Refused(ArgumentException fault) =>
        (
            (fault as ArgumentOutOfRangeException) ?? (fault.InnerException as ArgumentOutOfRangeException)
        )?.ActualValue;

    // The key that a constructor refused: by its parameter's name, or, where a setter behind it calls its argument
    // 'value', by that value.
    private static string KeyOf(ArgumentException fault, IReadOnlyDictionary<string, object?> values)
    {
        string named = Snake(fault.ParamName ?? "");
        return values.ContainsKey(named) || Refused(fault) is not { } refused
            ? named
            : values.FirstOrDefault(pair => refused.Equals(pair.Value)).Key ?? named;
    }

    private static void Set(object made, RecordKey key, object? value)
    {
        try
        {
            Unwrapped(() => key.Property.SetValue(made, value));
        }
        catch (ArgumentException fault)
        {
            // The setter only knows its argument as 'value'; the reader knows the key.
            throw new ArgumentException(fault.Message, key.Name, fault);
        }
    }

    private static RecordKey Key(
        PropertyInfo property,
        ParameterInfo[] parameters,
        NullabilityInfoContext nullability
    )
    {
        ParameterInfo? parameter = parameters.FirstOrDefault(candidate => candidate.Name == property.Name);
        bool required =
            parameter is { HasDefaultValue: false }
            || property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute));
        bool nullable = nullability.Create(property).WriteState == NullabilityState.Nullable;
        return new RecordKey(Snake(property.Name), property, parameter, required, nullable);
    }

    private object Construct(IEnumerable<object?> arguments)
    {
        object?[] given = [.. arguments];
        return Unwrapped(() => _constructor.Invoke(given));
    }

    private static object? Fallback(ParameterInfo parameter) =>
        parameter.HasDefaultValue && parameter.DefaultValue is not null
            ? parameter.ParameterType.IsEnum
                ? Enum.ToObject(parameter.ParameterType, parameter.DefaultValue)
                : parameter.DefaultValue
            : parameter.ParameterType.IsValueType
                ? Activator.CreateInstance(parameter.ParameterType)
                : null;

    private static T Unwrapped<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (TargetInvocationException fault) when (fault.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    private static void Unwrapped(Action call) =>
        Unwrapped(() =>
        {
            call();
            return true;
        });
}
