/// The grammar of model text: equations, expressions, statements. Every mistake of a text is reported together.
module internal Brian.Grammar

open System
open FParsec
open Brian
open Brian.Ast
open Brian.Tokens

/// Drops what the parser says about lines whose characters are wrong in the first place.
let private withOddCharacters (source: Source) (odd: Characters.Odd list) (found: Diagnostic list) =
    if List.isEmpty odd then
        found
    else
        let hasOdd (d: Diagnostic) =
            let text = source.Text
            let at = min d.Span.Start text.Length
            let first = if at = 0 then 0 else text.LastIndexOf('\n', at - 1) + 1

            let last =
                match text.IndexOf('\n', at) with
                | -1 -> text.Length
                | e -> e

            not (Characters.isOrdinary (text.AsSpan(first, last - first)))

        let characters =
            odd
            |> List.map (fun o ->
                let span: Span = { Source = source; Start = o.Offset; End = o.Offset + o.Length }

                SyntaxMistakes.oddCharacter o span)

        characters @ List.filter (hasOdd >> not) found

let private run (kind: TextKind) (source: Source) (read: Stream -> 'T) : Result<'T, Diagnostic list> =
    let clean = Characters.clean source
    let state = State(source, clean.Text, kind)
    use stream = new CharStream<State>(clean.Text, 0, clean.Text.Length)
    stream.UserState <- state
    let tree = read stream

    if state.Mistakes.Count = 0 && List.isEmpty clean.Odd then
        Result.Ok tree
    else
        List.ofSeq state.Mistakes
        |> withOddCharacters source clean.Odd
        |> List.sortBy _.Span.Start
        |> Result.Error

/// Equations: the definitions, or every mistake found.
let equations (source: Source) : Result<Definition list, Diagnostic list> =
    run Equations source (fun stream ->
        let state = stream.UserState
        let found = ResizeArray<Definition>()
        blanks stream

        while offset stream < state.Text.Length && not state.IsFull do
            let first = offset stream

            match DefinitionGrammar.fragment stream with
            | ValueSome lines -> found.AddRange lines
            | ValueNone ->
                let definition = DefinitionGrammar.definition stream

                if definition.Status = Ok then
                    found.Add definition.Result
                else
                    state.Recover()
                    DefinitionGrammar.nextDefinition stream first

            blanks stream

        List.ofSeq found)

/// One expression or condition, such as a threshold or an initial value.
let expression (source: Source) : Result<Expr, Diagnostic list> =
    run Expression source (fun stream ->
        let state = stream.UserState
        blanks stream

        if offset stream >= state.Text.Length then
            let at = state.Text.Length
            state.Report(SyntaxMistakes.emptyExpression (state.Span(at, at)) source.Title)
            Unchecked.defaultof<Expr>
        else
            let value = ExpressionGrammar.expression stream

            if value.Status = Ok && offset stream < state.Text.Length then
                state.Report(Misplaced.afterWhole stream value.Result)

            value.Result)

/// Statements of a reset: one per line, or separated by semicolons.
let statements (source: Source) : Result<Statement list, Diagnostic list> =
    run Statements source (fun stream ->
        let state = stream.UserState
        let found = ResizeArray<Statement>()
        StatementGrammar.statementEnds stream

        while offset stream < state.Text.Length && not state.IsFull do
            let first = offset stream
            let statement = StatementGrammar.statement stream

            if statement.Status = Ok then
                found.Add statement.Result
            else
                state.Recover()
                StatementGrammar.nextStatement stream first

            StatementGrammar.statementEnds stream

        List.ofSeq found)
