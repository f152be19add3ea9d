namespace Brian

open System
open System.ComponentModel
open System.Diagnostics
open System.IO
open System.Threading
open Brian.Drawing

/// Where `show` puts figures: the environment variable BRIAN_FIGURES decides.
module internal Display =

    /// Unset: the system's viewer. "none": nowhere. Anything else: that folder.
    [<Literal>]
    let Variable = "BRIAN_FIGURES"

    type private Destination =
        | Nowhere
        | Folder of string
        | Viewer

    let private destination () =
        match Environment.GetEnvironmentVariable Variable with
        | null
        | "" -> Viewer
        | "none" -> Nowhere
        | folder -> Folder folder

    let mutable private shown = 0

    let private nextName () =
        $"figure-{Interlocked.Increment &shown:D2}"

    /// This process's own folder, made when the first figure needs it.
    let private temporary = lazy Directory.CreateTempSubdirectory("brian-").FullName

    let private isSet (name: string) =
        not (String.IsNullOrEmpty(Environment.GetEnvironmentVariable name))

    let private hasScreen () =
        OperatingSystem.IsWindows()
        || OperatingSystem.IsMacOS()
        || isSet "DISPLAY"
        || isSet "WAYLAND_DISPLAY"

    let private openInViewer (path: string) =
        try
            use _ = Process.Start(ProcessStartInfo(path, UseShellExecute = true))
            ()
        with :? Win32Exception ->
            // No program for pictures; the path has been printed.
            ()

    let private write (folder: string) (name: string) extension (content: byte[]) =
        let path = Path.Combine(folder, name + extension)
        File.WriteAllBytes(path, content)
        path

    /// Shows a sheet. Figures are numbered in the order they are shown.
    let show (sheet: Sheet) : unit =
        match destination () with
        | Nowhere -> ()
        | Folder folder ->
            Directory.CreateDirectory folder |> ignore
            let name = nextName ()
            write folder name ".png" (Render.png sheet) |> ignore
            write folder name ".svg" (Text.Encoding.UTF8.GetBytes(Render.svg sheet)) |> ignore
        | Viewer ->
            let path = write temporary.Value (nextName ()) ".png" (Render.png sheet)
            printfn $"figure: {path}"

            if hasScreen () then
                openInViewer path
