"""Runs linear systems that are hard to integrate exactly in Brian 2, into exact_comparison.json.

    python3 Brian.Tests/Recorded/exact_comparison.py         (needs Brian 2.5.1; about a minute)

Each case is one step of dt from a given start with the method "exact". The system is x' = A x with A = "rates" per second;
its first variables are those of the equations, the others are the constants and functions of time that drive them.
All numbers are exact doubles. "brian" has the values after the step, or the words of the refusal, and the seconds from
equations to the end of the step in a process that has done the same before.
"""
import sys
sys.dont_write_bytecode = True

import json
import logging
import math
import os
import time

import numpy as np
from brian2 import Hz, Network, NeuronGroup, defaultclock, prefs, second, start_scope
from brian2.core.base import BrianObjectException
from brian2.stateupdaters.base import UnsupportedEquationsException
from brian2.utils.logger import BrianLogger

prefs.codegen.target = 'numpy'
BrianLogger.console_handler.setLevel(logging.CRITICAL)
np.seterr(all='ignore')

DT = 2.0**-13


def cascade(rates):
    """Each variable follows the next, the last decays."""
    n = len(rates)
    lines = [f'dx{i}/dt = {rates[i]!r}*Hz*({f"x{i + 1} " if i < n - 1 else ""}- x{i}) : 1' for i in range(n)]
    matrix = [[-rates[i] if j == i else rates[i] if j == i + 1 else 0.0 for j in range(n)] for i in range(n)]
    start = [1.0 if i == n - 1 else 0.25 for i in range(n)]
    return '\n'.join(lines), [f'x{i}' for i in range(n)], matrix, start


def pair(a, b):
    """A cascade of two whose rates are parameters of the neurons."""
    return ('dv/dt = a*(g - v) : 1\ndg/dt = -b*g : 1\na : Hz (constant)\nb : Hz (constant)', ['v', 'g'],
            [[-a, a], [0, -b]], [0.25, 1.0], {'a': a, 'b': b})


# name, equations, variables, rates, start (variables first), constants and parameters by name
CASES = [
    ('a leak towards 1', 'dv/dt = 128*Hz*(1 - v) : 1', ['v'], [[-128, 128], [0, 0]], [0.25, 1], {}),
    ('two equal time constants', *cascade([128.0, 128.0]), {}),
    ('two that differ by 1e-9', *cascade([128.0, 128.0*(1 + 1e-9)]), {}),
    ('two that differ by 1e-13', *cascade([128.0, 128.0*(1 + 1e-13)]), {}),
    ('two different ones', *cascade([128.0, 50.0]), {}),
    ('two equal ones, parameters', *pair(128.0, 128.0)),
    ('two parameters that differ by 1e-9', *pair(128.0, 128.0*(1 + 1e-9))),
    ('two parameters that differ by 1e-13', *pair(128.0, 128.0*(1 + 1e-13))),
    ('a parameter of 0 per second', *pair(128.0, 0.0)),
    ('a leak whose rate is a parameter of 0 per second', 'dv/dt = 3*Hz - a*v : 1\na : Hz (constant)', ['v'],
     [[0, 3], [0, 0]], [0.25, 1], {'a': 0.0}),
    ('a membrane and two currents', 'dv/dt = 50*Hz*(ge + gi - v) : 1\ndge/dt = -200*Hz*ge : 1\ndgi/dt = -100*Hz*gi : 1',
     ['v', 'ge', 'gi'], [[-50, 50, 50], [0, -200, 0], [0, 0, -100]], [0.1, 2.0, -1.0], {}),
    ('ten equal time constants', *cascade([128.0]*10), {}),
    ('ten different ones', *cascade([100.0 + 7*i for i in range(10)]), {}),
    ('an oscillator', 'dx/dt = 512*Hz*y : 1\ndy/dt = -512*Hz*x : 1', ['x', 'y'], [[0, 512], [-512, 0]], [1.0, 0.5], {}),
    ('a damped oscillator', 'dx/dt = 512*Hz*y - 64*Hz*x : 1\ndy/dt = -512*Hz*x - 64*Hz*y : 1', ['x', 'y'],
     [[-64, 512], [-512, -64]], [1.0, 0.5], {}),
    ('an oscillator, its frequency a parameter', 'dx/dt = w*y : 1\ndy/dt = -w*x : 1\nw : Hz (constant)', ['x', 'y'],
     [[0, 512], [-512, 0]], [1.0, 0.5], {'w': 512.0}),
    ('a critically damped oscillator', 'dx/dt = y*Hz : 1\ndy/dt = -4096*Hz*x - 128*Hz*y : 1', ['x', 'y'],
     [[0, 1], [-4096, -128]], [1.0, 0.5], {}),
    ('a constant rate', 'dv/dt = 3*Hz : 1', ['v'], [[0, 3], [0, 0]], [0.25, 1], {}),
    ('an integral of a decay', 'dx/dt = 128*Hz*y : 1\ndy/dt = -64*Hz*y : 1', ['x', 'y'], [[0, 128], [0, -64]],
     [0.25, 1.0], {}),
    ('an infinite time constant', 'dv/dt = (1 - v)/tau : 1', ['v'], [[0, 0], [0, 0]], [0.25, 1], {'tau': math.inf}),
    ('an infinite time constant, coupled', 'dv/dt = (g - v)/tau : 1\ndg/dt = -64*Hz*g : 1', ['v', 'g'],
     [[0, 0], [0, -64]], [0.25, 1.0], {'tau': math.inf}),
    ('short-term plasticity', 'dx/dt = 2*Hz*z : 1\ndy/dt = -320*Hz*y : 1\ndz/dt = 320*Hz*y - 2*Hz*z : 1',
     ['x', 'y', 'z'], [[0, 0, 2], [0, -320, 0], [0, 320, -2]], [0.3, 0.6, 0.1], {}),
    ('stiff: rates 1e6 and 1e-3', 'dx/dt = 1000000*Hz*(y - x) : 1\ndy/dt = (x - y)*0.0009765625*Hz : 1', ['x', 'y'],
     [[-1e6, 1e6], [0.0009765625, -0.0009765625]], [1.0, 0.5], {}),
    ('badly scaled', 'dx/dt = -128*Hz*x - 8589934592*Hz*y : 1\ndy/dt = x*2**-30*Hz - 8*Hz*y : 1', ['x', 'y'],
     [[-128, -2.0**33], [2.0**-30, -8]], [1.0, 2.0**-30], {}),
    ('forced by a sine of t', 'dv/dt = 128*Hz*(sin(512*Hz*t) - v) : 1', ['v'],
     [[-128, 128, 0], [0, 0, 512], [0, -512, 0]], [0.25, 0.0, 1.0], {}),
    ('forced by t', 'dv/dt = 128*Hz*(4*Hz*t - v) : 1', ['v'], [[-128, 128, 0], [0, 0, 4], [0, 0, 0]], [0.25, 0.0, 1.0], {}),
]


def step(equations, variables, start, constants):
    start_scope()
    defaultclock.dt = DT*second
    began = time.perf_counter()
    group = NeuronGroup(1, equations, method='exact', namespace={'tau': constants.get('tau', 1)*second})
    for name, value in zip(variables, start):
        setattr(group, name, value)
    for name, value in constants.items():
        if name != 'tau':
            setattr(group, name, value*Hz)
    Network(group).run(DT*second)
    seconds = time.perf_counter() - began
    return {'values': [float(getattr(group, name)[0]) for name in variables], 'seconds': seconds}


def attempt(*case):
    try:
        step(*case)
        result = step(*case)
    except (BrianObjectException, UnsupportedEquationsException) as error:
        cause = error.__cause__ or error
        return {'refusal': str(cause).split('\n')[0]}
    result['values'] = [value if math.isfinite(value) else str(value) for value in result['values']]
    return result


cases = []
for name, equations, variables, rates, start, constants in CASES:
    cases.append({
        'name': name, 'equations': equations, 'variables': variables, 'dt': DT,
        'rates': [[float(a) for a in row] for row in rates], 'start': [float(x) for x in start],
        'constants': {k: (v if math.isfinite(v) else 'Infinity') for k, v in constants.items()},
        'brian': attempt(equations, variables, start, constants)})
    print(name, cases[-1]['brian'])

path = os.path.splitext(os.path.abspath(__file__))[0] + '.json'
with open(path, 'w') as file:
    json.dump({'cases': cases}, file, indent=1)
