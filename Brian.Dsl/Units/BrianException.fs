namespace Brian

open System

/// How a mistake in a script prints: its message and the line of the script it comes from, without the frames of the
/// library. F# Interactive and consoles show that.
module internal Shown =

    /// The innermost frame outside this library: "at script.fsx:line 12".
    let private place (error: exn) =
        match error.StackTrace with
        | null -> ""
        | trace ->
            trace.Split '\n'
            |> Array.tryFind (fun frame -> frame.Contains ":line " && not (frame.Contains " Brian."))
            |> Option.map (fun frame ->
                "\n   at " + IO.Path.GetFileName(frame.Substring(frame.LastIndexOf " in " + 4).TrimEnd()))
            |> Option.defaultValue ""

    let error (error: exn) = error.Message + place error

/// A mistake in a script. Its text is the message and the line of the script it comes from.
[<AbstractClass>]
type BrianException(message: string) =
    inherit Exception(message)
    override this.ToString() = Shown.error this

[<Sealed>]
type internal ScriptFormatException(message: string) =
    inherit FormatException(message)
    override this.ToString() = Shown.error this

[<Sealed>]
type internal ScriptArgumentException(message: string, parameter: string | null) =
    inherit ArgumentException(message, parameter)
    new(message) = ScriptArgumentException(message, null)
    override this.ToString() = Shown.error this

[<Sealed>]
type internal ScriptOperationException(message: string) =
    inherit InvalidOperationException(message)
    override this.ToString() = Shown.error this
