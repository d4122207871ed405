using System.Text.Json.Serialization;
using Osler.Core.Blocks;
using Osler.Core.Faults;

namespace Osler.Imaging.Augmentation;

/// <summary>Which views of an image are judged, and their answers averaged.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TestTimeViews>))]
public enum TestTimeViews
{
    /// <summary>The image alone.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The image and its mirror image.</summary>
    [JsonStringEnumMemberName("flip")]
    Flip,

    /// <summary>All four turns and their mirror images.</summary>
    [JsonStringEnumMemberName("turns_and_flips")]
    TurnsAndFlips,

    /// <summary>The four corners and the middle.</summary>
    [JsonStringEnumMemberName("five_crops")]
    FiveCrops,

    /// <summary>The same and their mirror images (Krizhevsky et al., NIPS 2012, section 4.1).</summary>
    [JsonStringEnumMemberName("ten_crops")]
    TenCrops,
}

/// <summary>Makes views of an image for judging it several times.</summary>
public static class TestTime
{
    /// <summary>The views, in a fixed order; the first is the image itself or its middle.</summary>
    /// <param name="views">Which.</param>
    /// <param name="input">Shape as prepared: [C, H, W] or [C, D, H, W].</param>
    /// <param name="size">What a crop is to measure, at most the image; null: all of it.</param>
    /// <exception cref="RequestException">A crop larger than the image, or quarter turns of an image that is not square.</exception>
    public static IReadOnlyList<AugmentationDraw> Views(TestTimeViews views, Shape input, Size? size = null)
    {
        (int height, int width) = (input[^2], input[^1]);
        (int down, int across) = (size?.Height ?? height, size?.Width ?? width);
        if (down > height || across > width)
            throw new RequestException(
                $"Crops of {down} x {across} do not fit into images of {height} x {width}.",
                "evaluation",
                "Prepare larger images, or state smaller crops."
            );
        if (views == TestTimeViews.TurnsAndFlips && down != across)
            throw new RequestException(
                $"Images of {down} x {across} are not square and can't be turned by 90 degrees.",
                "evaluation"
            );
        var middle = Corner((height - down) / 2, (width - across) / 2);
        PlaneMap[] crops = views is TestTimeViews.FiveCrops or TestTimeViews.TenCrops
            ?
            [
                middle,
                Corner(0, 0),
                Corner(0, width - across),
                Corner(height - down, 0),
                Corner(height - down, width - across),
            ]
            : [middle];
        var mirror = PlaneMap.Same with { ColumnColumn = -1, ColumnShift = across };
        var maps = crops.ToList();
        if (views == TestTimeViews.TurnsAndFlips)
            for (int turn = 1; turn < 4; turn++)
                maps.Add(maps[^1].After(new PlaneMap(0, 1, 0, -1, 0, across)));
        if (views is TestTimeViews.Flip or TestTimeViews.TurnsAndFlips or TestTimeViews.TenCrops)
            maps.AddRange(maps.ToArray().Select(map => map.After(mirror)));
        return
        [
            .. maps.Select(map =>
            {
                var geometry = new Geometry(height, width, input.Rank == 4 ? input[1] : 1);
                geometry.Add(map, down, across);
                return new AugmentationDraw(geometry, []);
            }),
        ];
    }

    private static PlaneMap Corner(double top, double left) =>
        PlaneMap.Same with
        {
            RowShift = top,
            ColumnShift = left,
        };
}
