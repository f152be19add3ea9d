// Benchmarks: dotnet fsi build.fsx bench [texts|steps|start ...] [--save file]. Without a name, all of them.
using Brian.Benchmarks;

if (args is ["--first", var act])
{
    FirstAct.Do(act);
    return 0;
}

var suites = new Dictionary<string, Action<Report>> { ["texts"] = Texts.Run, ["start"] = Start.Run, ["steps"] = Steps.Run };
var (names, file) = args is [.. var chosen, "--save", var path] ? (chosen, path) : (args, null);
if (names.Except(suites.Keys).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}': {string.Join(", ", suites.Keys)}");
    return 2;
}

var report = new Report();
foreach (var (name, run) in suites)
{
    if (names.Length == 0 || names.Contains(name))
        run(report);
}

if (file is not null)
    report.Save(file);
return 0;
