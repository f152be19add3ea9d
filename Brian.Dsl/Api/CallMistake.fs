/// Mistakes in calls, where there is no model text to point into: the call itself is shown.
module internal Brian.CallMistake

open Brian

/// A diagnostic whose text is the argument as given, such as `N = 0`.
let diagnostic code file line (called: string) (argument: string) title expected help =
    let source = Source.ofArgument called argument file line
    let span = { Source = source; Start = 0; End = argument.Length }

    let expected =
        if expected = "" then ValueNone else ValueSome { What = expected; Why = "" }

    Diagnostic(code, span, title, ValueNone, expected, help)

/// Raises one such mistake.
let refuse code file line called argument title expected help : 'a =
    raise (ModelException [ diagnostic code file line called argument title expected help ])
