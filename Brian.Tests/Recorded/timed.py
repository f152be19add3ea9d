"""Records timed arrays into timed.json.

    /usr/bin/python3 Brian.Tests/Recorded/timed.py       (needs Brian 2.5.1)

`samples`: which sample of a TimedArray with the values 0, 1, 2, ... is in force at given times, for a time step of the
group and one of the array. `surprise` marks samples that are not those whose time contains t.
`runs`: whole simulations that are driven by one; `timed` holds the arrays by name, row by row. `surprise` marks one with
values that are NaN and should not be.
"""
import sys
sys.dont_write_bytecode = True

from fractions import Fraction

import numpy as np
from recording import inputs, namespace_of, plain, state, write
from brian2 import Network, NeuronGroup, StateMonitor, TimedArray, defaultclock, mV, ms, nA, second, start_scope


def number_in_force(step, dt, array_dt, count):
    """By exact arithmetic on the time steps as they are written in decimal."""
    number = Fraction(repr(dt)) * step // Fraction(repr(array_dt))
    return int(min(max(number, 0), count - 1))


def samples(name, dt, array_dt, count, steps, why=None):
    start_scope()
    defaultclock.dt = dt * second
    array = TimedArray(np.arange(count, dtype=float), dt=array_dt * second)
    cells = NeuronGroup(len(steps), 'x = array(tt) : 1\ntt : second', namespace={'array': array})
    times = [step * dt for step in steps]
    cells.tt_ = times
    found = [int(x) for x in cells.x[:]]
    expected = [number_in_force(step, dt, array_dt, count) for step in steps]
    case = {'name': name, 'dt': dt, 'array_dt': array_dt, 'count': count, 'steps': list(steps), 'found': found}
    differing = [k for k in range(len(steps)) if found[k] != expected[k]]
    assert bool(differing) == bool(why), (name, [(steps[k], found[k], expected[k]) for k in differing][:5])
    if why:
        case['surprise'] = differing
        case['expected'] = expected
        case['note'] = why
    return case


def around(*centres):
    return [centre + k for centre in centres for k in range(-3, 4)]


EARLY = 'samples much shorter than the step are rounded to the nearest, so half of them come up to half a sample early'

all_samples = [
    samples('aligned', 0.1e-3, 1e-3, 6, range(-5, 80)),
    samples('equal', 0.1e-3, 0.1e-3, 50, range(0, 60)),
    samples('three steps', 0.1e-3, 0.3e-3, 30, range(0, 100)),
    samples('seven steps', 0.1e-3, 0.7e-3, 10, range(0, 80)),
    samples('one and a half steps', 0.1e-3, 0.15e-3, 30, range(0, 60)),
    samples('two and a half steps', 0.1e-3, 0.25e-3, 20, range(0, 60)),
    samples('half a step', 0.1e-3, 0.05e-3, 100, range(0, 60)),
    samples('a third of a step', 0.3e-3, 0.1e-3, 100, range(0, 40)),
    samples('a tenth of a step', 0.1e-3, 0.01e-3, 100, range(0, 15)),
    samples('0.03 ms in 0.1 ms', 0.1e-3, 0.03e-3, 100, range(0, 40)),
    samples('0.007 ms in 0.1 ms', 0.1e-3, 0.007e-3, 400, range(0, 30), EARLY),
    samples('a long sample', 0.1e-3, 1.0, 5, around(10000, 20000, 40000, 50000)),
    samples('late, samples of 0.1 s', 0.1e-3, 0.1, 1000100, around(999999000, 1000000000, 1000001000)),
    samples('late, samples of 0.25 s', 0.1e-3, 0.25, 400100, around(999997500, 1000000000, 1000002500)),
    samples('late, steps of 0.3 s', 0.3, 0.1, 1000100, around(333333, 333300)),
]


def run(name, inp, timed, surprise=None):
    start_scope()
    defaultclock.dt = inp['dt'] * second
    namespace = namespace_of(inp['constants'])
    for key, entry in timed.items():
        unit = {'1': 1, 'amp': nA / 1e-9, 'volt': mV / 1e-3}[entry['unit']]
        namespace[key] = TimedArray(np.array(entry['values']) * unit, dt=entry['dt'] * second)
    cells = NeuronGroup(inp['N'], inp['equations'], method=inp['method'], namespace=namespace, name='neurons')
    traces = StateMonitor(cells, ['v'], record=list(range(inp['N'])))
    Network(cells, traces).run(inp['runs'][0]['duration'] * second)
    case = {'name': name, 'inputs': inp, 'timed': timed,
            'outputs': {'v': plain(traces.v_[:]), 'after': plain(cells.v_[:])}}
    assert bool(surprise) == bool(np.isnan(traces.v_[:]).any()), name
    return dict(case, surprise=True, note=surprise) if surprise else case


def constants(**named):
    return {name: {'value': value, 'unit': unit} for name, (value, unit) in named.items()}


tau = constants(tau=(10e-3, 'second'))
step_current = {'I': {'values': [0.0, 2e-9, -1e-9, 0.5e-9], 'unit': 'amp', 'dt': 5e-3}}
per_neuron = {'I': {'values': [[0.0, 1.0, 2.0], [3.0, -4.0, 5.0], [0.5, 0.25, -0.125]], 'unit': '1', 'dt': 3e-3}}
fine = {'I': {'values': [float((7 * k) % 13) for k in range(500)], 'unit': '1', 'dt': 0.05e-3}}

all_runs = [
    run('current step, exact',
        inputs('dv/dt = (R*I(t) - v)/tau : volt', consts=dict(tau, **constants(R=(10e6, 'ohm'))), runs=[25e-3]), step_current),
    run('per neuron, exact',
        inputs('dv/dt = (I(t, i) - v)/tau : 1', N=3, consts=tau, runs=[12e-3]), per_neuron),
    run('as a coefficient, exact',
        inputs('dv/dt = (1 - I(t, i)*v)/tau : 1', N=3, consts=tau, runs=[12e-3]),
        {'I': dict(per_neuron['I'], values=[[0.25, 1.0, 2.0], [3.0, -4.0, 5.0], [0.5, 0.25, -0.125]])}),
    run('as a coefficient that is 0, exact',
        inputs('dv/dt = (1 - I(t, i)*v)/tau : 1', N=3, consts=tau, runs=[12e-3]), per_neuron,
        'the formula divides by the coefficient, so where that is 0 all further values are NaN'),
    run('samples of half a step, euler',
        inputs('dv/dt = (I(t) - v)/tau : 1', consts=tau, method='euler', runs=[10e-3]), fine),
    run('not linear, euler',
        inputs('dv/dt = (I(t, i) - v**3)/tau : 1', N=3, consts=tau, method='euler', runs=[12e-3]), per_neuron),
    run('delayed, euler',
        inputs('dv/dt = (I(t - 2*ms, 2 - i) - v)/tau : 1', N=3, consts=tau, method='euler', runs=[12e-3]), per_neuron),
]

write(__file__, 'samples of timed arrays, and simulations driven by them', {'samples': all_samples, 'runs': all_runs})
