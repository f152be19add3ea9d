namespace Brian

open System.ComponentModel
open FSharp.Data.UnitSystems.SI.UnitSymbols

/// What F#'s `open Brian.Units` opens: the members of the class Units, by an abbreviation that opens itself, and before
/// them (so that `ms` in an expression is the quantity) units of measure of the same names for F#'s compiler, `10.0<ms>`.
/// Unscaled measures, `s`, `V`, `A` ..., are FSharp.Core's: FSharp.Data.UnitSystems.SI.UnitSymbols.
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix);
  EditorBrowsable(EditorBrowsableState.Never)>]
module Units =
    [<Measure>]
    type us

    [<Measure>]
    type ms

    [<Measure>]
    type uV

    [<Measure>]
    type mV

    [<Measure>]
    type pA

    [<Measure>]
    type nA

    [<Measure>]
    type uA

    [<Measure>]
    type nS

    [<Measure>]
    type uS

    [<Measure>]
    type pF

    [<Measure>]
    type nF

    [<Measure>]
    type uF

    [<Measure>]
    type Mohm

    [<Measure>]
    type kHz

    [<Measure>]
    type um

    [<Measure>]
    type mM

    [<AutoOpen>]
    type Names = Units

/// A unit seen from both worlds: the measure 'u that the compiler checks, and the quantity that exists at run time.
/// Products of tokens have products of measures: `U.mV/U.ms` is a UnitOf<mV/ms>.
[<Sealed>]
type UnitOf<[<Measure>] 'u>(unit: Quantity) =
    /// One of it.
    member _.Quantity: Quantity = unit

    static member (*)(a: UnitOf<'u>, b: UnitOf<'v>) : UnitOf<'u 'v> = UnitOf(a.Quantity * b.Quantity)
    static member (/)(a: UnitOf<'u>, b: UnitOf<'v>) : UnitOf<'u / 'v> = UnitOf(a.Quantity / b.Quantity)
    static member (*)(x: float, unit: UnitOf<'u>) : Quantity = x * unit.Quantity
    static member (*)(x: int, unit: UnitOf<'u>) : Quantity = x * unit.Quantity

/// The tokens of the common units. Another one: `UnitOf<nM> nM`, with a measure of your own.
[<AbstractClass; Sealed>]
type U =
    static member s = UnitOf<s> Units.second
    static member ms = UnitOf<Units.ms> Units.ms
    static member us = UnitOf<Units.us> Units.us
    static member V = UnitOf<V> Units.volt
    static member mV = UnitOf<Units.mV> Units.mV
    static member uV = UnitOf<Units.uV> Units.uV
    static member A = UnitOf<A> Units.amp
    static member uA = UnitOf<Units.uA> Units.uA
    static member nA = UnitOf<Units.nA> Units.nA
    static member pA = UnitOf<Units.pA> Units.pA
    static member S = UnitOf<S> Units.siemens
    static member uS = UnitOf<Units.uS> Units.uS
    static member nS = UnitOf<Units.nS> Units.nS
    static member F = UnitOf<F> Units.farad
    static member uF = UnitOf<Units.uF> Units.uF
    static member nF = UnitOf<Units.nF> Units.nF
    static member pF = UnitOf<Units.pF> Units.pF
    static member ohm = UnitOf<ohm> Units.ohm
    static member Mohm = UnitOf<Units.Mohm> Units.Mohm
    static member Hz = UnitOf<Hz> Units.Hz
    static member kHz = UnitOf<Units.kHz> Units.kHz
    static member m = UnitOf<m> Units.metre
    static member um = UnitOf<Units.um> Units.um
    static member mM = UnitOf<Units.mM> Units.mM
    static member K = UnitOf<K> Units.kelvin

/// Between F#'s measures and quantities: `10.0<ms> |> Quantity.from U.ms`, `q |> Quantity.into U.ms`.
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Quantity =
    /// The compiler refuses a unit that is not the number's.
    let from (unit: UnitOf<'u>) (x: float<'u>) : Quantity = float x * unit.Quantity

    /// How many of the unit. The dimension is checked when it runs: DimensionMismatchException.
    let into (unit: UnitOf<'u>) (q: Quantity) : float<'u> =
        LanguagePrimitives.FloatWithMeasure(q.In unit.Quantity)

/// As for Quantity, for arrays: `[| 1.0<ms>; 2.0<ms> |] |> Quantities.from U.ms`.
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Quantities =
    /// The compiler refuses a unit that is not the numbers'.
    let from (unit: UnitOf<'u>) (xs: float<'u>[]) : Quantities =
        Quantities(Array.map float xs, unit.Quantity)

    /// How many of the unit each is. The dimension is checked when it runs: DimensionMismatchException.
    let into (unit: UnitOf<'u>) (qs: Quantities) : float<'u>[] =
        qs.In unit.Quantity |> Array.map LanguagePrimitives.FloatWithMeasure
