using System.Text;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Studies;

namespace Osler.Cli.Commands;

/// <summary>The study that a bundle was made by.</summary>
internal static class BundleStudy
{
    /// <summary>Reads it.</summary>
    /// <exception cref="OslerException">It is damaged, or of a later version.</exception>
    public static StudyFile Of(BundleFolder bundle) =>
        StudyFile.Read(
            Encoding.UTF8.GetString(bundle.Read(BundleFile.StudyName)),
            bundle.Shown(BundleFile.StudyName)
        );
}
