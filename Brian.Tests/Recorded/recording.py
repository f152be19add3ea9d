"""Shared by the recording scripts of this folder; running it does nothing.

A *case* is one simulation: a dictionary `inputs` with everything needed to repeat it
(all numbers in SI units) and a dictionary `outputs` with what Brian 2 gave. The inputs
written to the file are the very ones `simulate` builds the simulation from, so that a
test can be driven by the file alone.

Needs Brian 2.5.1 (Debian: package python3-brian, started with /usr/bin/python3).
"""
import json
import os
import warnings

warnings.filterwarnings('ignore', category=FutureWarning)   # from pythran, met while importing

import numpy as np
import sympy

import brian2
from brian2 import (NeuronGroup, Network, Quantity, SpikeMonitor, StateMonitor, defaultclock,
                    prefs, second, seed, start_scope)
from brian2.units.allunits import all_units
from brian2.units.fundamentalunits import DIMENSIONLESS, get_dimensions, get_unit
from brian2.utils.logger import BrianLogger

prefs.codegen.target = 'numpy'
BrianLogger.log_level_error()
np.seterr(all='ignore')


# ---- numbers ------------------------------------------------------------------------

def plain(value):
    """Arrays, quantities and numpy scalars -> nested lists of float, int, bool, str."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, str) or value is None or isinstance(value, (bool, int)):
        return value
    array = np.asarray(value)
    if array.ndim:
        return [plain(v) for v in array]
    if array.dtype.kind == 'b':
        return bool(array)
    if array.dtype.kind in 'iu':
        return int(array)
    number = float(array)
    if np.isnan(number):
        return 'NaN'
    if np.isinf(number):
        return 'Infinity' if number > 0 else '-Infinity'
    return number


def constants(**named):
    """Plain numbers and quantities -> {name: {"value": SI number, "unit": text}}."""
    return {name: {'value': plain(float(q)), 'unit': unit_text(q)} for name, q in named.items()}


def unit_text(q):
    dim = get_dimensions(q)
    return '1' if dim is DIMENSIONLESS else str(repr(get_unit(dim)))


def namespace_of(consts):
    """The inverse of `constants`."""
    units = {str(repr(u)): u for u in all_units}
    out = {}
    for name, entry in consts.items():
        if entry['unit'] == '1':
            out[name] = float(entry['value'])
        else:
            base = eval(entry['unit'], {'__builtins__': {}}, units)
            out[name] = Quantity(float(entry['value']), dim=get_dimensions(base))
    return out


# ---- one simulation -----------------------------------------------------------------

def state(when='start', variables=('v',), record=(0,), dt=None):
    return {'kind': 'state', 'variables': list(variables), 'record': list(record),
            'when': when, 'dt': None if dt is None else float(dt)}


def spikes(variables=()):
    return {'kind': 'spike', 'variables': list(variables)}


def inputs(equations, N=1, threshold=None, reset=None, refractory=None, method='exact',
           consts=None, initial=None, dt=0.1e-3, runs=(), monitors=None):
    """refractory: seconds, an expression, or None. runs: durations in seconds, or
    dictionaries {"duration": ..., "set": {variable: value}} (values set before that run)."""
    return {
        'N': N,
        'equations': '\n'.join(line.strip() for line in equations.strip().splitlines()),
        'threshold': threshold,
        'reset': reset,
        'refractory': refractory if refractory is None or isinstance(refractory, str)
                      else float(refractory),
        'method': method,
        'constants': consts or {},
        'initial': plain(initial or {}),
        'dt': float(dt),
        'runs': [dict(r) if isinstance(r, dict) else {'duration': float(r)} for r in runs],
        'monitors': monitors or {},
    }


def assign(group, values):
    for name, value in values.items():
        if isinstance(value, str):
            setattr(group, name, value)
        else:
            setattr(group, name + '_', np.asarray(value) if isinstance(value, list) else value)


def simulate(inp, random_seed=None):
    """Builds the simulation from its inputs, runs it and returns the outputs."""
    start_scope()
    if random_seed is not None:
        seed(random_seed)
    defaultclock.dt = inp['dt'] * second
    refractory = inp['refractory']
    group = NeuronGroup(
        inp['N'], inp['equations'], threshold=inp['threshold'], reset=inp['reset'],
        refractory=False if refractory is None else
        refractory if isinstance(refractory, str) else refractory * second,
        method=inp['method'], namespace=namespace_of(inp['constants']), name='neurons')
    assign(group, inp['initial'])
    before = current(group)
    made = {}
    for label, m in inp['monitors'].items():
        if m['kind'] == 'state':
            made[label] = StateMonitor(group, m['variables'], record=m['record'], when=m['when'],
                                       dt=None if m['dt'] is None else m['dt'] * second)
        else:
            made[label] = SpikeMonitor(group, variables=m['variables'] or None)
    net = Network(group, *made.values())
    clocks = []
    for r in inp['runs']:
        assign(group, r.get('set', {}))
        net.run(r['duration'] * second)
        clocks.append({'asked_t': plain(net.t_), 'clock_t': plain(group.t_),
                       'steps': plain(group.t_in_timesteps)})
    out = {'before': before, 'after': current(group), 'clock_after_runs': clocks}
    for label, m in inp['monitors'].items():
        mon = made[label]
        if m['kind'] == 'state':
            out[label] = {'t': plain(mon.t_[:])}
            for v in m['variables']:
                out[label][v] = [plain(np.asarray(mon[k].__getattr__(v + '_'))) for k in m['record']]
        else:
            out[label] = {'i': plain(mon.i[:]), 't': plain(mon.t_[:]), 'count': plain(mon.count[:])}
            for v in m['variables']:
                out[label][v] = plain(getattr(mon, v + '_')[:])
    return out


def current(group):
    """Values of the model's own variables, and lastspike/not_refractory where they exist."""
    eqs = group.user_equations if hasattr(group, 'user_equations') else group.equations
    names = sorted(set(eqs.diff_eq_names) | set(eqs.parameter_names)
                   | ({'lastspike', 'not_refractory'} & set(group.variables)))
    return {n: plain(group.variables[n].get_value()) for n in names}


def case(name, inp, random_seed=None, about=None):
    c = {'name': name}
    if about:
        c['about'] = about
    c['inputs'] = inp
    c['outputs'] = simulate(inp, random_seed)
    return c


def innermost(ex):
    """The first exception of a chain, as (type name, one-line message)."""
    while ex.__cause__ is not None or ex.__context__ is not None:
        ex = ex.__cause__ if ex.__cause__ is not None else ex.__context__
    message = ex.args[0] if isinstance(ex, KeyError) and ex.args else str(ex)
    return type(ex).__name__, ' '.join(str(message).split())


# ---- writing ------------------------------------------------------------------------

WIDTH = 150


def text(value, indent=0):
    """JSON with numbers at full precision, short things on one line, long lists wrapped."""
    flat = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if len(flat) + indent <= WIDTH or not isinstance(value, (dict, list)):
        return flat
    pad = ' ' * (indent + 1)
    if isinstance(value, dict):
        body = [json.dumps(k) + ': ' + text(v, indent + 1) for k, v in value.items()]
        return '{\n' + ',\n'.join(pad + b for b in body) + '\n' + ' ' * indent + '}'
    if any(isinstance(v, (dict, list)) for v in value):
        body = [text(v, indent + 1) for v in value]
        return '[\n' + ',\n'.join(pad + b for b in body) + '\n' + ' ' * indent + ']'
    lines, line = [], ''
    for k, v in enumerate(value):
        item = json.dumps(v, ensure_ascii=False) + (',' if k + 1 < len(value) else '')
        if line and len(pad) + len(line) + 1 + len(item) > WIDTH:
            lines.append(line)
            line = item
        else:
            line = line + ' ' + item if line else item
    lines.append(line)
    return '[\n' + '\n'.join(pad + part for part in lines) + '\n' + ' ' * indent + ']'


def write(script, about, body):
    """Writes NAME.json next to NAME.py."""
    path = os.path.splitext(os.path.abspath(script))[0] + '.json'
    head = {'about': about,
            'recorded_with': {'brian2': brian2.__version__, 'numpy': np.__version__,
                              'sympy': sympy.__version__, 'target': 'numpy'},
            'units': 'SI throughout: seconds, volts; constants name their unit'}
    head.update(body)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text(head) + '\n')
    print('%s: %d bytes' % (os.path.basename(path), os.path.getsize(path)))
