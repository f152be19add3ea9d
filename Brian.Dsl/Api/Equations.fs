namespace Brian

open System
open System.Collections.Generic
open System.Runtime.CompilerServices
open System.Runtime.InteropServices
open Brian.Models

/// Equations of a neuron model, dimensions proved. One definition on each line:
/// `dv/dt = (v0 - v)/{tau} : volt (unless refractory)`, a subexpression `I = g*(E - v) : amp`, a parameter `v0 : volt`.
/// Equations may use names that are defined elsewhere (`FreeNames`): join them with `+` or put them in a hole on a line of
/// its own. Raises ModelException with every mistake of the text.
[<Sealed; StructuredFormatDisplay("{Display}")>]
type Equations internal (definitions: Ast.Definition list, constants: Map<string, HoleValue>) =

    let checkedEquations = CheckEquations.run constants None true definitions

    do
        if not checkedEquations.Mistakes.IsEmpty then
            raise (ModelException checkedEquations.Mistakes)

    static let parse source =
        match Grammar.equations source with
        | Ok definitions -> definitions
        | Error mistakes -> raise (ModelException mistakes)

    /// Equations from text with values in its holes.
    new
        (
            text: FormattableString,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        Equations(Equations.Definitions(Source.ofFormattable "equations" text file line), Map.empty)

    static member private Definitions source = parse source

    /// Equations from plain text, such as a file, with named constants.
    static member Parse
        (
            text: string,
            [<Optional; DefaultParameterValue(null: Constants | null)>] constants: Constants | null,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        let values =
            match constants with
            | null -> Map.empty
            | constants -> constants.Values

        Equations(parse (Source.ofText "equations" text file line), values)

    member internal _.DefinitionList: Ast.Definition list = definitions
    member internal _.ConstantValues: Map<string, HoleValue> = constants

    /// Names used but not defined here.
    member _.FreeNames: IReadOnlyList<string> =
        checkedEquations.Free |> List.map fst |> List.toArray :> _

    /// Names of all variables, in the order of the text.
    member _.Names: IReadOnlyList<string> =
        definitions |> List.map _.Name |> List.toArray :> _

    /// Both sets of equations together.
    static member (+)(left: Equations, right: Equations) =
        let clash (name: string) =
            match Map.tryFind name left.ConstantValues with
            | Some value -> value <> right.ConstantValues[name]
            | None -> false

        match right.ConstantValues |> Map.keys |> Seq.tryFind clash with
        | Some name ->
            CallMistake.refuse
                "BR0452"
                ""
                0
                "Equations + Equations"
                name
                $"the two sets of equations have different values for the constant {name}"
                ""
                "another name in one of the two"
        | None ->
            let constants =
                Map.fold
                    (fun all name value -> Map.add name value all)
                    left.ConstantValues
                    right.ConstantValues

            Equations(left.DefinitionList @ right.DefinitionList, constants)

    /// The same equations with a variable or free name renamed everywhere.
    member this.With
        (
            name: string,
            replacement: string,
            [<CallerFilePath; Optional; DefaultParameterValue("")>] file: string,
            [<CallerLineNumber; Optional; DefaultParameterValue(0)>] line: int
        ) =
        let known = Seq.append this.Names this.FreeNames

        if not (Seq.contains name known) then
            CallMistake.refuse
                "BR0453"
                file
                line
                "Equations.With"
                $"\"{name}\""
                $"these equations neither define nor need `{name}`"
                ""
                (Mistakes.oneOf known)

        Equations(definitions |> List.map (Rename.definition name replacement), constants)

    /// The exact solution over one time step in mathematical notation, as text and as LaTeX; or why there is none.
    member _.Solution: Solution =
        let model = checkedEquations.Model

        if not checkedEquations.Free.IsEmpty then
            let names = String.Join(", ", checkedEquations.Free |> List.map fst)
            Solution(Error $"the equations do not say what {names} is")
        elif model.Equations.IsEmpty then
            Solution(Error "there is no differential equation")
        else
            Integration.ClosedForm.ofModel model |> Result.mapError Explain.refusal |> Solution

    /// The equations as read, as checked in SI units, and as a method integrates them when nothing is missing.
    member this.Explain() =
        let integrated =
            if checkedEquations.Free.IsEmpty && not checkedEquations.Model.Equations.IsEmpty then
                match Integration.Choose.automatic Set.empty checkedEquations.Model with
                | Ok choice ->
                    [ Explain.choice choice; Explain.update choice.Update ] @ Explain.solution this.Solution
                | Error mistakes -> [ for mistake in mistakes -> string mistake ]
            else
                []

        String.Join("\n\n", $"{this}" :: Explain.model checkedEquations.Model :: integrated)

    /// The text, one definition on each line.
    override _.ToString() = Print.definitions definitions

    member internal this.Display = this.ToString()

    interface IFragment with
        member _.Lines = definitions :> obj
