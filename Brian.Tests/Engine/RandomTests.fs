module Brian.Tests.Engine.RandomTests

#nowarn "9" // kernels read native memory

open System
open System.Runtime.InteropServices
open Microsoft.FSharp.NativeInterop
open Expecto
open Brian.Engine

let private published =
    // Known answers published with Random123: counter, key, result.
    [
        (0u, 0u, 0u, 0u), 0UL, (0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)
        (UInt32.MaxValue, UInt32.MaxValue, UInt32.MaxValue, UInt32.MaxValue),
        UInt64.MaxValue,
        (0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)
        (0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u),
        0x299f31d0a4093822UL,
        (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)
    ]

/// Runs a program of one output at one step and reads the output of all neurons.
let private drawn (seed: uint64) (step: int64) (neurons: int) (build: ProgramBuilder -> int) =
    let builder = ProgramBuilder "draw"
    builder.Store(Target.Output, 0, build builder)
    let kernel = Kernels.Compile(builder.Build())
    let blocks = (neurons + 15) / 16 * 2

    let output =
        NativeMemory.AlignedAlloc(unativeint (blocks * 64), 64un) |> NativePtr.ofVoidPtr<float>

    try
        let mutable arguments = KernelArguments()
        arguments.Output <- output
        arguments.OutputCount <- 1
        arguments.BlockCount <- blocks
        arguments.Seed <- seed
        arguments.Stream <- RandomStream.Named "cells"
        arguments.Step <- step
        kernel.Run(&arguments, 0, blocks)
        Array.init neurons (fun n -> NativePtr.get output n)
    finally
        NativeMemory.AlignedFree(NativePtr.toVoidPtr output)

let private gaussians seed step neurons =
    drawn seed step neurons (fun b -> b.Emit Op.Gaussian)

let private uniforms seed step neurons =
    drawn seed step neurons (fun b -> b.Emit Op.Uniform)

let private million = 1_000_000

let private identity =
    testList
        "identity"
        [
            test "Philox gives the published numbers" {
                for struct (a, b, c, d), key, expected in
                    [ for (a, b, c, d), k, r in published -> struct (a, b, c, d), k, r ] do
                    let struct (w, x, y, z) = Philox.Words(struct (a, b, c, d), key)
                    Expect.equal (w, x, y, z) expected "four words"
            }

            test "a kernel's uniforms are Philox at (step, pair*8 + lane, draw), first numbers to even blocks" {
                let step = 0x1_0000_0003L
                let found = uniforms 99UL step 48
                let key = Philox.Key(99UL, RandomStream.Named "cells", 0)

                for n in 0..47 do
                    let block, lane = n / 8, n % 8

                    let struct (a, b, c, d) =
                        Philox.Words(struct (3u, 1u, uint32 (block / 2 * 8 + lane), Philox.Draw.Uniform), key)

                    let expected = if block % 2 = 0 then Philox.Uniform(a, b) else Philox.Uniform(c, d)
                    Expect.equal found[n] expected $"neuron {n}"
            }

            test "a kernel's Gaussians are Box and Muller's of the same words" {
                let found = gaussians 99UL 3L 48
                let key = Philox.Key(99UL, RandomStream.Named "cells", 0)

                for n in 0..47 do
                    let block, lane = n / 8, n % 8

                    let struct (a, b, c, d) =
                        Philox.Words(
                            struct (3u, 0u, uint32 (block / 2 * 8 + lane), Philox.Draw.Gaussian),
                            key
                        )

                    let radius = sqrt (-2.0 * log (1.0 - Philox.Uniform(a, b)))
                    let angle = 2.0 * Math.PI * Philox.Uniform(c, d)
                    let expected = radius * (if block % 2 = 0 then cos angle else sin angle)
                    Expect.isLessThan (abs (found[n] - expected)) 1e-14 $"neuron {n}"
            }

            test "the numbers of a group do not depend on its size" {
                Expect.equal
                    (Array.truncate 100 (gaussians 1UL 7L 1000))
                    (gaussians 1UL 7L 100)
                    "a longer group begins alike"
            }

            test "streams are named alike in every process" {
                // FNV-1a's published value for the empty string and for "a".
                Expect.equal (RandomStream.Named "") 0xcbf29ce484222325UL "empty"
                Expect.equal (RandomStream.Named "a") 0xaf63dc4c8601ec8cUL "a"
                Expect.equal (RandomStream.Numbered 3) (RandomStream.Named "#3") "by number"
            }

            test "one bit of seed, stream or use changes about half the bits of the key" {
                let key = Philox.Key(1UL, 2UL, 3)

                for other in
                    [
                        Philox.Key(0UL, 2UL, 3)
                        Philox.Key(1UL, 3UL, 3)
                        Philox.Key(1UL, 2UL, 2)
                        Philox.Key(2UL, 1UL, 3)
                    ] do
                    let changed = Numerics.BitOperations.PopCount(key ^^^ other)
                    Expect.isTrue (changed > 15 && changed < 49) $"{changed} bits"
            }
        ]

let private mean (xs: float[]) = Array.average xs

let private moment k (xs: float[]) =
    xs |> Array.averageBy (fun x -> Math.Pow(x, float k))

let private correlation (xs: float[]) (ys: float[]) = Array.map2 (*) xs ys |> Array.average

/// Greatest distance between the distribution of a sample and the one it should have.
let private kolmogorov (cdf: float -> float) (xs: float[]) =
    let n = float xs.Length

    Array.sort xs
    |> Array.mapi (fun i x -> let p = cdf x in max (abs (p - float i / n)) (abs (float (i + 1) / n - p)))
    |> Array.max

/// The normal distribution function by Abramowitz and Stegun 7.1.26, error 1.5e-7.
let private normal x =
    let t = 1.0 / (1.0 + 0.3275911 * abs x / sqrt 2.0)

    let series =
        t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))

    let upper = 0.5 * series * exp (-x * x / 2.0)
    if x > 0.0 then 1.0 - upper else upper

/// Fails when a statistic with this expectation and standard deviation is off by more than five of the latter.
let private near (expected: float) (deviation: float) (found: float) (what: string) =
    Expect.isLessThan (abs (found - expected)) (5.0 * deviation) $"{what}: {found}, expected {expected}"

let private distributions =
    testList
        "distributions"
        [
            test "a million uniforms have the moments and the distribution of [0, 1)" {
                let u = uniforms 2024UL 1L million
                Expect.isTrue (Array.forall (fun x -> 0.0 <= x && x < 1.0) u) "range"
                near 0.5 (sqrt (1.0 / 12e6)) (mean u) "mean"
                near (1.0 / 3.0) (sqrt (4.0 / 45e6)) (moment 2 u) "second moment"
                // 1.95 is passed once in a thousand samples.
                Expect.isLessThan (kolmogorov id u) (1.95 / 1000.0) "Kolmogorov-Smirnov"
            }

            test "a million Gaussians have the moments, the distribution and the tails of the normal" {
                let z = gaussians 2024UL 1L million
                near 0.0 1e-3 (mean z) "mean"
                near 1.0 (sqrt 2e-6) (moment 2 z) "variance"
                near 0.0 (sqrt 15e-6) (moment 3 z) "third moment"
                near 3.0 (sqrt 96e-6) (moment 4 z) "fourth moment"
                near 15.0 (sqrt 10170e-6) (moment 6 z) "sixth moment"
                Expect.isLessThan (kolmogorov normal z) (1.95 / 1000.0) "Kolmogorov-Smirnov"

                for bound, probability in [ 2.0, 0.04550026; 3.0, 0.002699796; 4.0, 6.334248e-5 ] do
                    let outside = z |> Array.filter (fun x -> abs x > bound) |> Array.length |> float
                    near (1e6 * probability) (sqrt (1e6 * probability)) outside $"beyond {bound}"
            }

            test "neighbours, the two of a pair, steps, uses and seeds are uncorrelated" {
                let n = 200_000
                let z = gaussians 5UL 1L n
                let unit = 1.0 / sqrt (float n)
                near 0.0 unit (correlation z[.. n - 2] z[1..]) "neighbours"
                near 0.0 unit (correlation z[.. n - 9] z[8..]) "neurons eight apart"

                near
                    0.0
                    (unit * 2.0)
                    (correlation
                        (Array.map (fun x -> x * x - 1.0) z[.. n - 9])
                        (Array.map (fun x -> x * x - 1.0) z[8..]))
                    "their squares"

                near 0.0 unit (correlation z (gaussians 5UL 2L n)) "next step"
                near 0.0 unit (correlation z (gaussians 6UL 1L n)) "next seed"

                near
                    0.0
                    unit
                    (correlation z (drawn 5UL 1L n (fun b -> b.Emit(Op.Gaussian, slot = 1))))
                    "next use"

                near
                    0.0
                    (unit * sqrt (1.0 / 12.0))
                    (correlation z (Array.map (fun u -> u - 0.5) (uniforms 5UL 1L n)))
                    "uniforms of the same use"
            }

            test "Poisson numbers have mean and variance of their parameter, and the right frequencies" {
                let n = 100_000

                for lambda in [ 0.01; 0.5; 3.0; 9.99; 10.0; 25.0; 400.0; 1e6 ] do
                    let k = drawn 3UL 9L n (fun b -> b.Emit(Op.Poisson, b.Constant lambda))
                    Expect.isTrue (Array.forall (fun x -> x >= 0.0 && x = floor x) k) "counts"
                    near lambda (sqrt (lambda / float n)) (mean k) "mean"
                    let variance = k |> Array.averageBy (fun x -> (x - lambda) * (x - lambda))

                    near
                        lambda
                        (sqrt ((lambda + 2.0 * lambda * lambda) / float n))
                        variance
                        $"variance at {lambda}"

                    if lambda < 100.0 then
                        // Each count that is expected at least ten times.
                        let mutable p = exp -lambda

                        for j in 0..60 do
                            if j > 0 then
                                p <- p * lambda / float j

                            if p * float n > 10.0 then
                                let found = k |> Array.filter (fun x -> x = float j) |> Array.length |> float
                                near (p * float n) (sqrt (p * (1.0 - p) * float n)) found $"{j} at {lambda}"
            }

            test "Poisson of 0 is 0, of infinity infinity, of anything negative or NaN NaN" {
                let value mean =
                    (drawn 3UL 9L 8 (fun b -> b.Emit(Op.Poisson, b.Constant mean)))[0]

                Expect.equal (value 0.0) 0.0 "0"
                Expect.equal (value infinity) infinity "infinity"
                Expect.isTrue (Double.IsNaN(value -1.0) && Double.IsNaN(value nan)) "NaN"
            }
        ]

let tests = testList "random numbers" [ identity; distributions ]
