// A name that refractoriness brings along
Equations $"lastspike : second"
