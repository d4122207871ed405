using System.Text;
using Osler.Core.Faults;
using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class TextTableTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\r\n\n")]
    [InlineData("\uFEFF \n")]
    public void A_file_that_holds_nothing_is_called_empty(string content)
    {
        var fault = Assert.Throws<DataException>(() =>
            TextTable.Unlabelled("texts.csv", Encoding.UTF8.GetBytes(content), "text")
        );
        Assert.Equal(
            "texts.csv: The file is empty. A table of texts has a header row that names its columns, and a text a row.",
            fault.Message
        );
    }
}
