/// Units do not reserve names: what a name means follows from where it stands and what is defined there.
module Brian.Tests.Model.UnitNamesTests

open Expecto
open Brian
open Brian.Units
open Brian.Tests.Sessions

/// Names that are units, too: of the field, of SI, and by chance (f-lux).
let private names =
    "flux nM mol ms mV um2 volt kHz litre lux gray e_volt".Split ' ' |> List.ofArray

let private group (equations: string) (given: (string * objnull) list) =
    NeuronGroup(2, Equations.Parse(equations, Constants.FromPairs given))

/// What an equation `y = ... : unit` gives, with a name defined beside it.
let private value equations (given: (string * objnull) list) =
    Session.Isolated(fun () -> string (group equations given).["y"].[0])

let private codes work =
    Session.Isolated(fun () -> mistakesOf work |> List.map _.Code)

let tests =
    testList
        "Names of units"
        [
            testList
                "as a variable"
                [
                    for name in names ->
                        test name {
                            let declared = $"y = {name} + 1 : 1\n{name} = 5 : 1"
                            Expect.equal (value declared []) "6" "by itself, after its use"
                            Expect.equal (value $"{name} = 5 : 1\ny = {name}*2 : 1" []) "10" "before a number"

                            Expect.equal
                                (value $"{name} = 5 : 1\nb = 2 : 1\ny = b*{name} : 1" [])
                                "10"
                                "behind a variable"

                            Expect.equal
                                (value $"{name} = v0 : volt\ny = {name} : volt" [ "v0", box (5 * volt) ])
                                "5 V"
                                "with a unit of its own"
                        }
                ]
            testList
                "as a unit"
                [
                    for text, expected in
                        [ "2*ms", "2 ms"; "3*flux", "3e-15 m^-2 cd"; "2*um2", "2 um^2"; "5*nM", "5 nM" ] ->
                        test text {
                            let unit =
                                match UnitTable.tryFind (text.Substring 2) with
                                | ValueSome unit -> unit.Dimension.Name
                                | ValueNone -> failtest text

                            Expect.equal (value $"y = {text} : {unit}" []) expected "in an expression"
                        }
                ]
            test "behind the colon stands a unit, whatever is defined" {
                Expect.equal (value "volt = 3*mV : volt\ny = volt : volt" []) "3 mV" "volt : volt"
            }
            test "a variable of a reset may have the name of a unit" {
                let eqs = Equations $"dv/dt = 1/ms : 1"

                let cells =
                    NeuronGroup(1, eqs, threshold = $"v > 1", reset = $"let nM = 3; v = nM - 3")

                Expect.equal cells.N 1 "neurons"
            }
            test "a number before such a name says that the unit is meant: refused where it is a variable" {
                for name in [ "ms"; "mV"; "nM"; "mol"; "volt" ] do
                    let text = $"{name} = 5 : 1\ny = 10*{name} : 1"
                    Expect.equal (codes (fun () -> Equations.Parse text)) [ "BR0243" ] name
                    let unit = (UnitTable.tryFind name).Value.Dimension.Name
                    let sameUnit = $"{name} : {unit}\ny = 10*{name} : {unit}"

                    Expect.equal
                        (codes (fun () -> Equations.Parse sameUnit))
                        [ "BR0243" ]
                        $"{name} of its own unit"
            }
            test "units that few know are not expected by a reader" {
                Expect.equal (value "flux = 5 : 1\ny = 10*flux : 1" []) "50" "f-lux"
            }
            test "a constant by the name of a unit is that constant, and no unit behind a number" {
                Expect.equal (value "y = nM : volt" [ "nM", box (2 * mV) ]) "2 mV" "by itself"

                Expect.equal
                    (codes (fun () -> group "y = 2*nM : volt" [ "nM", box (2 * mV) ]))
                    [ "BR0243" ]
                    "2*nM"
            }
            test "threshold, reset and values resolve names as the equations do" {
                let wrong () =
                    NeuronGroup(
                        1,
                        Equations $"dv/dt = nM/second : 1\nnM : 1",
                        threshold = $"v > 2*nM",
                        reset = $"v = nM"
                    )

                Expect.equal (codes wrong) [ "BR0243" ] "threshold"
            }
        ]
