namespace Brian.Drawing

open System.Reflection
open ScottPlot
open SkiaSharp

/// The typeface of all figures, DejaVu Sans as in matplotlib. It is part of the assembly: a figure looks the
/// same on every machine, also on one without any fonts.
module internal Typeface =

    [<Literal>]
    let Name = "DejaVu Sans"

    let private load () =
        let assembly = Assembly.GetExecutingAssembly()
        SKTypeface.FromStream(assembly.GetManifestResourceStream "Brian.Plots.Fonts.DejaVuSans.ttf")

    let private install =
        lazy
            (let typeface = load ()

             Fonts.FontResolvers.Insert(
                 0,
                 { new IFontResolver with
                     member _.CreateTypeface(name: string, _: FontWeight, _: FontSlant, _: FontSpacing) =
                         if name = Name then typeface else null

                     member _.CreateTypeface(name: string, _: bool, _: bool) =
                         if name = Name then typeface else null
                 }
             )

             Fonts.Default <- Name)

    /// Makes the typeface known, once in a process.
    let ensure () = install.Force()
