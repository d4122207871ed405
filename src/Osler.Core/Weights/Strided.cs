namespace Osler.Core.Weights;

/// <summary>Copies numbers out of a view: number (i, j) lies at offset + i steps[0] + j steps[1].</summary>
internal static class Strided
{
    /// <param name="numbers">Where they lie.</param>
    /// <param name="offset">Place of the first.</param>
    /// <param name="shape">Sizes of the view; every place of it must lie among the numbers.</param>
    /// <param name="steps">For each axis how far the next number is.</param>
    /// <returns>Row-major.</returns>
    public static float[] Copy(
        ReadOnlySpan<float> numbers,
        long offset,
        ReadOnlySpan<int> shape,
        ReadOnlySpan<long> steps
    )
    {
        long count = 1;
        foreach (int size in shape)
            count *= size;
        float[] values = new float[count];
        int[] place = new int[shape.Length];
        long from = offset;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = numbers[checked((int)from)];
            // Counts like an odometer, the last axis fastest.
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += steps[axis];
                if (++place[axis] < shape[axis])
                    break;
                from -= steps[axis] * place[axis];
                place[axis] = 0;
            }
        }
        return values;
    }
}
