"""Records which integration methods take which equations, and what linear models give, into methods.json.

    python3 Brian.Tests/Recorded/methods.py         (needs Brian 2.5.1; about half a minute)

"choice": the method taken when none is asked for, and for each method asked for by name
whether it accepts the equations or with what words it refuses. Order of the automatic
choice: exact, euler, heun.
"values": linear deterministic models after 1, 10 and 100 steps.
"""
import sys
sys.dont_write_bytecode = True

import logging
import re

from recording import assign, constants, current, innermost, inputs, namespace_of, plain, second, write
from brian2 import (Mohm, Network, NeuronGroup, TimedArray, check_units, defaultclock, ms, mV, start_scope)
from brian2.core.base import BrianObjectException
from brian2.stateupdaters.base import UnsupportedEquationsException
from brian2.utils.logger import catch_logs

METHODS = ['exact', 'exponential_euler', 'euler', 'rk2', 'rk4', 'heun', 'milstein']


@check_units(x=1, result=1)
def twice(x):
    return 2*x


TAU = constants(tau=10*ms)
TWO = constants(tau=10*ms, taug=5*ms)
THREE = constants(tau=10*ms, taug=5*ms, tauh=2*ms)

# name, equations, constants, more
CHOICES = [
    ('leak', 'dv/dt = -v/tau : 1', TAU, {}),
    ('leak_to_constant', 'dv/dt = (1-v)/tau : 1', TAU, {}),
    ('leak_in_volt', 'dv/dt = (El-v)/tau : volt', constants(tau=10*ms, El=-70*mV), {}),
    ('leak_parameter', 'dv/dt = (a-v)/tau : 1\na : 1', TAU, {}),
    ('leak_constant_parameter', 'dv/dt = (a-v)/tau : 1\na : 1 (constant)', TAU, {}),
    ('tau_per_neuron', 'dv/dt = -v/taum : 1\ntaum : second', {}, {}),
    ('tau_per_neuron_constant', 'dv/dt = -v/taum : 1\ntaum : second (constant)', {}, {}),
    ('unless_refractory', 'dv/dt = (1-v)/tau : 1 (unless refractory)', TAU, {'refractory': 0.005}),
    ('subexpression', 'dv/dt = drive/tau : 1\ndrive = 2*u - v : 1\nu : 1', TAU, {}),
    ('constant_over_dt_nonlinear', 'dv/dt = (a-v)/tau : 1\na = 1 + v**2 : 1 (constant over dt)', TAU, {}),
    ('depends_on_index', 'dv/dt = (i-v)/tau : 1', TAU, {}),
    ('exp_of_parameter', 'dv/dt = (exp(a)-v)/tau : 1\na : 1', TAU, {}),
    ('shared_parameter', 'dv/dt = (a-v)/tau : 1\na : 1 (shared)', TAU, {}),
    ('cascade_2', 'dv/dt = (g-v)/tau : 1\ndg/dt = -g/taug : 1', TWO, {}),
    ('cascade_3', 'dv/dt = (g-v)/tau : 1\ndg/dt = (h-g)/taug : 1\ndh/dt = -h/tauh : 1', THREE, {}),
    ('alpha_same_tau', 'dv/dt = (g-v)/tau : 1\ndg/dt = -g/tau : 1', TAU, {}),
    ('coupled_real', 'dv/dt = (w-2*v)/tau : 1\ndw/dt = (v-2*w)/tau : 1', TAU, {}),
    ('independent_pair', 'dv/dt = -v/tau : 1\ndw/dt = (1-w)/taug : 1', TWO, {}),
    ('timed_array_same_dt', 'dv/dt = (ta(t)-v)/tau : 1', TAU, {'timed_array': {'values': [0.0, 1.0, 2.0], 'dt': 0.0001}}),
    ('timed_array_multiple', 'dv/dt = (ta(t)-v)/tau : 1', TAU, {'timed_array': {'values': [0.0, 1.0, 2.0], 'dt': 0.001}}),
    ('timed_array_off_grid', 'dv/dt = (ta(t)-v)/tau : 1', TAU, {'timed_array': {'values': [0.0, 1.0, 2.0], 'dt': 0.00015}}),
    ('timed_array_finer', 'dv/dt = (ta(t)-v)/tau : 1', TAU, {'timed_array': {'values': [0.0, 1.0, 2.0], 'dt': 0.00005}}),
    ('constant_rate', 'dv/dt = 1/tau : 1', TAU, {}),
    ('zero_rate', 'dv/dt = 0/tau : 1', TAU, {}),
    ('parameter_rate', 'dv/dt = a/tau : 1\na : 1', TAU, {}),
    ('singular_pair', 'dv/dt = (w-v)/tau : 1\ndw/dt = 1/tau : 1', TAU, {}),
    ('singular_cascade', 'dx/dt = z/tau : 1\ndy/dt = -y/taug : 1\ndz/dt = y/taug - z/tau : 1', TWO, {}),
    ('oscillator', 'dx/dt = y/tau : 1\ndy/dt = -x/tau : 1', TAU, {}),
    ('damped_oscillator', 'dx/dt = y/tau : 1\ndy/dt = (-x-0.1*y)/tau : 1', TAU, {}),
    ('sine_of_time', 'dv/dt = (sin(2*pi*100*Hz*t)-v)/tau : 1', TAU, {}),
    ('time', 'dv/dt = (t/ms-v)/tau : 1', TAU, {}),
    ('since_last_spike', 'dv/dt = (exp(-(t-lastspike)/ms)-v)/tau : 1', TAU, {'refractory': 0.005}),
    ('quadratic', 'dv/dt = v**2/tau : 1', TAU, {}),
    ('quadratic_leak', 'dv/dt = (v**2-v)/tau : 1', TAU, {}),
    ('product', 'dv/dt = (1-v*w)/tau : 1\ndw/dt = (v-w)/taug : 1', TWO, {}),
    ('gate', 'dm/dt = (1-m)*exp(v)/tau - m/tau : 1\ndv/dt = -m**3*v/taug : 1', TWO, {}),
    ('sqrt_of_v', 'dv/dt = -sqrt(v)/tau : 1', TAU, {}),
    ('abs_of_v', 'dv/dt = -abs(v)/tau : 1', TAU, {}),
    ('clip_of_v', 'dv/dt = -clip(v,0,1)/tau : 1', TAU, {}),
    ('comparison_of_v', 'dv/dt = int(v>0)/tau - v/tau : 1', TAU, {}),
    ('user_function_of_v', 'dv/dt = -twice(v)/tau : 1', TAU, {'user_function': 'twice'}),
    ('user_function_of_parameter', 'dv/dt = (twice(a)-v)/tau : 1\na : 1', TAU, {'user_function': 'twice'}),
    ('rand', 'dv/dt = (rand()-v)/tau : 1', TAU, {}),
    ('additive_noise', 'dv/dt = -v/tau + sigma*xi*tau**-0.5 : 1', constants(tau=10*ms, sigma=0.2), {}),
    ('two_noises', 'dv/dt = -v/tau + (xi_1+xi_2)*tau**-0.5 : 1', TAU, {}),
    ('noise_times_parameter', 'dv/dt = -v/tau + a*xi*tau**-0.5 : 1\na : 1', TAU, {}),
    ('noise_times_timed_array', 'dv/dt = -v/tau + ta(t)*xi*tau**-0.5 : 1', TAU,
     {'timed_array': {'values': [0.0, 1.0, 2.0], 'dt': 0.001}}),
    ('noise_unless_refractory', 'dv/dt = -v/tau + xi*tau**-0.5 : 1 (unless refractory)', TAU, {'refractory': 0.005}),
    ('noise_nonlinear_drift', 'dv/dt = -v**3/tau + xi*tau**-0.5 : 1', TAU, {}),
    ('noise_times_v', 'dv/dt = -v/tau + v*xi*tau**-0.5 : 1', TAU, {}),
    ('noise_times_time', 'dv/dt = -v/tau + (t/ms)*xi*tau**-0.5 : 1', TAU, {}),
    ('noise_times_subexpression_of_v', 'dv/dt = -v/tau + s*xi*tau**-0.5 : 1\ns = v : 1', TAU, {}),
    ('noise_times_other_variable', 'dv/dt = -v/tau + w*xi*tau**-0.5 : 1\ndw/dt = -w/tau : 1', TAU, {}),
    ('noise_squared', 'dv/dt = -v/tau + xi**2 : 1', TAU, {}),
    ('parameters_only', 'a : 1', {}, {}),
]


def prepare(equations, consts, more, method):
    """Builds the group and prepares it for running; returns the messages logged on the way."""
    start_scope()
    defaultclock.dt = 0.1*ms
    namespace = namespace_of(consts)
    if 'timed_array' in more:
        namespace['ta'] = TimedArray(more['timed_array']['values'], dt=more['timed_array']['dt']*second)
    if 'user_function' in more:
        namespace['twice'] = twice
    refractory = more.get('refractory')
    chosen = {} if method is None else {'method': method}
    group = NeuronGroup(2, equations, namespace=namespace, **chosen,
                        threshold='v>1' if refractory else None, reset='v=0' if refractory else None,
                        refractory=refractory*second if refractory else False)
    with catch_logs(log_level=logging.INFO) as logs:
        Network(group).run(0*ms)
    return [text for _, name, text in logs if name.endswith('method_choice')]


def refusal(ex):
    seen = ex
    while seen is not None:
        if isinstance(seen, UnsupportedEquationsException):
            return ' '.join(str(seen).split())
        seen = seen.__cause__ or seen.__context__
    return '%s: %s' % innermost(ex)


SINGULAR = 'linear, but refused by exact because the matrix is singular'
COMPLEX = 'linear, but refused by exact because of complex eigenvalues'
SURPRISES = {
    'constant_rate': SINGULAR, 'zero_rate': SINGULAR, 'parameter_rate': SINGULAR, 'singular_pair': SINGULAR,
    'singular_cascade': SINGULAR, 'oscillator': COMPLEX, 'damped_oscillator': COMPLEX,
    'quadratic_leak': 'exponential_euler accepts it and silently drops the term v**2: it integrates dv/dt = -v/tau',
    'comparison_of_v': 'exponential_euler accepts it, the comparison frozen for the step',
    'user_function_of_parameter': 'refused by exact: a user function is taken to be stateful',
}

choices = []
for name, equations, consts, more in CHOICES:
    entry = {'name': name, 'equations': equations, 'constants': consts}
    entry.update(more)
    try:
        messages = prepare(equations, consts, more, None)
        assert len(messages) <= 1, messages
        entry['chosen'] = re.search(r"using method '(\w+)'", messages[0]).group(1) if messages else None
    except Exception as ex:
        entry['chosen'] = None
        entry['refusal'] = refusal(ex)
    entry['accepted_by'] = []
    entry['refused_by'] = {}
    for method in METHODS:
        try:
            prepare(equations, consts, more, method)
            entry['accepted_by'].append(method)
        except Exception as ex:
            entry['refused_by'][method] = refusal(ex)
    if name in SURPRISES:
        entry['surprise'] = True
        entry['note'] = SURPRISES[name]
    choices.append(entry)

# ---- values -------------------------------------------------------------------------------

VALUES = [
    ('leak', 'dv/dt = -v/tau : 1', TAU, {'v': 1.0}),
    ('leak_to_constant', 'dv/dt = (1-v)/tau : 1', TAU, {'v': -0.25}),
    ('leak_in_volt', 'dv/dt = (El-v+R*I)/tau : volt\nI : amp', constants(tau=10*ms, El=-70*mV, R=50*Mohm),
     {'v': [-0.06, -0.07], 'I': [0.0, 2e-10]}),
    ('leak_two_terms', 'dv/dt = -v/tau + a*Hz - v/taug : 1\na : 1', TWO, {'v': 0.5, 'a': [-20.0, 30.0]}),
    ('tau_per_neuron', 'dv/dt = (a-v)/taum : 1\ntaum : second\na : 1', {},
     {'v': [0.0, 0.5, -1.0, 2.0], 'taum': [0.0002, 0.001, 0.01, 0.5], 'a': [1.0, 1.0, 0.0, -3.0]}),
    ('alpha_different_tau', 'dv/dt = (g-v)/tau : 1\ndg/dt = -g/taug : 1', TWO, {'v': [0.0, 0.3], 'g': [1.0, -2.0]}),
    ('alpha_close_tau', 'dv/dt = (g-v)/tau : 1\ndg/dt = -g/taug : 1', constants(tau=10*ms, taug=9.9*ms), {'v': 0.0, 'g': 1.0}),
    ('alpha_same_symbol', 'dv/dt = (g-v)/tau : 1\ndg/dt = -g/tau : 1', TAU, {'v': 0.2, 'g': 1.0}),
    ('cascade_2_with_drive', 'dv/dt = (a+g-v)/tau : 1\ndg/dt = (b-g)/taug : 1\na : 1\nb : 1', TWO,
     {'v': [0.0, 1.0], 'g': [1.0, 0.0], 'a': [0.5, 0.0], 'b': [0.25, -1.0]}),
    ('cascade_3', 'dv/dt = (g-v)/tau : 1\ndg/dt = (h-g)/taug : 1\ndh/dt = -h/tauh : 1', THREE,
     {'v': [0.0, 0.7], 'g': [0.0, -0.4], 'h': [1.0, 2.0]}),
    ('two_synapses', 'dv/dt = (El-v+ge+gi)/tau : volt\ndge/dt = -ge/taue : volt\ndgi/dt = -gi/taui : volt',
     constants(tau=20*ms, taue=5*ms, taui=10*ms, El=-49*mV), {'v': [-0.06, -0.055], 'ge': [0.004, 0.0], 'gi': [0.0, -0.02]}),
    ('coupled_real', 'dv/dt = (w-2*v)/tau : 1\ndw/dt = (v-2*w)/tau : 1', TAU, {'v': [1.0, 0.0], 'w': [0.0, -0.5]}),
    ('coupled_real_with_drive', 'dv/dt = (a+w-3*v)/tau : 1\ndw/dt = (2*v-4*w)/tau : 1\na : 1', TAU,
     {'v': [1.0, 0.0], 'w': [0.0, -0.5], 'a': [0.0, 1.0]}),
    ('independent_pair', 'dv/dt = -v/tau : 1\ndw/dt = (1-w)/taug : 1', TWO, {'v': 1.0, 'w': 0.0}),
    ('unless_refractory', 'dv/dt = (2-v)/tau : 1 (unless refractory)', TAU, {'v': [0.0, 0.99]}),
    ('unless_refractory_one_of_two', 'dv/dt = (2+g-v)/tau : 1 (unless refractory)\ndg/dt = -g/taug : 1', TWO,
     {'v': [0.0, 0.99], 'g': [0.5, 1.0]}),
    ('shared_drive', 'dv/dt = (a-v)/tau : 1\na : 1 (shared)', TAU, {'v': [0.0, 1.0, 2.0], 'a': 1.5}),
    ('depends_on_index', 'dv/dt = (i-v)/tau : 1', TAU, {'v': [0.0, 0.0, 0.0]}),
]
values = []
for name, equations, consts, initial in VALUES:
    size = max([len(v) for v in initial.values() if isinstance(v, list)] or [1])
    spiking = name.startswith('unless')
    inp = inputs(equations, N=size, threshold='v>1' if spiking else None, reset='v = 0' if spiking else None,
                 refractory=0.002 if spiking else None, consts=consts, initial=initial, method=None)
    del inp['runs'], inp['monitors'], inp['method']
    results = {}
    for method in METHODS:
        start_scope()
        defaultclock.dt = inp['dt']*second
        group = NeuronGroup(size, inp['equations'], threshold=inp['threshold'], reset=inp['reset'],
                            refractory=0.002*second if spiking else False, method=method,
                            namespace=namespace_of(consts), name='neurons')
        assign(group, inp['initial'])
        net = Network(group)
        steps, done = {}, 0
        try:
            for total in (1, 10, 100):
                net.run((total - done)*inp['dt']*second)
                done = total
                assert plain(group.t_in_timesteps) == total
                now = current(group)
                steps[str(total)] = {v: now[v] for v in sorted(group.equations.diff_eq_names)}
            results[method] = steps
        except BrianObjectException as ex:
            results[method] = {'refusal': refusal(ex)}
    values.append({'name': name, 'inputs': inp, 'after_steps': results})

write(__file__, 'method choice, and values of linear models after 1, 10 and 100 steps of 0.1 ms',
      {'choice_dt': 0.0001, 'choice_N': 2,
       'choice_spiking': "cases with a refractory period have threshold 'v>1' and reset 'v=0'",
       'choice': choices, 'values': values})
