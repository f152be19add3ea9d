// Spikes of a group without a threshold
SpikeMonitor(NeuronGroup(3, membrane))
