/// Text in messages: what is longer than a few lines is cut in the middle, so that no message is as long as a hostile input.
module internal Brian.Excerpt

let private beginning = 300
let private ending = 60

/// The text, or its beginning and end.
let ofText (text: string) : string =
    if text.Length <= beginning + ending then
        text
    else
        text.Substring(0, beginning) + " ... " + text.Substring(text.Length - ending)
