namespace Brian

open System

/// A mistake in a script. Its text is the message and the line of the script it comes from, without the frames of the
/// library: F# Interactive and consoles print that.
[<AbstractClass>]
type BrianException(message: string) =
    inherit Exception(message)

    /// The innermost frame outside this library: "at script.fsx:line 12".
    member private this.Place =
        match this.StackTrace with
        | null -> ""
        | trace ->
            trace.Split '\n'
            |> Array.tryFind (fun frame -> frame.Contains ":line " && not (frame.Contains " Brian."))
            |> Option.map (fun frame ->
                "\n   at " + IO.Path.GetFileName(frame.Substring(frame.LastIndexOf " in " + 4).TrimEnd()))
            |> Option.defaultValue ""

    override this.ToString() = this.Message + this.Place
