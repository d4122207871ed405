using Osler.Core.Faults;

namespace Osler.Core.Blocks;

/// <summary>A block got a shape that it can't work on (exit code 2).</summary>
public sealed class ShapeException : OslerException
{
    /// <param name="path">Where in the network, as <see cref="ShapedBlock.Path"/>.</param>
    /// <param name="block">The block's type as in JSON: <c>conv</c>.</param>
    /// <param name="got">The shape that came.</param>
    /// <param name="needs">The shape that is needed, in words.</param>
    /// <param name="remedy">What to change.</param>
    internal ShapeException(string path, string block, string got, string needs, string remedy)
        : base(
            ExitCode.BadRequest,
            $"The shape {got} does not fit; needs {needs}.",
            $"network{(path.Length == 0 ? "" : $", block {path}")} ({block})",
            remedy,
            null
        )
    {
        Path = path;
        Got = got;
        Needs = needs;
    }

    /// <summary>Where in the network: <c>features.3</c>; empty for the whole.</summary>
    public string Path { get; }

    /// <summary>The shape that came.</summary>
    public string Got { get; }

    /// <summary>The shape that is needed, in words.</summary>
    public string Needs { get; }
}
