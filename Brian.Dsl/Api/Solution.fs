namespace Brian

open System
open System.Collections.Generic
open Brian.Integration

/// The exact solution of linear equations over one time step, in mathematical notation: what `Method.Exact` computes.
/// Each line is an equation, `v(t + dt) = 1 + (v - 1) exp(-dt/tau)`, or says what a sign in one means. Constants appear
/// by the names of the values in the holes of the text, where these can be read, else by their values.
[<Sealed; StructuredFormatDisplay("{Display}")>]
type Solution internal (found: Result<ClosedForm.ClosedForm, string>) =

    let lines (write: ClosedForm.ClosedForm -> string list) : IReadOnlyList<string> =
        match found with
        | Ok solution -> List.toArray (write solution)
        | Error _ -> [||]

    let text = lazy lines ClosedFormText.unicode
    let latex = lazy lines ClosedFormText.latex

    /// Is there one?
    member _.Exists = found.IsOk

    /// Why there is none; empty when there is one.
    member _.Reason =
        match found with
        | Ok _ -> ""
        | Error reason -> reason

    /// Lines of Unicode text; none when there is no solution.
    member _.Lines = text.Value

    /// The lines in LaTeX, for math mode.
    member _.LaTeXLines = latex.Value

    /// All lines as one LaTeX formula, aligned at their equals signs, for display math.
    member _.LaTeX =
        if latex.Value.Count = 0 then
            ""
        else
            let aligned (line: string) =
                match line.IndexOf " = ", line.IndexOf " \\sim " with
                | -1, -1 -> line
                | at, other when other >= 0 && (at < 0 || other < at) -> line.Insert(other + 1, "&")
                | at, _ -> line.Insert(at + 1, "&")

            "\\begin{aligned}\n" + String.Join(" \\\\\n", Seq.map aligned latex.Value) + "\n\\end{aligned}"

    /// The lines of Unicode text, or why there are none.
    override this.ToString() =
        if this.Exists then
            String.Join("\n", text.Value)
        else
            $"no closed form: {this.Reason}"

    member internal this.Display = this.ToString()
