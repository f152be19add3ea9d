"""Records what happens inside one time step into steps.json.

    python3 Brian.Tests/Recorded/steps.py           (needs Brian 2.5.1)

Small deterministic simulations: when monitors see what, refractoriness in its forms,
resets, step counts, clocks, subexpressions, shared and typed parameters, the variables
every group has. `before` and `after` are the values before the first and after the last run.
"""
import sys
sys.dont_write_bytecode = True

from recording import case, constants, inputs, spikes, state, write
from brian2 import ms, us

LEAK = 'dv/dt = (1-v)/tau : 1'
LEAK_REFRACTORY = 'dv/dt = (1-v)/tau : 1 (unless refractory)'
RAMP = 'dv/dt = 1/ms : 1'
tau10 = constants(tau=10*ms)
tau1 = constants(tau=1*ms)

groups = {}


def add(group, name, about, inp):
    groups.setdefault(group, []).append(case(name, inp, about=about))


def seconds(q):
    return float(q)


# ---- when a monitor looks -------------------------------------------------------------

SLOTS = ['before_start', 'start', 'after_start', 'before_groups', 'after_groups',
         'before_thresholds', 'after_thresholds', 'before_synapses', 'after_synapses',
         'before_resets', 'after_resets', 'before_end', 'end', 'after_end']

add('monitor_slots', 'around_a_spike', 'tau = 1 ms, so the first spike is at step 16; every slot free of ties',
    inputs(LEAK, threshold='v>0.8', reset='v = 0', consts=tau1, runs=[seconds(2*ms)],
           monitors=dict([(w, state(w)) for w in SLOTS], S=spikes(['v']))))

add('monitor_slots', 'around_a_spike_refractory', 'the same with 0.3 ms refractory, flags and last spike seen',
    inputs(LEAK_REFRACTORY, threshold='v>0.8', reset='v = 0', refractory=seconds(0.3*ms), consts=tau1,
           runs=[seconds(2.6*ms)],
           monitors=dict([(w, state(w, ['v', 'not_refractory', 'lastspike']))
                          for w in ('start', 'after_groups', 'after_thresholds', 'after_resets', 'end')],
                         S=spikes(['v', 'not_refractory', 'lastspike']))))

add('monitor_slots', 'first_sample', '0.5 ms seen at the start and at the end of each step',
    inputs(LEAK, consts=tau10, runs=[seconds(0.5*ms)], monitors={'start': state('start'), 'end': state('end')}))

# ---- spike monitor --------------------------------------------------------------------

add('spike_monitor', 'values_before_reset', 'several neurons, values captured before the reset',
    inputs('''dv/dt = (v0-v)/tau : 1
              v0 : 1
              n : integer''', N=4, threshold='v>1', reset='v = 0; n += 1', consts=tau10,
           initial={'v0': [0.5, 1.5, 2.0, 4.0]}, runs=[seconds(20*ms)],
           monitors={'S': spikes(['v', 'v0', 'n'])}))

add('spike_monitor', 'same_step_order', 'neurons that spike in one step are listed by ascending index',
    inputs('v : 1', N=5, threshold='v>0.5', reset='v -= 1', initial={'v': [1.0, 3.0, 0.0, 2.0, 1.0]},
           runs=[seconds(0.4*ms)], monitors={'S': spikes(['v']), 'M': state(record=range(5))}))

add('spike_monitor', 'spike_at_zero', 'a condition that is true from the start spikes at t = 0',
    inputs('v : 1', threshold='v>0.5', reset='v = 0', initial={'v': 1.0}, runs=[seconds(0.3*ms)],
           monitors={'S': spikes(['v']), 'M': state()}))

add('spike_monitor', 'threshold_uses_time', 't in a threshold is the time at the start of the step',
    inputs('v : 1', threshold='t >= 0.3*ms', reset='v += 1', runs=[seconds(0.6*ms)],
           monitors={'S': spikes(), 'M': state()}))

# ---- refractory ------------------------------------------------------------------------

for text_ms in ('0', '0.05', '0.1', '0.14', '0.16', '0.2', '0.25', '0.3', '1', '5'):
    add('refractory_interval', 'refractory_%s_ms' % text_ms, 'threshold always true',
        inputs('v : 1', threshold='v >= 0', reset='v += 1', refractory=seconds(float(text_ms)*ms),
               runs=[seconds((16 if text_ms == '5' else 4)*ms)], monitors={'S': spikes()}))

for c in groups['refractory_interval']:
    at = [round(t/c['inputs']['dt']) for t in c['outputs']['S']['t']]
    intervals = {b - a for a, b in zip(at, at[1:])}
    assert len(intervals) == 1
    c['outputs']['interval_steps'] = intervals.pop()

add('refractory_forms', 'none', 'threshold always true, no refractoriness',
    inputs('v : 1', threshold='v >= 0', reset='v += 1', runs=[seconds(1*ms)], monitors={'S': spikes()}))

add('refractory_forms', 'boolean', 'refractory while the condition holds; no reset. Rounding decides: '
    'after nine steps v is a little below 0.9',
    inputs(RAMP, method='euler', threshold='v>0.5', reset='', refractory='v<0.9', runs=[seconds(1.5*ms)],
           monitors={'S': spikes(['v']), 'M': state('start', ['v', 'not_refractory']),
                     'E': state('end', ['v', 'not_refractory', 'lastspike'])}))

add('refractory_forms', 'boolean_off_grid', 'the same with bounds between the values v takes',
    inputs(RAMP, method='euler', threshold='v>0.55', reset='', refractory='v<0.95', runs=[seconds(1.5*ms)],
           monitors={'S': spikes(['v']), 'M': state('start', ['v', 'not_refractory']),
                     'E': state('end', ['v', 'not_refractory', 'lastspike'])}))

add('refractory_forms', 'boolean_with_flag', 'the condition looks at a second variable, v is held meanwhile',
    inputs('''dv/dt = (1-v)/tau : 1 (unless refractory)
              dw/dt = -w/(0.5*ms) : 1''', threshold='v>0.8', reset='v = 0; w = 1', refractory='w>0.3',
           consts=tau1, runs=[seconds(6*ms)],
           monitors={'S': spikes(['v', 'w']), 'M': state('start', ['v', 'w', 'not_refractory'])}))

add('refractory_forms', 'time_expression', 'an expression with the unit second',
    inputs('''dv/dt = (1-v)/tau : 1 (unless refractory)
              k : 1''', N=4, threshold='v>0.8', reset='v = 0', refractory='(1 + k)*0.5*ms', consts=tau1,
           initial={'k': [0.0, 1.0, 2.0, 3.0]}, runs=[seconds(12*ms)], monitors={'S': spikes()}))

add('refractory_forms', 'parameter_per_neuron', 'the name of a parameter',
    inputs('''dv/dt = (1-v)/tau : 1 (unless refractory)
              ref : second''', N=5, threshold='v>0.8', reset='v = 0', refractory='ref', consts=tau1,
           initial={'ref': [0.0, 0.0001, 0.00025, 0.001, 0.005]}, runs=[seconds(20*ms)],
           monitors={'S': spikes(), 'M': state(record=range(5))}))

add('refractory_forms', 'changed_in_reset', 'the refractory period grows with every spike',
    inputs('''dv/dt = (1-v)/tau : 1 (unless refractory)
              ref : second''', threshold='v>0.8', reset='v = 0; ref += 1*ms', refractory='ref', consts=tau1,
           runs=[seconds(25*ms)], monitors={'S': spikes(['ref']), 'M': state('start', ['ref'], dt=0.5e-3)}))

add('refractory_forms', 'one_of_two_with_flag', 'v is held while refractory, w goes on',
    inputs('''dv/dt = (1-v)/tau : 1 (unless refractory)
              dw/dt = (1-w)/tau : 1''', threshold='v>0.8', reset='v = 0; w = 0', refractory=seconds(0.5*ms),
           consts=tau1, runs=[seconds(5*ms)],
           monitors={'S': spikes(['v', 'w']), 'M': state('start', ['v', 'w', 'not_refractory', 'lastspike'])}))

add('refractory_forms', 'one_of_two_with_flag_coupled', 'the same, w driven by v, Euler',
    inputs('''dv/dt = (1-v)/tau : 1 (unless refractory)
              dw/dt = (v-w)/tau : 1''', method='euler', threshold='v>0.8', reset='v = 0; w = 0',
           refractory=seconds(0.5*ms), consts=tau1, runs=[seconds(5*ms)],
           monitors={'S': spikes(['v', 'w']), 'M': state('start', ['v', 'w'])}))

add('refractory_forms', 'without_flag', 'only the spikes are held back',
    inputs(LEAK, threshold='v>0.8', reset='v = 0', refractory=seconds(3*ms), consts=tau1,
           runs=[seconds(10*ms)], monitors={'S': spikes(['v']), 'M': state('start', ['v', 'not_refractory', 'lastspike'])}))

add('refractory_forms', 'flag_without_period', 'the flag alone, no refractory argument',
    inputs(LEAK_REFRACTORY, threshold='v>0.8', reset='v = 0', consts=tau1, runs=[seconds(4*ms)],
           monitors={'S': spikes(), 'M': state()}))

add('refractory_forms', 'traces_tutorial', 'the tutorial model, flags around its first spike',
    inputs(LEAK_REFRACTORY, threshold='v>0.8', reset='v = 0', refractory=seconds(5*ms), consts=tau10,
           runs=[seconds(22*ms)],
           monitors={'S': spikes(), 'M': state('start', ['v', 'not_refractory']),
                     'L': state('start', ['lastspike'], dt=1e-3)}))

# ---- reset -------------------------------------------------------------------------------

RESET_MODEL = '''dv/dt = (1-v)/tau : 1
                 a : 1
                 b : 1
                 n : integer
                 flag : boolean'''
for name, about, reset in [
        ('several_statements', 'statements run in order', 'v = 0\na = a + 1\nb = 2*a'),
        ('order_reversed', 'the same in another order', 'b = 2*a\na = a + 1\nv = 0'),
        ('in_place', 'in-place operators', 'v -= 0.8; a += 0.5; b -= 0.25; n += 1'),
        ('in_place_more', 'more in-place operators', 'v *= 0.5; a += 1; a *= 2; b += 3; b /= 2; n += 7; n %= 5'),
        ('local_variable', 'a temporary of the reset', 'h = v\nv = 0\na = h\nb += h'),
        ('reads_v_before', 'one variable takes the value of another before it is reset', 'a = v; v = 0'),
        ('boolean_variable', 'a boolean toggled', 'v = 0; flag = not flag'),
        ('uses_time_and_index', 'time and index in a reset', 'v = 0; a = t/ms; b = i + 10'),
        ('empty', 'no statement', '')]:
    add('reset', name, about,
        inputs(RESET_MODEL, N=2, threshold='v>0.8', reset=reset, consts=tau1, initial={'v': [0.0, 0.5]},
               runs=[seconds(5*ms)],
               monitors={'S': spikes(['v', 'a', 'b', 'n', 'flag']),
                         'M': state('start', ['v', 'a', 'b', 'n', 'flag'], [0, 1], dt=0.5e-3)}))

# ---- durations ----------------------------------------------------------------------------

for text_ms in ('0', '0.1', '0.2', '0.2000001', '0.20001', '0.21', '0.25', '0.3', '0.7', '0.05', '0.00001', '1.1', '2.3'):
    add('durations', 'run_%s_ms' % text_ms, 'number of steps of one run',
        inputs(LEAK, consts=tau10, runs=[seconds(float(text_ms)*ms)], monitors={'M': state()}))

add('durations', 'run_0.25_ms_twice', 'two runs off the grid',
    inputs(LEAK, consts=tau10, runs=[seconds(0.25*ms)]*2, monitors={'M': state()}))
add('durations', 'run_0.15_ms_four_times', 'four runs off the grid',
    inputs(LEAK, consts=tau10, runs=[seconds(0.15*ms)]*4, monitors={'M': state()}))
add('durations', 'run_0.1_ms_ten_times', 'ten runs of one step',
    inputs(LEAK, consts=tau10, runs=[seconds(0.1*ms)]*10, monitors={'M': state()}))

# ---- clocks -------------------------------------------------------------------------------

add('clocks', 'monitor_dt', 'monitors of 0.1, 0.25 and 0.5 ms on a group of 0.1 ms',
    inputs(LEAK, consts=tau10, runs=[seconds(1*ms)],
           monitors={'M': state(), 'quarter': state(dt=0.25e-3), 'half': state(dt=0.5e-3),
                     'half_end': state('end', dt=0.5e-3)}))
add('clocks', 'default_dt_50us', 'everything at 0.05 ms',
    inputs(LEAK, threshold='v>0.8', reset='v = 0', consts=tau1, dt=seconds(0.05*ms), runs=[seconds(4*ms)],
           monitors={'M': state(), 'S': spikes()}))
add('clocks', 'default_dt_1ms', 'everything at 1 ms',
    inputs(LEAK, threshold='v>0.8', reset='v = 0', consts=tau10, dt=seconds(1*ms), runs=[seconds(50*ms)],
           monitors={'M': state(), 'S': spikes()}))
add('clocks', 'default_dt_30us', 'a step that is no round decimal of the duration',
    inputs(LEAK, consts=tau1, dt=seconds(30*us), runs=[seconds(1*ms)], monitors={'M': state()}))
add('clocks', 'time_is_multiplied', 't is step number times dt, never accumulated',
    inputs('x = t : second', runs=[seconds(3*ms)], monitors={'M': state('start', ['x'])}))

# ---- going on -------------------------------------------------------------------------------

add('continuing', 'two_runs', '20 ms and 30 ms are as 50 ms',
    inputs(LEAK, threshold='v>0.8', reset='v = 0', consts=tau10, runs=[seconds(20*ms), seconds(30*ms)],
           monitors={'S': spikes(), 'M': state(dt=1e-3)}))
add('continuing', 'set_between', 'v set between two runs',
    inputs(LEAK, threshold='v>0.8', reset='v = 0', consts=tau10,
           runs=[seconds(5*ms), {'duration': seconds(15*ms), 'set': {'v': 0.75}}],
           monitors={'S': spikes(), 'M': state(dt=0.5e-3)}))
add('continuing', 'refractory_across_runs', 'a run ends inside a refractory period',
    inputs(LEAK_REFRACTORY, threshold='v>0.8', reset='v = 0', refractory=seconds(5*ms), consts=tau10,
           runs=[seconds(18*ms), seconds(20*ms)], monitors={'S': spikes(), 'M': state(dt=0.5e-3)}))

# ---- subexpressions ---------------------------------------------------------------------------

add('subexpressions', 'recorded', 'subexpressions of subexpressions are recorded as any variable',
    inputs('''dv/dt = (drive-v)/tau : 1
              drive = 2*u : 1
              u = 1 + sin(2*pi*100*Hz*t) : 1
              power = v**2 : 1''', method='euler', consts=tau10, runs=[seconds(5*ms)],
           monitors={'M': state('start', ['v', 'drive', 'u', 'power']), 'E': state('end', ['v', 'power'])}))
add('subexpressions', 'constant_over_dt', 'stored once per step before everything else',
    inputs('''dv/dt = (a-v)/tau : 1
              a = 1 - 0.5*v : 1 (constant over dt)
              b = 1 - 0.5*v : 1''', threshold='v>0.5', reset='v = 0', consts=tau1, runs=[seconds(2*ms)],
           monitors=dict([(w, state(w, ['v', 'a', 'b'])) for w in ('before_groups', 'start', 'after_groups', 'end')],
                         S=spikes(['v', 'a', 'b']))))
add('subexpressions', 'in_threshold_and_reset', 'a subexpression in threshold and reset',
    inputs('''dv/dt = (1-v)/tau : 1
              dw/dt = -w/(5*ms) : 1
              level = 0.5 + w : 1''', threshold='v>level', reset='v = v - level; w += 0.1', consts=tau1,
           runs=[seconds(10*ms)],
           monitors={'S': spikes(['v', 'w', 'level']), 'M': state('start', ['v', 'w', 'level'], dt=0.5e-3)}))

# ---- parameters -------------------------------------------------------------------------------

add('parameters', 'shared', 'one value for the whole group',
    inputs('''dv/dt = (drive-v)/tau : 1
              drive : 1 (shared)
              v0 : 1''', N=3, consts=tau10, initial={'drive': 2.0, 'v': [0.0, 0.5, 1.0]}, runs=[seconds(1*ms)],
           monitors={'M': state(record=range(3))}))
add('parameters', 'shared_subexpression', 'a shared subexpression of time',
    inputs('''dv/dt = (drive-v)/tau : 1
              drive = t/ms : 1 (shared)''', N=2, method='euler', consts=tau10, runs=[seconds(1*ms)],
           monitors={'M': state(record=range(2))}))
add('parameters', 'constant', 'a constant parameter per neuron as time constant',
    inputs('''dv/dt = (1-v)/taum : 1
              taum : second (constant)''', N=3, initial={'taum': [0.001, 0.01, 0.1]}, runs=[seconds(1*ms)],
           monitors={'M': state(record=range(3))}))
add('parameters', 'integer', 'an integer counter bounds the spikes',
    inputs('''dv/dt = (1-v)/tau : 1
              n : integer
              most : integer (constant)''', N=3, threshold='v>0.8 and n<most', reset='v = 0; n += 1', consts=tau1,
           initial={'most': [0, 1, 3]}, runs=[seconds(8*ms)],
           monitors={'S': spikes(['n']), 'M': state('start', ['v', 'n'], range(3), dt=0.5e-3)}))
add('parameters', 'integer_set_from_float', 'what an integer keeps of numbers given to it',
    inputs('n : integer', N=4, initial={'n': [1.7, 2.2, -1.5, -0.2]}, runs=[0.0]))
add('parameters', 'boolean', 'a boolean switches a drive',
    inputs('''dv/dt = (int(on)-v)/tau : 1
              on : boolean''', N=2, threshold='v>0.5 and on', reset='on = False', consts=tau1,
           initial={'on': [True, False]}, runs=[seconds(2*ms)],
           monitors={'S': spikes(), 'M': state('start', ['v', 'on'], range(2))}))
add('parameters', 'boolean_set_from_number', 'what a boolean keeps of numbers given to it',
    inputs('flag : boolean', N=3, initial={'flag': [0, 1, 3]}, runs=[0.0]))
add('parameters', 'volts', 'a model in volt, per-neuron rest',
    inputs('''dv/dt = (rest-v)/tau : volt
              rest : volt''', N=3, threshold='v > -50*mV', reset='v = -70*mV',
           consts=tau10, initial={'v': '-70*mV', 'rest': '-60*mV + i*10*mV'}, runs=[seconds(30*ms)],
           monitors={'S': spikes(['v']), 'M': state('start', ['v'], range(3), dt=1e-3)}))

# ---- the variables every group has ---------------------------------------------------------------

add('always_there', 'in_equations', 'index, size, time and step number in subexpressions',
    inputs('''a = i : integer
              b = N : integer
              c = t_in_timesteps : integer
              d1 = t : second
              e1 = dt : second
              f = i/N + t/ms : 1
              g = t_in_timesteps*dt - t : second''', N=3, runs=[seconds(0.5*ms)],
           monitors={'M': state('start', ['a', 'b', 'c', 'd1', 'e1', 'f', 'g'], range(3)),
                     'E': state('end', ['c', 'd1'], range(3))}))
add('always_there', 'in_derivatives', 'index and size in a differential equation',
    inputs('dv/dt = (i + 1.0/N - v)/tau : 1', N=4, consts=tau10, runs=[seconds(1*ms)],
           monitors={'M': state(record=range(4))}))
add('always_there', 'step_number_in_threshold', 'a spike every third step, neuron 1 one step later',
    inputs('n : integer', N=2, threshold='t_in_timesteps % 3 == i', reset='n += 1', runs=[seconds(1*ms)],
           monitors={'S': spikes(['n'])}))
add('always_there', 'initial_expressions', 'initial values from index and size',
    inputs('''a : 1
              b : second
              n : integer
              q : boolean''', N=5,
           initial={'a': 'i/(N-1)', 'b': '(i+1)*ms', 'n': 'i**2', 'q': 'i > 2'}, runs=[0.0]))

write(__file__, 'what happens inside one time step; groups of cases', {'groups': groups})
