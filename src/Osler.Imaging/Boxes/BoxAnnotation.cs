using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Imaging.Files;

namespace Osler.Imaging.Boxes;

/// <summary>A box with what it surrounds.</summary>
/// <param name="Name">The class as the annotation names it, e.g. a synset's number.</param>
/// <param name="Box">In pixels of the image.</param>
public readonly record struct NamedBox(string Name, PixelBox Box);

/// <summary>A file of boxes in PASCAL VOC's format, as ImageNet has one for each annotated image.</summary>
/// <remarks>
/// <c>annotation/object</c> with <c>name</c> and <c>bndbox</c> (<c>xmin, ymin, xmax, ymax</c>). Document types, external
/// entities and anything that is not in the file itself are refused.
/// </remarks>
public static class BoxAnnotation
{
    // An annotation of a hundred objects has some 40 kB.
    private const long MostBytes = 4 << 20;

    private const int MostBoxes = 10_000;

    /// <summary>Reads the boxes of a file.</summary>
    /// <param name="path">An XML file.</param>
    /// <param name="where">What to call it in messages; null: its path.</param>
    /// <exception cref="DataException">Absent, no XML, too large, or a box that is none.</exception>
    public static ImmutableArray<NamedBox> Read(string path, string? where = null) =>
        FileReading.Guard(
            where ?? path,
            () =>
            {
                using var stream = File.OpenRead(path);
                return Read(stream, where ?? path);
            }
        );

    /// <summary>Reads boxes.</summary>
    /// <param name="stream">XML.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DataException">No XML, too large, or a box that is none.</exception>
    public static ImmutableArray<NamedBox> Read(Stream stream, string where)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var settings = new XmlReaderSettings
        {
            // Read, so that it can be told; nothing that it names is looked at.
            DtdProcessing = DtdProcessing.Parse,
            XmlResolver = null,
            MaxCharactersInDocument = MostBytes,
            MaxCharactersFromEntities = 1024,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        };
        var boxes = ImmutableArray.CreateBuilder<NamedBox>();
        try
        {
            using var reader = XmlReader.Create(stream, settings);
            while (reader.Read() && reader.NodeType != XmlNodeType.Element)
                if (reader.NodeType == XmlNodeType.DocumentType)
                    throw new DataException(
                        "The annotation begins with <!DOCTYPE ...>, which files of boxes have no need of and which is not read.",
                        where,
                        "Delete the part <!DOCTYPE ...>."
                    );
            if (reader.Name != "annotation")
                throw new DataException(
                    "The file is no annotation: its outermost element is not <annotation>.",
                    where
                );
            while (reader.Read())
            {
                if (reader is not { NodeType: XmlNodeType.Element, Depth: 1, Name: "object" })
                    continue;
                if (boxes.Count == MostBoxes)
                    throw new DataException($"The file has more than {MostBoxes} objects.", where);
                using var inner = reader.ReadSubtree();
                boxes.Add(Object(inner, where));
            }
        }
        catch (XmlException fault)
        {
            throw new DataException(
                $"The annotation is no sound XML: {fault.Message}",
                where,
                "Get the file again.",
                fault
            );
        }
        return boxes.ToImmutable();
    }

    private static NamedBox Object(XmlReader reader, string where)
    {
        string? name = null;
        var sides = new double?[4];
        string? leaf = null;
        bool inBox = false;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth == 1:
                    inBox = reader.Name == "bndbox";
                    leaf = reader.Name;
                    break;
                case XmlNodeType.Element when reader.Depth == 2:
                    leaf = reader.Name;
                    break;
                case XmlNodeType.Text when leaf == "name" && reader.Depth == 2:
                    name ??= reader.Value.Trim();
                    break;
                case XmlNodeType.Text when inBox && reader.Depth == 3 && Side(leaf) is { } side:
                    sides[side] = Number(reader.Value, where);
                    break;
            }
        }
        if (name is null || sides is not [{ } left, { } top, { } right, { } bottom])
            throw new DataException("An object has no name or no whole box (xmin, ymin, xmax, ymax).", where);
        if (right < left || bottom < top)
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A box of '{name}' ends before it begins: {left}, {top} to {right}, {bottom}."
                ),
                where
            );
        return new NamedBox(name, new PixelBox(left, top, right, bottom));
    }

    private static int? Side(string? name) =>
        name switch
        {
            "xmin" => 0,
            "ymin" => 1,
            "xmax" => 2,
            "ymax" => 3,
            _ => null,
        };

    private static double Number(string text, string where) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && Math.Abs(number) <= 1e6
            ? number
            : throw new DataException(
                $"'{(text.Length <= 40 ? text : text[..40])}' is no side of a box.",
                where
            );
}
