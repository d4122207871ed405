namespace Osler.Imaging.Dicom;

/// <summary>The name of a data element: group and element number (PS3.5 section 7.1).</summary>
/// <param name="Group">Group number; odd ones are private (PS3.5 section 7.8).</param>
/// <param name="Number">Element number within the group.</param>
/// <param name="Usual">
/// What the value is by the dictionary (PS3.6 section 6), for files that don't say it (implicit VR) or say UN.
/// </param>
public readonly record struct Tag(ushort Group, ushort Number, Vr Usual = Vr.UN)
{
    internal uint Code => ((uint)Group << 16) | Number;

    /// <summary>(gggg,eeee) in hexadecimal digits.</summary>
    public override string ToString() => Written(Code);

    internal static string Written(uint code) => $"({code >> 16:X4},{code & 0xFFFF:X4})";
}
