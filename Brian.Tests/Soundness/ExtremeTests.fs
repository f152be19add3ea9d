/// Exponents at the edge of what is exact: laws hold where a result fits, and one that does not is an error that says so.
module Brian.Tests.Soundness.ExtremeTests

open System
open Brian
open Brian.Units
open Expecto
open Brian.Tests.Sessions
open Brian.Tests.Units.Generators

let private fits (work: unit -> 'result) =
    try
        Some(work ())
    with :? RationalOverflowException ->
        None

/// Both sides are defined and equal, or not both are defined.
let private agree left right =
    match fits left, fits right with
    | Some a, Some b -> a = b
    | None, _
    | _, None -> true

let private hugeExponents =
    [
        "x = v**(10**30)*volt**2147483647 : 1"
        "x = volt**2147483647 : 1"
        "x = v**2147483647*v**2147483647 : 1"
        "x = 1/v**2147483647/v**2147483647 : 1"
        "x = sqrt(v**(1/999))**(1/999)**(1/999) : 1"
        "x = (((((((v**1000)**1000)**1000)**1000))))**-1000 : 1"
        "x = ((((((((((v**(1/997))**(1/991))**(1/983))**(1/977)))))))) : 1"
        "x = if v**1000000000*v**2000000000 > 0 then 1 else 2 : 1"
    ]

let tests =
    testList
        "extreme exponents"
        [
            property "of fractions: the laws hold where both sides fit"
            <| fun (AnyRational p, AnyRational q, AnyRational r) ->
                agree (fun () -> (p + q) + r) (fun () -> p + (q + r))
                && agree (fun () -> (p * q) * r) (fun () -> p * (q * r))
                && agree (fun () -> p * (q + r)) (fun () -> p * q + p * r)
                && agree (fun () -> p + q - q) (fun () -> p)
                && (q.IsZero || agree (fun () -> p * q / q) (fun () -> p))

            property "of dimensions: the laws hold where both sides fit"
            <| fun (AnyDimension d, AnyRational p, AnyRational q) ->
                agree (fun () -> (d.Power p).Power q) (fun () -> d.Power(p * q))
                && agree (fun () -> d.Power p * d.Power q) (fun () -> d.Power(p + q))
                && agree (fun () -> (d.Power p).Inverse()) (fun () -> d.Power(-p))

            property "of quantities: as of dimensions, or RationalOverflowException"
            <| fun (AnyDimension d, AnyRational p) ->
                let q = Quantity(2.0, d)

                fits (fun () -> (Quantity.Pow(q, p)).Dimension) = fits (fun () -> d.Power p)
                && fits (fun () -> (q * Quantity.Pow(q, p)).Dimension) = fits (fun () -> d * d.Power p)

            for text in hugeExponents do
                test $"`{text}` is a diagnostic" {
                    let mistakes = mistakesOf (fun () -> Equations.Parse $"v : volt\n{text}")

                    for mistake in mistakes do
                        Expect.equal mistake.Line 2 (string mistake)
                }

            test "an exponent that no longer fits is BR0250" {
                let mistake =
                    mistakeOf (fun () -> Equations.Parse "v : volt\nx = v**500000000*v**500000000 : 1")

                Expect.equal mistake.Code "BR0250" (string mistake)
            }

            test "in script arithmetic it is RationalOverflowException, which names the exponents" {
                let error =
                    Expect.throwsC (fun () -> Quantity.Pow(volt, Int32.MaxValue) |> ignore) (fun error ->
                        error)

                Expect.isTrue (error :? RationalOverflowException) "the type"
                Expect.stringContains error.Message "2147483647" "the exponents"
            }
        ]
