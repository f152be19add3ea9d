// E60: two groups of one name
(new Network(NeuronGroup(1, leak, name = "cells"), NeuronGroup(1, leak, name = "cells"))).Run(1*ms)
