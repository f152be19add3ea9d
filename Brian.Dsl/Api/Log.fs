namespace Brian

open System

/// Where notes about a run go. A note never stops anything; mistakes are exceptions.
[<AbstractClass; Sealed>]
type Log private () =

    static let mutable writer: Action<string> =
        Action<string>(fun text -> Console.Error.WriteLine text)

    /// Receives every note, one line each, such as the choice of an integration method. Writes to the standard error
    /// stream until you set something else.
    static member Writer
        with get () = writer
        and set (value: Action<string>) = writer <- value

    static member internal Info(text: string) = writer.Invoke("INFO       " + text)
    static member internal Warn(text: string) = writer.Invoke("WARNING    " + text)
