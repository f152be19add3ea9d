/// Two equations that depend on each other, in closed form: exp(s dt) times a cosine, hyperbolic or not, around the point
/// where both stand still.
module internal Brian.Integration.CoupledPair

open Brian.Engine
open Brian.Symbolic
open Brian.Symbolic.Formula
open Brian.Integration.SymbolicSystem

/// How the eigenvalues s + d, s - d lie, by what stands for cosh(d dt) and sinh(d dt)/d.
let private halves (labels: Labels) define halfDifference coupling =
    let square = expand (sum [ power halfDifference 2; coupling ])

    let root letter latex formula =
        match squareRoot formula with
        | long when exists _.IsCall long ->
            let symbol = labels.Fresh(letter, latex)
            define symbol long true
            Symbol symbol
        | short -> short

    /// Clearly off 0, by the sizes of what cancels in it.
    let sign =
        match FormulaValue.constant square, FormulaValue.constant (power halfDifference 2) with
        | ValueSome value, ValueSome difference when abs value > 1e-6 * (2.0 * difference + abs value) ->
            sign value
        | _ -> 0

    let pair cosine sine (d: Formula) =
        let argument = product [ d; dt ]
        Call(cosine, [ argument ]), over (Call(sine, [ argument ])) d

    match square, sign with
    | Number 0.0, _ -> one, dt
    | _, -1 -> pair Op.Cos Op.Sin (root "ω" "\\omega" (negate square))
    | _, 1 -> pair Op.Cosh Op.Sinh (root "δ" "\\delta" square)
    | _ ->
        let symbol = labels.Fresh("δ", "\\delta")
        define symbol (Call(Op.SquareRoot, [ square ])) true
        let argument = product [ Symbol symbol; dt ]
        Call(Op.Cosh, [ argument ]), product [ dt; Sinhc argument ]

/// The two updates, or none where the point at which both stand still may not exist, or where the forcing depends on t.
let solve (system: System) (labels: Labels) define i j : (Formula * Formula) option =
    let a, b = system.Rates[i, i], system.Rates[i, j]
    let c, d = system.Rates[j, i], system.Rates[j, j]
    let inputs: Input list = system.Inputs[i] @ system.Inputs[j]
    let determinant = expand (subtract (product [ a; d ]) (product [ b; c ]))

    let solves =
        inputs |> List.forall _.IsConstant && (inputs.IsEmpty || isSurelyNotZero determinant)

    if not solves then
        None
    else
        let drive k =
            sum [ for input in system.Inputs[k] -> input.Factor ]

        let steady k factor other ratio =
            let numerator = subtract (product [ other; ratio ]) (product [ factor; drive k ])

            match expand numerator with
            | Number 0.0 -> zero
            | top ->
                let value =
                    match determinant with
                    | Sum _ -> over top determinant
                    | single -> sum [ for term in terms top -> over term single ]

                if size value = 1 then
                    value
                else
                    let name = system.Names[k]
                    let symbol = labels.Fresh($"{name}∞", FormulaText.latexName name + "^{\\infty}")
                    define symbol value true
                    Symbol symbol

        let restingX = steady i d b (drive j)
        let restingY = steady j a c (drive i)
        let x = subtract (system.State i) restingX
        let y = subtract (system.State j) restingY
        let halfDifference = over (subtract a d) (Number 2.0)
        let cosine, sine = halves labels define halfDifference (product [ b; c ])
        let decay = exp (product [ over (sum [ a; d ]) (Number 2.0); dt ])

        let update resting own ownRate other otherRate =
            let mixed = sum [ product [ ownRate; own ]; product [ otherRate; other ] ]

            sum [ resting; product [ decay; sum [ product [ own; cosine ]; product [ mixed; sine ] ] ] ]

        Some(update restingX x halfDifference y b, update restingY y (negate halfDifference) x c)
