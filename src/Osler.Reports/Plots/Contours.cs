namespace Osler.Reports.Plots;

/// <summary>A point in units of grid cells.</summary>
internal readonly record struct GridPoint(double Column, double Row);

/// <summary>A ring around a region where the values reach a level.</summary>
/// <param name="Points">Corners in order; the last joins the first.</param>
/// <param name="OnLevel">Whether the edge that leaves each corner is the contour, not the grid's border.</param>
internal sealed record ContourRing(List<GridPoint> Points, List<bool> OnLevel);

/// <summary>Regions of a grid where the values reach a level, by marching squares.</summary>
/// <remarks>
/// Values between grid points are interpolated linearly (Lorensen and Cline 1987 in two dimensions); an ambiguous
/// cell is decided by its centre. Each cell gives the polygon of its part of the region; edges that two cells
/// share cancel, and what remains is joined into rings, counter-clockwise around the region as rows go up.
/// </remarks>
internal static class Contours
{
    /// <param name="values">Row-major [rows, columns], all finite.</param>
    /// <param name="columns">At least two.</param>
    /// <param name="level">Points where the value is at or above it belong to the region.</param>
    public static List<ContourRing> Region(ReadOnlySpan<double> values, int columns, double level)
    {
        int rows = values.Length / columns;
        var edges = new Edges();
        Span<int> corners = stackalloc int[4];
        Span<int> polygon = stackalloc int[8];
        for (int row = 0; row + 1 < rows; row++)
        for (int column = 0; column + 1 < columns; column++)
        {
            int at = row * columns + column;
            corners[0] = at;
            corners[1] = at + 1;
            corners[2] = at + columns + 1;
            corners[3] = at + columns;
            int above = 0;
            double centre = 0;
            foreach (int corner in corners)
            {
                above += values[corner] >= level ? 1 : 0;
                centre += values[corner] / 4;
            }
            if (above == 0)
                continue;
            bool saddle = above == 2 && values[corners[0]] >= level == values[corners[2]] >= level;
            if (saddle && centre < level)
            {
                Cut(values, corners, columns, level, edges);
                continue;
            }
            int length = 0;
            for (int side = 0; side < 4; side++)
            {
                int from = corners[side];
                int to = corners[(side + 1) % 4];
                if (values[from] >= level)
                    polygon[length++] = from;
                if (values[from] >= level != values[to] >= level)
                    polygon[length++] = Crossing(from, to, columns, values.Length);
            }
            for (int i = 0; i < length; i++)
                edges.Add(polygon[i], polygon[(i + 1) % length]);
        }
        return Rings(edges, values, columns, level);
    }

    /// <summary>A saddle whose middle is below the level: two corners stand apart as triangles.</summary>
    private static void Cut(
        ReadOnlySpan<double> values,
        ReadOnlySpan<int> corners,
        int columns,
        double level,
        Edges edges
    )
    {
        for (int side = 0; side < 4; side++)
        {
            int corner = corners[side];
            if (values[corner] < level)
                continue;
            int next = Crossing(corner, corners[(side + 1) % 4], columns, values.Length);
            int before = Crossing(corner, corners[(side + 3) % 4], columns, values.Length);
            edges.Add(corner, next);
            edges.Add(next, before);
            edges.Add(before, corner);
        }
    }

    /// <summary>Names the crossing of a grid edge: after all grid points, two for each point (right, up).</summary>
    private static int Crossing(int one, int other, int columns, int points)
    {
        int first = Math.Min(one, other);
        return points + 2 * first + (Math.Abs(one - other) == columns ? 1 : 0);
    }

    private static List<ContourRing> Rings(
        Edges edges,
        ReadOnlySpan<double> values,
        int columns,
        double level
    )
    {
        List<ContourRing> rings = [];
        while (edges.Start() is { } start)
        {
            var ring = new ContourRing([], []);
            int at = start;
            do
            {
                int next = edges.Take(at);
                ring.Points.Add(Place(at, values, columns, level));
                ring.OnLevel.Add(at >= values.Length && next >= values.Length);
                at = next;
            } while (at != start);
            rings.Add(ring);
        }
        return rings;
    }

    private static GridPoint Place(int name, ReadOnlySpan<double> values, int columns, double level)
    {
        if (name < values.Length)
            return new GridPoint(name % columns, name / columns);
        int from = (name - values.Length) / 2;
        bool up = (name - values.Length) % 2 == 1;
        int to = from + (up ? columns : 1);
        double share = (level - values[from]) / (values[to] - values[from]);
        double column = from % columns;
        double row = from / columns;
        return up ? new GridPoint(column, row + share) : new GridPoint(column + share, row);
    }

    /// <summary>Directed edges by their start; an edge and its reverse cancel.</summary>
    private sealed class Edges
    {
        private readonly SortedDictionary<int, List<int>> _ends = [];

        public void Add(int from, int to)
        {
            if (_ends.TryGetValue(to, out var back) && back.Remove(from))
            {
                if (back.Count == 0)
                    _ends.Remove(to);
                return;
            }
            if (!_ends.TryGetValue(from, out var ends))
                _ends[from] = ends = [];
            ends.Add(to);
        }

        public int? Start()
        {
            foreach (int start in _ends.Keys)
                return start;
            return null;
        }

        public int Take(int from)
        {
            var ends = _ends[from];
            int to = ends[^1];
            ends.RemoveAt(ends.Count - 1);
            if (ends.Count == 0)
                _ends.Remove(from);
            return to;
        }
    }
}
