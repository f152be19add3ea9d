module Brian.Tests.Units.RationalTests

open System
open System.Numerics
open Brian
open Brian.Tests
open Expecto
open Brian.Tests.Units.Generators

/// The same fraction without a limit, as the judge: numerator and denominator in lowest terms.
let private exact (n: BigInteger) (d: BigInteger) =
    let divisor = BigInteger.GreatestCommonDivisor(n, d) * BigInteger d.Sign
    n / divisor, d / divisor

let private big (r: Rational) =
    BigInteger r.Numerator, BigInteger r.Denominator

/// Either the exact fraction, or the dedicated exception and then it must really not fit.
let private agrees (expected: BigInteger * BigInteger) (calculate: unit -> Rational) =
    let limit = BigInteger Int32.MaxValue
    let n, d = expected
    let fits = BigInteger.Abs n <= limit && d <= limit

    try
        let r = calculate ()
        fits && big r = expected
    with :? RationalOverflowException ->
        not fits

let tests =
    testList
        "rational exponents"
        [
            test "are in lowest terms with a positive denominator" {
                Expect.equal (string (Rational(2, 4))) "1/2" ""
                Expect.equal (string (Rational(3, -2))) "-3/2" ""
                Expect.equal (string (Rational(-6, -2))) "3" ""
                Expect.equal (Unchecked.defaultof<Rational>) Rational.Zero "the zeroed struct is 0"
                Expect.equal (Unchecked.defaultof<Rational>.Denominator) 1 ""
            }

            property "+ - * / are exact or raise RationalOverflowException, never wrap"
            <| fun (AnyRational a, AnyRational b) ->
                let (an, ad), (bn, bd) = big a, big b

                agrees (exact (an * bd + bn * ad) (ad * bd)) (fun () -> a + b)
                && agrees (exact (an * bd - bn * ad) (ad * bd)) (fun () -> a - b)
                && agrees (exact (an * bn) (ad * bd)) (fun () -> a * b)
                && (b.IsZero || agrees (exact (an * bd) (ad * bn)) (fun () -> a / b))

            property "order and equality are those of the numbers"
            <| fun (AnyRational a, AnyRational b) ->
                let (an, ad), (bn, bd) = big a, big b

                compare a b = compare (an * bd) (bn * ad)
                && (a = b) = (an * bd = bn * ad)
                && (a <> b || hash a = hash b)

            property "reading what was printed gives the same fraction"
            <| fun (AnyRational r) -> Rational.Parse(string r) = r

            property "a float that was made from a small fraction is recognised"
            <| fun (SmallRational r) -> Rational.TryFromFloat(float r) = (true, r)

            test "floats that are no small fraction are refused" {
                for x in [ Math.PI; 1e-9; Double.NaN; Double.PositiveInfinity; 3e9 ] do
                    Expect.isFalse (fst (Rational.TryFromFloat x)) (string x)
            }

            test "text that is no fraction is refused" {
                for text in [ ""; "a"; "1/0"; "1/-2"; "1/2/3"; "1e5"; "2147483648"; "0,5" ] do
                    Sessions.raises<FormatException> (fun () -> Rational.Parse text |> ignore) text
            }

            test "a zero denominator is DivideByZeroException" {
                Expect.throwsT<DivideByZeroException> (fun () -> Rational(1, 0) |> ignore) "constructor"

                Expect.throwsT<DivideByZeroException>
                    (fun () -> Rational 1 / Rational.Zero |> ignore)
                    "division"
            }
        ]
