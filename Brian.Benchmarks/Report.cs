using System.Globalization;
using System.Text;

namespace Brian.Benchmarks;

/// <summary>A table of results: printed as it grows, kept as Markdown.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();

    /// <summary>A line of text.</summary>
    public void Line(string line = "")
    {
        Console.WriteLine(line);
        _text.AppendLine(line);
    }

    /// <summary>A heading, and the head of a table.</summary>
    public void Table(string title, params string[] columns)
    {
        Line();
        Line($"## {title}");
        Line();
        Row(columns);
        Row([.. columns.Select((_, k) => k == 0 ? "---" : "---:")]);
    }

    /// <summary>A row of a table.</summary>
    public void Row(params string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    /// <summary>Writes all of it to a file; false where that is not possible.</summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, _text.ToString());
    }

    /// <summary>A time with three digits, in the unit that suits it.</summary>
    public static string Text(double seconds)
    {
        foreach (var (unit, size) in (ReadOnlySpan<(string, double)>)[("s", 1), ("ms", 1e-3), ("us", 1e-6)])
        {
            if (seconds >= size)
                return Digits(seconds / size) + " " + unit;
        }

        return Digits(seconds / 1e-9) + " ns";
    }

    private static string Digits(double number) =>
        number.ToString(number >= 100 ? "F0" : number >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture);
}
