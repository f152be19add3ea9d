/// Generated linear systems as model text: chains and others, with rates that are often equal or zero, with forcing, with
/// variables that stand still while refractory, and with numbers, constants or parameters for coefficients.
module Brian.Tests.Integration.LinearSystems

open System
open FsCheck.FSharp
open Brian
open Brian.Units

/// A generated system: its equations and, of a dense matrix, the rates in 1/s.
type System =
    {
        Text: string
        Constants: (string * float) list
        Parameters: (string * float) list
        Start: float list
    }

    override this.ToString() =
        $"%s{this.Text}\n%A{this.Constants}\n%A{this.Parameters}\n%A{this.Start}"

let private functions =
    [
        "sin(2*pi*30*Hz*t)"
        "cos(2*pi*f*t + 0.3)"
        "t/(10*ms)"
        "(t/(10*ms))**2"
        "exp(-t*100*Hz)"
        "t/(10*ms)*exp(-100*Hz*t)"
        "exp(-100*Hz*t)*cos(2*pi*30*Hz*t)"
        "t*10*Hz*sin(2*pi*f*t)"
        "sin(2*pi*30*Hz*t)**2"
    ]

/// Rates that are often equal, zero or nearly equal, in Hz.
let rate =
    Gen.frequency
        [
            6, Gen.elements [ -100.0; -100.0; 100.0; -200.0; 50.0; 0.0 ]
            1, Gen.elements [ -100.0 * (1.0 + 1e-9); 0.5; -0.5 ]
            2, Gen.choose (-300, 300) |> Gen.map float
        ]

let systems =
    gen {
        let! n = Gen.choose (1, 4)
        let! isChain = Gen.elements [ true; true; false ]
        let! rates = Gen.arrayOfLength (n * n) rate
        let! present = Gen.arrayOfLength (n * n) (Gen.elements [ true; true; false ])
        let! drives = Gen.arrayOfLength n (Gen.elements [ 0.0; 0.0; 1.0; -30.0 ])

        let! forced =
            Gen.arrayOfLength n (Gen.frequency [ 3, Gen.constant ""; 1, Gen.elements functions ])
        // numbers, named constants or parameters
        let! kind = Gen.choose (0, 2)

        let! frozen =
            Gen.arrayOfLength n (Gen.frequency [ 4, Gen.constant false; 1, Gen.constant true ])

        let! start =
            Gen.listOfLength n (Gen.choose (-300, 300) |> Gen.map (fun k -> float k / 100.0))

        let entries =
            [
                for i in 0 .. n - 1 do
                    for j in 0 .. n - 1 do
                        let value = rates[i * n + j]

                        if (i = j || (present[i * n + j] && (j > i || not isChain))) && value <> 0.0 then
                            i, j, value
            ]

        let nameOf i j = $"k{i}{j}"

        let term (i, j, value: float) =
            match kind with
            | 0 -> $"({value:R}*Hz)*x{j}"
            | _ -> $"{nameOf i j}*x{j}"

        let line i =
            let terms =
                [
                    for entry in entries do
                        let row, _, _ = entry

                        if row = i then
                            term entry
                    if drives[i] <> 0.0 then
                        $"b{i}"
                    if forced[i] <> "" then
                        $"{forced[i]}*80*Hz"
                    "0*Hz"
                ]

            let flag = if frozen[i] then " (unless refractory)" else ""
            $"dx{i}/dt = " + String.Join(" + ", terms) + $" : 1{flag}"

        let named =
            [
                for i, j, value in entries do
                    if kind > 0 then
                        nameOf i j, value
                for i in 0 .. n - 1 do
                    if drives[i] <> 0.0 then
                        $"b{i}", drives[i]
            ]

        let parameters = if kind = 2 then named else []

        return
            {
                Text =
                    String.Join(
                        "\n",
                        [ for i in 0 .. n - 1 -> line i ]
                        @ [ for name, _ in parameters -> $"{name} : Hz (constant)" ]
                    )
                Constants = ("f", 30.0) :: (if kind = 2 then [] else named)
                Parameters = parameters
                Start = start
            }
    }

let equationsOf system =
    let constants =
        [ for name, value in system.Constants -> Collections.Generic.KeyValuePair(name, value * Hz) ]

    Equations.Parse(system.Text, Constants.Of constants)
