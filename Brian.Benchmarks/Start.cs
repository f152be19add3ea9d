using System.Diagnostics;
using System.Globalization;
using System.Reflection.PortableExecutable;

namespace Brian.Benchmarks;

/// <summary>Processes that do one thing and end: this program as published and as built, and a script.</summary>
internal static class Start
{
    private const int Runs = 11;
    private const string Built = "Brian.Benchmarks/bin/Release/net10.0/Brian.Benchmarks";
    private const string Script = "Brian.Benchmarks/first-parse.fsx";

    private static readonly (string Act, string What, string Wanted)[] s_acts =
    [
        ("parse", "parse and check seven lines", "15 ms"),
        ("solve", "solve the tutorial's leak", "5 ms"),
        ("solve-cuba", "solve CUBA's three equations", "5 ms"),
        ("solve-cascade", "solve a cascade of ten", "50 ms"),
        ("run", "first model of the tutorial, 100 ms", ""),
    ];

    /// <summary>The first act of a process, and the whole process. Run from the root of the repository.</summary>
    public static void Run(Report report)
    {
        report.Table("The first act of a process", "act", "compiled", "least", "median", "wanted", "whole process, median");
        foreach (var program in (string[])[.. new[] { Environment.ProcessPath!, Path.GetFullPath(Built) }.Distinct()])
        {
            var isAhead = IsCompiledAhead(Path.Combine(Path.GetDirectoryName(program)!, "Brian.Dsl.dll"));
            foreach (var (act, what, wanted) in s_acts)
                Row(what, isAhead ? "ahead of time" : "just in time", isAhead ? wanted : "", program, "--first", act);
        }

        Row("parse and check seven lines", "script", "40 ms", "dotnet", "fsi", Script);

        void Row(string what, string way, string wanted, string program, params string[] arguments)
        {
            var acts = new double[Runs];
            var whole = new double[Runs];
            for (var k = 0; k < Runs; k++)
                whole[k] = Measure.Time(() => acts[k] = Ask(program, arguments) / 1e3);
            var (first, process) = (new Sample(acts), new Sample(whole));
            report.Row(what, way, Report.Text(first.Least), Report.Text(first.Median), wanted, Report.Text(process.Median));
        }
    }

    private static bool IsCompiledAhead(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        return image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    /// <summary>The milliseconds that a program prints on its last line.</summary>
    private static double Ask(string program, string[] arguments)
    {
        using var child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var answer = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? double.Parse(answer.Trim().Split('\n')[^1], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {child.ExitCode}");
    }
}
