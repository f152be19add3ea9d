/// Reviewed text files that tests compare with. UPDATE_GOLDEN=1 rewrites them.
module Brian.Tests.Golden

open System
open System.IO
open Expecto

/// The folder of the test project, found upwards from the program.
let private projectFolder =
    lazy
        let rec find (folder: DirectoryInfo | null) =
            match folder with
            | null -> failwith "The sources of Brian.Tests are not above the test program."
            | folder when File.Exists(Path.Combine(folder.FullName, "Brian.Tests", "Brian.Tests.fsproj")) ->
                Path.Combine(folder.FullName, "Brian.Tests")
            | folder -> find folder.Parent

        find (DirectoryInfo AppContext.BaseDirectory)

/// Where a file or folder of the sources is (a path from inside Brian.Tests).
let path (file: string) =
    Path.GetFullPath(Path.Combine(projectFolder.Value, file))

/// A file of the sources (a path from inside Brian.Tests).
let read (file: string) = File.ReadAllText(path file)

/// Fails with the first line that differs from the file (a path inside Brian.Tests).
let check (file: string) (actual: string) =
    let path = path file

    if Environment.GetEnvironmentVariable "UPDATE_GOLDEN" = "1" then
        File.WriteAllText(path, actual)
    else
        let expected = if File.Exists path then File.ReadAllText path else ""
        let expected = expected.Split '\n'
        let actual = actual.Split '\n'

        let line (lines: string[]) i =
            if i < lines.Length then lines[i] else "(no line)"

        for i in 0 .. max expected.Length actual.Length - 1 do
            if line expected i <> line actual i then
                failtest
                    $"{file} line {i + 1} differs; UPDATE_GOLDEN=1 rewrites the file.\n  file    {line expected i}\n  now     {line actual i}"
