"""Records the deterministic listings of the first tutorial into tutorial.json.

    python3 Brian.Tests/Recorded/tutorial.py        (needs Brian 2.5.1)
"""
import sys
sys.dont_write_bytecode = True

from recording import case, constants, inputs, plain, spikes, state, write
from brian2 import exp, ms

LEAK = 'dv/dt = (1-v)/tau : 1'
LEAK_REFRACTORY = 'dv/dt = (1-v)/tau : 1 (unless refractory)'
tau10 = constants(tau=10*ms)
tau5 = constants(tau=5*ms)

cases = []


def add(name, about, inp, **more):
    c = case(name, inp, about=about)
    c['outputs'].update(more)
    cases.append(c)
    return c


add('leak_100ms', 'the value after 100 ms, and the closed form computed with the same library',
    inputs(LEAK, consts=tau10, runs=[float(100*ms)]),
    v_expected=plain(float(1 - exp(-100*ms/(10*ms)))))

trace = add('leak_trace_30ms', 'exact solution sampled at every step',
            inputs(LEAK, consts=tau10, runs=[float(30*ms)], monitors={'M': state()}))
trace['outputs']['analytic'] = [plain(float(1 - exp(-t/float(10*ms)))) for t in trace['outputs']['M']['t']]

add('sine_euler_60ms', 'time-dependent drive, Euler, from v = 5',
    inputs('dv/dt = (sin(2*pi*100*Hz*t)-v)/tau : 1', method='euler', consts=tau10,
           initial={'v': 5.0}, runs=[float(60*ms)], monitors={'M': state()}))

add('spiking_50ms', 'threshold and reset',
    inputs(LEAK, threshold='v>0.8', reset='v = 0', consts=tau10, runs=[float(50*ms)],
           monitors={'M': state(), 'S': spikes()}))

add('refractory_50ms', 'refractory for 5 ms, v held meanwhile',
    inputs(LEAK_REFRACTORY, threshold='v>0.8', reset='v = 0', refractory=float(5*ms),
           consts=tau10, runs=[float(50*ms)], monitors={'M': state(), 'S': spikes()}))

add('refractory_without_flag_50ms', 'refractory for 15 ms, v goes on integrating',
    inputs(LEAK, threshold='v>0.8', reset='v = 0', refractory=float(15*ms),
           consts=tau5, runs=[float(50*ms)], monitors={'M': state(), 'S': spikes()}))

add('parameters_1000ms', '100 neurons with v0 from 0 to 3; every spike',
    inputs('''dv/dt = (v0-v)/tau : 1 (unless refractory)
              v0 : 1''', N=100, threshold='v>1', reset='v=0', refractory=float(5*ms),
           consts=constants(tau=10*ms, v0_max=3.), initial={'v0': 'i*v0_max/(N-1)'},
           runs=[float(1000*ms)], monitors={'S': spikes()}))

for c in cases:
    out = c['outputs']
    summary = {}
    if 'M' in out:
        t = out['M']['t']
        summary.update(samples=len(t), first_t=t[0], last_t=t[-1])
    if 'S' in out:
        t = out['S']['t']
        summary.update(spikes=len(t), first_spike=t[0], last_spike=t[-1])
    out['summary'] = summary

by_name = {c['name']: c['outputs'] for c in cases}
printed = {
    'v_after_100ms': by_name['leak_100ms']['after']['v'][0],
    'v_expected': by_name['leak_100ms']['v_expected'],
    'spike_times': by_name['spiking_50ms']['S']['t'],
    'refractory_spike_times': by_name['refractory_50ms']['S']['t'],
    'refractory_without_flag_spike_times': by_name['refractory_without_flag_50ms']['S']['t'],
    'parameters_counts': by_name['parameters_1000ms']['S']['count'],
    'parameters_total': len(by_name['parameters_1000ms']['S']['t']),
}
write(__file__, 'deterministic listings of the first tutorial', {'printed': printed, 'cases': cases})
