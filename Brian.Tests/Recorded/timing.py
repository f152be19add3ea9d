"""Prints the wall time of the first tutorial's simulations with Brian 2. Records nothing.

    python3 Brian.Tests/Recorded/timing.py numpy           all simulations, numpy target
    python3 Brian.Tests/Recorded/timing.py cython          all simulations, Cython, empty cache, then once more
    python3 Brian.Tests/Recorded/timing.py cpp_standalone  the Parameters listing, C++ standalone

Needs Brian 2.5.1; the last two also Cython and g++. Each in a fresh process; the import
time is given apart. No plotting.
"""
import sys
import time
sys.dont_write_bytecode = True

mode = sys.argv[1] if len(sys.argv) > 1 else 'numpy'
started = time.perf_counter()
import recording                                    # brings Brian 2 in, quietly
from brian2 import *                                # noqa
import shutil
import tempfile
print('import %.2f s' % (time.perf_counter() - started))

LEAK = 'dv/dt = (1-v)/tau : 1'
HELD = 'dv/dt = (1-v)/tau : 1 (unless refractory)'




def plain_leak():
    tau = 10*ms
    G = NeuronGroup(1, LEAK)
    run(100*ms)


def leak_exact():
    tau = 10*ms
    G = NeuronGroup(1, LEAK, method='exact')
    run(100*ms)


def leak_monitored():
    tau = 10*ms
    G = NeuronGroup(1, LEAK, method='exact')
    M = StateMonitor(G, 'v', record=True)
    run(30*ms)


def leak_monitored_again():
    tau = 10*ms
    G = NeuronGroup(1, LEAK, method='exact')
    M = StateMonitor(G, 'v', record=0)
    run(30*ms)


def sine():
    tau = 10*ms
    G = NeuronGroup(1, 'dv/dt = (sin(2*pi*100*Hz*t)-v)/tau : 1', method='euler')
    M = StateMonitor(G, 'v', record=0)
    G.v = 5
    run(60*ms)


def spiking_trace():
    tau = 10*ms
    G = NeuronGroup(1, LEAK, threshold='v>0.8', reset='v = 0', method='exact')
    M = StateMonitor(G, 'v', record=0)
    run(50*ms)


def spiking_times():
    tau = 10*ms
    G = NeuronGroup(1, LEAK, threshold='v>0.8', reset='v = 0', method='exact')
    S = SpikeMonitor(G)
    run(50*ms)


def spiking_both():
    tau = 10*ms
    G = NeuronGroup(1, LEAK, threshold='v>0.8', reset='v = 0', method='exact')
    M = StateMonitor(G, 'v', record=0)
    S = SpikeMonitor(G)
    run(50*ms)


def refractory():
    tau = 10*ms
    G = NeuronGroup(1, HELD, threshold='v>0.8', reset='v = 0', refractory=5*ms, method='exact')
    M = StateMonitor(G, 'v', record=0)
    S = SpikeMonitor(G)
    run(50*ms)


def refractory_without_flag():
    tau = 5*ms
    G = NeuronGroup(1, LEAK, threshold='v>0.8', reset='v = 0', refractory=15*ms, method='exact')
    M = StateMonitor(G, 'v', record=0)
    S = SpikeMonitor(G)
    run(50*ms)


def multiple():
    tau = 10*ms
    G = NeuronGroup(100, 'dv/dt = (2-v)/tau : 1', threshold='v>1', reset='v=0', method='exact')
    G.v = 'rand()'
    S = SpikeMonitor(G)
    run(50*ms)


def parameters():
    tau = 10*ms
    v0_max = 3.
    G = NeuronGroup(100, 'dv/dt = (v0-v)/tau : 1 (unless refractory)\nv0 : 1', threshold='v>1', reset='v=0',
                    refractory=5*ms, method='exact')
    S = SpikeMonitor(G)
    G.v0 = 'i*v0_max/(N-1)'
    run(1000*ms)
    return len(S.t)


def stochastic():
    tau = 10*ms
    v0_max = 3.
    sigma = 0.2
    G = NeuronGroup(100, 'dv/dt = (v0-v)/tau+sigma*xi*tau**-0.5 : 1 (unless refractory)\nv0 : 1', threshold='v>1',
                    reset='v=0', refractory=5*ms, method='euler')
    S = SpikeMonitor(G)
    G.v0 = 'i*v0_max/(N-1)'
    run(1000*ms)


def adaptive():
    tau = 10*ms
    vr, vt0, delta_vt0, tau_t = -70*mV, -50*mV, 5*mV, 100*ms
    sigma = 0.5*(vt0-vr)
    v_drive = 2*(vt0-vr)
    G = NeuronGroup(1000, '''dv/dt = (v_drive+vr-v)/tau + sigma*xi*tau**-0.5 : volt
                             dvt/dt = (vt0-vt)/tau_t : volt''', threshold='v>vt', reset='v = vr\nvt += delta_vt0',
                    refractory=5*ms, method='euler')
    S = SpikeMonitor(G)
    G.v = 'rand()*(vt0-vr)+vr'
    G.vt = vt0
    run(100*ms)


ALL = [plain_leak, leak_exact, leak_monitored, leak_monitored_again, sine, spiking_trace, spiking_times, spiking_both,
       refractory, refractory_without_flag, multiple, parameters, stochastic, adaptive]


def measure(heading):
    total = 0
    for listing in ALL:
        start_scope()
        begun = time.perf_counter()
        listing()
        took = time.perf_counter() - begun
        total += took
        print('%-28s %-26s %7.3f s' % (heading, listing.__name__, took), flush=True)
    print('%-28s %-26s %7.3f s' % (heading, 'ALL', total), flush=True)


if mode == 'numpy':
    measure('numpy')
elif mode == 'cython':
    cache = tempfile.mkdtemp(prefix='brian_cache_')
    try:
        prefs.codegen.target = 'cython'
        prefs.codegen.runtime.cython.cache_dir = cache
        measure('cython, empty cache')
        measure('cython, second time')
    finally:
        shutil.rmtree(cache)
elif mode == 'cpp_standalone':
    place = tempfile.mkdtemp(prefix='brian_standalone_')
    try:
        set_device('cpp_standalone', directory=place)
        begun = time.perf_counter()
        print(parameters(), 'spikes')
        print('%-28s %-26s %7.3f s' % (mode, 'parameters', time.perf_counter() - begun))
        print('%-28s %-26s %7.3f s' % (mode, 'the run alone', device._last_run_time))
    finally:
        shutil.rmtree(place)
else:
    sys.exit(__doc__)
