using System.Globalization;

namespace Osler.Core.Weights;

/// <summary>Names of the pickle operations that are refused, as Python's pickletools has them.</summary>
internal static class PickleNames
{
    private static readonly Dictionary<byte, string> s_names = new()
    {
        [(byte)'I'] = "INT",
        [(byte)'L'] = "LONG",
        [(byte)'F'] = "FLOAT",
        [(byte)'S'] = "STRING",
        [(byte)'V'] = "UNICODE",
        [(byte)'g'] = "GET",
        [(byte)'p'] = "PUT",
        [(byte)'P'] = "PERSID",
        [(byte)'i'] = "INST",
        [(byte)'o'] = "OBJ",
        [0x81] = "NEWOBJ",
        [0x82] = "EXT1",
        [0x83] = "EXT2",
        [0x84] = "EXT4",
        [0x8e] = "BINBYTES8",
        [0x8f] = "EMPTY_SET",
        [0x90] = "ADDITEMS",
        [0x91] = "FROZENSET",
        [0x92] = "NEWOBJ_EX",
        [0x96] = "BYTEARRAY8",
        [0x97] = "NEXT_BUFFER",
        [0x98] = "READONLY_BUFFER",
    };

    public static string Of(byte code) =>
        s_names.TryGetValue(code, out string? name)
            ? name
            : string.Create(CultureInfo.InvariantCulture, $"0x{code:x2}");
}
