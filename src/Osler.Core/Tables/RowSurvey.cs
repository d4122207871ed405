using System.Collections.Concurrent;

namespace Osler.Core.Tables;

/// <summary>Surveys rows in one thread while another one reads and splits them.</summary>
/// <remarks>
/// Blocks of rows go over in the order of the file and are surveyed one after another, so that the result is the same as
/// of one thread. Three blocks are in use at most, each about as large as 130,000 letters or one row.
/// </remarks>
internal static class RowSurvey
{
    private const int Blocks = 3;

    /// <summary>Shows every row that is left to the surveys.</summary>
    /// <param name="text">At the first row.</param>
    /// <param name="surveys">One a column.</param>
    /// <exception cref="Faults.DataException">As of <see cref="DelimitedText.Read"/>.</exception>
    public static void Of(DelimitedText text, ColumnSurvey[] surveys)
    {
        var block = new RowBlock(surveys.Length);
        if (!block.Fill(text))
        {
            // Small tables are not worth a thread.
            block.Survey(surveys);
            return;
        }
        using var full = new BlockingCollection<RowBlock>();
        using var empty = new BlockingCollection<RowBlock>();
        for (int i = 1; i < Blocks; i++)
            empty.Add(new RowBlock(surveys.Length));
        var surveying = Task.Factory.StartNew(
            () => Survey(full, empty, surveys),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        try
        {
            bool more = true;
            full.Add(block);
            // No block comes back where surveying failed; its fault is told below.
            while (more && empty.TryTake(out block, Timeout.Infinite))
            {
                more = block.Fill(text);
                full.Add(block);
            }
        }
        finally
        {
            full.CompleteAdding();
            surveying.GetAwaiter().GetResult();
        }
    }

    private static void Survey(
        BlockingCollection<RowBlock> full,
        BlockingCollection<RowBlock> empty,
        ColumnSurvey[] surveys
    )
    {
        try
        {
            foreach (var block in full.GetConsumingEnumerable())
            {
                block.Survey(surveys);
                empty.Add(block);
            }
        }
        finally
        {
            empty.CompleteAdding();
        }
    }
}
