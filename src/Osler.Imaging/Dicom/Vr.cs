namespace Osler.Imaging.Dicom;

/// <summary>Value representation: what kind of value an element holds (PS3.5 section 6.2, table 6.2-1).</summary>
public enum Vr : ushort
{
    /// <summary>Application entity: a program's name.</summary>
    AE = 'A' << 8 | 'E',

    /// <summary>Age: 3 digits and D, W, M or Y.</summary>
    AS = 'A' << 8 | 'S',

    /// <summary>A tag.</summary>
    AT = 'A' << 8 | 'T',

    /// <summary>Code: capitals, digits, blank and underscore.</summary>
    CS = 'C' << 8 | 'S',

    /// <summary>Date: YYYYMMDD.</summary>
    DA = 'D' << 8 | 'A',

    /// <summary>Number in decimal digits.</summary>
    DS = 'D' << 8 | 'S',

    /// <summary>Date and time.</summary>
    DT = 'D' << 8 | 'T',

    /// <summary>Double in 8 bytes.</summary>
    FD = 'F' << 8 | 'D',

    /// <summary>Float in 4 bytes.</summary>
    FL = 'F' << 8 | 'L',

    /// <summary>Whole number in decimal digits.</summary>
    IS = 'I' << 8 | 'S',

    /// <summary>Text of at most 64 characters.</summary>
    LO = 'L' << 8 | 'O',

    /// <summary>Text of at most 10,240 characters.</summary>
    LT = 'L' << 8 | 'T',

    /// <summary>Bytes.</summary>
    OB = 'O' << 8 | 'B',

    /// <summary>Doubles.</summary>
    OD = 'O' << 8 | 'D',

    /// <summary>Floats.</summary>
    OF = 'O' << 8 | 'F',

    /// <summary>32-bit words.</summary>
    OL = 'O' << 8 | 'L',

    /// <summary>64-bit words.</summary>
    OV = 'O' << 8 | 'V',

    /// <summary>16-bit words.</summary>
    OW = 'O' << 8 | 'W',

    /// <summary>A person's name.</summary>
    PN = 'P' << 8 | 'N',

    /// <summary>Text of at most 16 characters.</summary>
    SH = 'S' << 8 | 'H',

    /// <summary>Signed 32-bit numbers.</summary>
    SL = 'S' << 8 | 'L',

    /// <summary>Sequence of items, each a data set.</summary>
    SQ = 'S' << 8 | 'Q',

    /// <summary>Signed 16-bit numbers.</summary>
    SS = 'S' << 8 | 'S',

    /// <summary>Text of at most 1,024 characters.</summary>
    ST = 'S' << 8 | 'T',

    /// <summary>Signed 64-bit numbers.</summary>
    SV = 'S' << 8 | 'V',

    /// <summary>Time: HHMMSS.</summary>
    TM = 'T' << 8 | 'M',

    /// <summary>Text of any length, several values.</summary>
    UC = 'U' << 8 | 'C',

    /// <summary>Unique identifier: digits and dots.</summary>
    UI = 'U' << 8 | 'I',

    /// <summary>Unsigned 32-bit numbers.</summary>
    UL = 'U' << 8 | 'L',

    /// <summary>Unknown, or not stated by the file (implicit VR).</summary>
    UN = 'U' << 8 | 'N',

    /// <summary>An address of the web.</summary>
    UR = 'U' << 8 | 'R',

    /// <summary>Unsigned 16-bit numbers.</summary>
    US = 'U' << 8 | 'S',

    /// <summary>Text of any length.</summary>
    UT = 'U' << 8 | 'T',

    /// <summary>Unsigned 64-bit numbers.</summary>
    UV = 'U' << 8 | 'V',
}

/// <summary>What a value representation says of an element's head.</summary>
internal static class VrHead
{
    /// <summary>Reads the two letters; false for anything that PS3.5 table 6.2-1 does not list.</summary>
    public static bool TryRead(byte first, byte second, out Vr vr)
    {
        vr = (Vr)((first << 8) | second);
        return vr
            is Vr.AE
                or Vr.AS
                or Vr.AT
                or Vr.CS
                or Vr.DA
                or Vr.DS
                or Vr.DT
                or Vr.FD
                or Vr.FL
                or Vr.IS
                or Vr.LO
                or Vr.LT
                or Vr.OB
                or Vr.OD
                or Vr.OF
                or Vr.OL
                or Vr.OV
                or Vr.OW
                or Vr.PN
                or Vr.SH
                or Vr.SL
                or Vr.SQ
                or Vr.SS
                or Vr.ST
                or Vr.SV
                or Vr.TM
                or Vr.UC
                or Vr.UI
                or Vr.UL
                or Vr.UN
                or Vr.UR
                or Vr.US
                or Vr.UT
                or Vr.UV;
    }

    /// <summary>Whether two reserved bytes and a 32-bit length follow (PS3.5 section 7.1.2, table 7.1-1).</summary>
    public static bool HasLongLength(Vr vr) =>
        vr
            is Vr.OB
                or Vr.OD
                or Vr.OF
                or Vr.OL
                or Vr.OV
                or Vr.OW
                or Vr.SQ
                or Vr.SV
                or Vr.UC
                or Vr.UN
                or Vr.UR
                or Vr.UT
                or Vr.UV;
}
