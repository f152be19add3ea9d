// Renaming what is not there
leak.With("u", "w")
