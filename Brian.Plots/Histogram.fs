namespace Brian

open System

/// Bars of a histogram: `Edges` has one element more than `Heights`.
type Bars = { Edges: float[]; Heights: float[] }

/// Counting into bins of equal width, by the definition of numpy.histogram.
module internal Histogram =

    /// The range counted over: of the values, widened by 0.5 on both sides when they are all equal,
    /// 0 to 1 when there are none.
    let private range (values: float[]) =
        if values.Length = 0 then
            0.0, 1.0
        else
            let low, high = Array.min values, Array.max values
            if low = high then low - 0.5, high + 0.5 else low, high

    /// `bins` bins of equal width from the smallest to the largest finite value. Each holds its left edge,
    /// the last its right edge too. `weights[k]` is what `values[k]` adds to the height of its bin.
    let count (bins: int) (weights: float[]) (values: float[]) : Bars =
        let counted =
            Array.indexed values |> Array.filter (fun (_, value) -> Double.IsFinite value)

        let low, high = range (Array.map snd counted)
        let width = (high - low) / float bins

        let edges =
            Array.init (bins + 1) (fun k -> if k = bins then high else low + float k * width)

        let heights = Array.zeroCreate bins

        for index, value in counted do
            // Dividing rounds; the edges decide.
            let near = min (bins - 1) (int ((value - low) / (high - low) * float bins))

            let bin =
                if value < edges[near] then near - 1
                elif value >= edges[near + 1] && near < bins - 1 then near + 1
                else near

            heights[bin] <- heights[bin] + weights[index]

        { Edges = edges; Heights = heights }
