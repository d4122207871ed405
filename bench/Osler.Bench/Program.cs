using Osler.Bench;

return args switch
{
    ["metrics", var folder] => MetricsBenchmark.Run(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        "Usage: Osler.Bench metrics FOLDER    (bench/metrics.sh runs it beside its peers)"
    );
    return 2;
}
