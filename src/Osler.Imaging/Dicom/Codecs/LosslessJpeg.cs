using System.Buffers.Binary;
using Osler.Core.Faults;
using Osler.Imaging.Jpeg;

namespace Osler.Imaging.Dicom.Codecs;

/// <summary>Lossless JPEG by prediction and Huffman codes (ISO 10918-1 annex H, process 14, every predictor).</summary>
internal static class LosslessJpeg
{
    /// <summary>Samples [H, W, C].</summary>
    /// <exception cref="DataException">The stream is damaged, or its components differ in size.</exception>
    public static ushort[] Decode(ReadOnlySpan<byte> stream, JpegHead head, string? where)
    {
        if (
            head.Components.Any(component =>
                component.Horizontal != head.Components[0].Horizontal
                || component.Vertical != head.Components[0].Vertical
            )
        )
            throw new DataException("Lossless JPEG with components of different sizes is not read.", where);
        // A sample takes at least one bit.
        long samples = (long)head.Rows * head.Columns * head.Components.Count;
        if (samples > stream.Length * 8L)
            throw new DataException(
                $"{stream.Length} bytes of lossless JPEG can't hold {samples} samples.",
                where
            );
        ushort[] pixels = new ushort[samples];
        var tables = new JpegHuffman?[4];
        int restart = 0;
        int scans = 0;
        bool[] isDone = new bool[head.Components.Count];
        int at = 2;
        while (JpegHead.TrySegment(stream, ref at, out byte marker, out var content))
        {
            switch (marker)
            {
                case 0xC4:
                    ReadTables(content, tables, where);
                    break;
                case 0xDD when content.Length >= 2:
                    restart = BinaryPrimitives.ReadUInt16BigEndian(content);
                    break;
                case 0xDA:
                    if (++scans > head.Components.Count)
                        return pixels;
                    var scan = Scan.Of(content, head, tables, restart, where);
                    foreach (int component in scan.Components)
                        isDone[component] = true;
                    scan.Decode(stream[at..], pixels, where);
                    break;
            }
        }
        if (isDone.Contains(false))
            throw new DataException("A component of a JPEG frame is missing.", where, "Get the file again.");
        return pixels;
    }

    private static void ReadTables(ReadOnlySpan<byte> content, JpegHuffman?[] tables, string? where)
    {
        while (content.Length >= 17)
        {
            var counts = content.Slice(1, 16);
            int values = 0;
            foreach (byte count in counts)
                values += count;
            if (content.Length < 17 + values || values > 256)
                break;
            tables[content[0] & 3] =
                JpegHuffman.Of(counts, content.Slice(17, values))
                ?? throw new DataException("A Huffman table of a JPEG frame is impossible.", where);
            content = content[(17 + values)..];
        }
    }

    private sealed class Scan
    {
        private readonly JpegHead _head;
        private readonly JpegHuffman[] _tables;
        private readonly int _predictor;
        private readonly int _pointTransform;
        private readonly int _restartRows;

        public int[] Components { get; }

        private Scan(
            JpegHead head,
            int[] components,
            JpegHuffman[] tables,
            int predictor,
            int point,
            int rows
        )
        {
            (_head, Components, _tables) = (head, components, tables);
            (_predictor, _pointTransform, _restartRows) = (predictor, point, rows);
        }

        public static Scan Of(
            ReadOnlySpan<byte> content,
            JpegHead head,
            JpegHuffman?[] tables,
            int restart,
            string? where
        )
        {
            int count = content.Length == 0 ? 0 : content[0];
            if (count is < 1 or > 4 || content.Length < 4 + 2 * count || count > head.Components.Count)
                throw new DataException("The scan of a JPEG frame has no header.", where);
            int[] components = new int[count];
            var chosen = new JpegHuffman[count];
            for (int i = 0; i < count; i++)
            {
                byte id = content[1 + 2 * i];
                components[i] = -1;
                for (int k = 0; k < head.Components.Count; k++)
                    if (head.Components[k].Id == id && !components.AsSpan(0, i).Contains(k))
                        components[i] = k;
                if (components[i] < 0)
                    throw new DataException("The scan of a JPEG frame names no component of it.", where);
                chosen[i] =
                    tables[(content[2 + 2 * i] >> 4) & 3]
                    ?? throw new DataException("A Huffman table of a JPEG frame is missing.", where);
            }
            int predictor = content[1 + 2 * count];
            int point = content[3 + 2 * count] & 15;
            if (predictor is < 1 or > 7 || point >= head.Precision)
                throw new DataException($"Lossless JPEG with predictor {predictor} is not read.", where);
            if (restart % head.Columns != 0)
                throw new DataException(
                    "Lossless JPEG restarts within a row, which ISO 10918-1 H.1.1 forbids.",
                    where
                );
            return new(head, components, chosen, predictor, point, restart / head.Columns);
        }

        public void Decode(ReadOnlySpan<byte> stream, Span<ushort> pixels, string? where)
        {
            int count = Components.Length;
            int columns = _head.Columns;
            int all = _head.Components.Count;
            int[] differences = new int[columns * count];
            var bits = new JpegBits(stream);
            bool isFirst = true;
            for (int row = 0; row < _head.Rows; row++)
            {
                if (_restartRows > 0 && row > 0 && row % _restartRows == 0)
                {
                    if (!bits.TryRestart())
                        throw Damaged(row, where);
                    isFirst = true;
                }
                if (!TryDifferences(ref bits, differences) || bits.Overrun > 64)
                    throw Damaged(row, where);
                for (int i = 0; i < count; i++)
                {
                    var line = pixels.Slice(row * columns * all, columns * all);
                    var above = isFirst ? default : pixels.Slice((row - 1) * columns * all, columns * all);
                    Predict(
                        line[Components[i]..],
                        isFirst ? default : above[Components[i]..],
                        all,
                        differences.AsSpan(i),
                        count
                    );
                }
                isFirst = false;
            }
            if (_pointTransform > 0)
                foreach (int component in Components)
                    for (int at = component; at < pixels.Length; at += all)
                        pixels[at] <<= _pointTransform;
        }

        /// <summary>One row of differences (H.1.2.2, table H.2); a difference of category 16 is 32,768.</summary>
        private bool TryDifferences(ref JpegBits bits, int[] differences)
        {
            var tables = _tables;
            int component = 0;
            foreach (ref int difference in differences.AsSpan())
            {
                bits.Fill();
                int category = tables[component].Decode(ref bits);
                if (++component == tables.Length)
                    component = 0;
                if ((uint)category > 16)
                    return false;
                if (category is 0 or 16)
                {
                    difference = category << 11;
                    continue;
                }
                int value = (int)bits.Read(category);
                // A number whose first bit is 0 is negative (F.1.2.1, EXTEND).
                int isNegative = (value >> (category - 1)) - 1;
                difference = value + (isNegative & (1 - (1 << category)));
            }
            return true;
        }

        /// <summary>Adds the prediction of table H.1, modulo 65,536.</summary>
        private void Predict(
            Span<ushort> line,
            ReadOnlySpan<ushort> above,
            int step,
            ReadOnlySpan<int> differences,
            int differenceStep
        )
        {
            int columns = _head.Columns;
            int left = above.IsEmpty ? 1 << (_head.Precision - _pointTransform - 1) : above[0];
            left = (ushort)(left + differences[0]);
            line[0] = (ushort)left;
            int at = step;
            int from = differenceStep;
            if (above.IsEmpty || _predictor == 1)
            {
                for (int i = 1; i < columns; i++, at += step, from += differenceStep)
                    line[at] = (ushort)(left = (ushort)(left + differences[from]));
                return;
            }
            int corner = above[0];
            for (int i = 1; i < columns; i++, at += step, from += differenceStep)
            {
                int up = above[at];
                int predicted = _predictor switch
                {
                    2 => up,
                    3 => corner,
                    4 => left + up - corner,
                    5 => left + ((up - corner) >> 1),
                    6 => up + ((left - corner) >> 1),
                    _ => (left + up) >> 1,
                };
                corner = up;
                line[at] = (ushort)(left = (ushort)(predicted + differences[from]));
            }
        }

        private static DataException Damaged(int row, string? where) =>
            new($"A lossless JPEG frame is damaged or ends in row {row + 1}.", where, "Get the file again.");
    }
}
