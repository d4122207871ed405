using System.Text.Encodings.Web;
using System.Text.Json;
using Osler.Core.Files;
using Osler.Core.Texts;
using Osler.Studies.Vignettes;

namespace Osler.Studies.Exams;

/// <summary>Simulated questions as JSON lines, as <see cref="ExamLine"/> reads them.</summary>
public static class ExamJsonLines
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="count">How many questions.</param>
    /// <param name="seed">Decides every draw.</param>
    public static void Write(string file, int count, long seed)
    {
        var simulator = new ExamSimulator(VignetteTable.Ready);
        Durable.WriteFile(
            file,
            stream =>
            {
                using var json = new Utf8JsonWriter(
                    stream,
                    new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
                );
                for (int i = 0; i < count; i++)
                {
                    ExamQuestion question = simulator.Draw(seed, i);
                    json.WriteStartObject();
                    json.WriteString("question", question.Stem);
                    json.WriteStartObject("options");
                    for (int k = 0; k < question.Options.Length; k++)
                        json.WriteString($"{(char)('A' + k)}", question.Options[k]);
                    json.WriteEndObject();
                    json.WriteString("answer_idx", $"{(char)('A' + question.Answer)}");
                    json.WriteString("answer", question.Options[question.Answer]);
                    json.WriteString("meta_info", question.Kind);
                    json.WriteEndObject();
                    json.Flush();
                    json.Reset();
                    stream.WriteByte((byte)'\n');
                }
            }
        );
    }
}
